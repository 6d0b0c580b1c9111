"""Standing searches: begun for a need, paused, resumed, ended; and the page that a letter's link opens."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from landbridge.entrypoints import clock
from landbridge.entrypoints.gate import actor_of
from landbridge.entrypoints.web import matches
from landbridge.entrypoints.web.events.forms.matching import RefuseForm
from landbridge.entrypoints.web.forms import refused
from landbridge.entrypoints.web.limits import guesses_limited
from landbridge.entrypoints.web.matchmaking.board_forms import BeginForm
from landbridge.entrypoints.web.matchmaking.tabs import about_project
from landbridge.entrypoints.web.network.pages.organisations import status_of
from landbridge.entrypoints.web.secrecy import unwritten
from landbridge.entrypoints.web.templatetags.landbridge import name
from landbridge.entrypoints.web.toasts import toast
from landbridge.ground.hubs import hub_context
from landbridge.kernel.actor import SystemActor
from landbridge.kernel.refusal import InputRefused, Missing, Refusal
from landbridge.matchmaking import letters, queries, rules
from landbridge.matchmaking.actions import searches as actions
from landbridge.matchmaking.models import Find
from landbridge.matchmaking.states import SearchState

GUESSES_PER_MINUTE = 10


def begin(request: HttpRequest, need_id: UUID) -> HttpResponse:
    """Let a need keep looking for one of its organisation's people."""
    found = rules.access_need(actor_of(request), need_id, to="change")
    people = queries.reachable_people(found)
    language = get_language() or "en"
    form = BeginForm(
        request.POST or None, people=[(str(one.pk), f"{one.name.shown(language)} · {one.email}") for one in people]
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.begin_search(
                actor=actor_of(request), need_id=found.pk, person_id=UUID(form.cleaned_data["person"]),
                at=clock.current().now(),
            )  # fmt: skip
        except Refusal as refusal:
            refused(form, refusal)
        else:
            toast(request, _("The search has begun. Its owner hears of new offers, once a week at most."))
            return redirect("matchmaking:need", found.pk)
    context = {
        "form": form,
        "heading": _("Keep looking"),
        "cancel_url": reverse("matchmaking:need", args=[found.pk]),
        "crumb": found.organisation,
        "nobody": not people,
        "organisation": found.organisation,
        "submit": _("Begin the search"),
    }
    return render(request, "matchmaking/begin.html", context, status=status_of(form))


@require_POST
def move(request: HttpRequest, search_id: UUID) -> HttpResponse:
    """Pause, resume or end a search."""
    to = request.POST.get("to", "")
    if to not in set(SearchState):
        raise Missing(identifier=to)
    search = actions.move_search(
        actor=actor_of(request), search_id=search_id, to=SearchState(to), at=clock.current().now()
    )
    toast(request, _("Saved."))
    return redirect("matchmaking:need", search.need_id)


@guesses_limited(per_minute=GUESSES_PER_MINUTE)
def answer(request: HttpRequest, token: str) -> HttpResponse:
    """What a letter's link opens, without log-in: reading shows the offer, a press answers."""
    try:
        hub_id, find_id = letters.read_token(token)
    except Missing:
        return _gone(request)
    with hub_context(hub_id):
        found = queries.find_of(find_id)
        if found is None:
            return _gone(request)
        form = RefuseForm(request.POST if request.POST.get("do") == "refuse" else None)
        if request.method == "POST":
            try:
                found = _answered(request, found, form)
            except InputRefused as refusal:
                refused(form, refusal)
        return unwritten(_page(request, found, form))


def _gone(request: HttpRequest) -> HttpResponse:
    """The link opens nothing: forged, broken, or older than it may be."""
    return unwritten(render(request, "matchmaking/gone.html", status=404))


def _answered(request: HttpRequest, found: Find, form: RefuseForm) -> Find:
    do, at, actor = request.POST.get("do", ""), clock.current().now(), SystemActor(found.search.person_id)
    if do == "interested":
        actions.answer_find(actor=actor, find_id=found.pk, interested=True, at=at)
    elif do == "refuse" and form.is_valid():
        said = form.cleaned_data
        actions.answer_find(
            actor=actor, find_id=found.pk, interested=False, reason=said["reason"], note=said["note"], at=at
        )
    elif do in set(SearchState):
        actions.move_search(actor=actor, search_id=found.search_id, to=SearchState(do), at=at)
    return queries.find_of(found.pk) or found


def _page(request: HttpRequest, found: Find, form: RefuseForm) -> HttpResponse:
    context = {
        "find": found,
        "search": found.search,
        "project": found.project,
        "about": about_project(found.project),
        "text": matches.of_language(found.project.summary_latin, found.project.summary_chinese),
        "reasons": matches.reasons_of(queries.Facts(found.findings)),
        "form": form,
        "refusing": bool(form.errors),
        "organisation": name(found.search.need.organisation),
    }
    return render(request, "matchmaking/answer.html", context, status=422 if form.errors else 200)
