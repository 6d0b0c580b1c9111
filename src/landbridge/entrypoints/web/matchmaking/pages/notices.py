"""The hub's side of the public board: notices written, published, withdrawn; questions that came in."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from landbridge.entrypoints import clock
from landbridge.entrypoints.gate import actor_of
from landbridge.entrypoints.web.forms import refused
from landbridge.entrypoints.web.lists import Column, Empty, Filter, List
from landbridge.entrypoints.web.matchmaking.board_forms import NoticeForm, PublishForm, initial_of
from landbridge.entrypoints.web.matchmaking.pages.board import address as public_address
from landbridge.entrypoints.web.matchmaking.pages.board import stage_words
from landbridge.entrypoints.web.matchmaking.tabs import tab_context
from landbridge.entrypoints.web.network.hubs import hub_of, today_in, working_hub
from landbridge.entrypoints.web.network.pages.organisations import status_of
from landbridge.entrypoints.web.network.trail import entries
from landbridge.entrypoints.web.templatetags.landbridge import badge, name, when
from landbridge.entrypoints.web.toasts import toast
from landbridge.evidence import queries as history
from landbridge.kernel.refusal import Refusal
from landbridge.matchmaking import rules
from landbridge.matchmaking.actions import board as actions
from landbridge.matchmaking.models import Need, Notice
from landbridge.matchmaking.phrases import LEAD_STATES, NOTICE_STATES, PROFILES, country_words, field_words, joined
from landbridge.matchmaking.states import LeadState, NoticeState
from landbridge.network.rules import visible_trail
from landbridge.projects.models import Project
from landbridge.projects.rules import access_project

MEANINGS = {NoticeState.DRAFT: "", NoticeState.PUBLISHED: "good", NoticeState.WITHDRAWN: "warn"}
LEAD_MEANINGS = {LeadState.NEW: "info", LeadState.ANSWERED: "good", LeadState.SPAM: ""}


def address(notice: Notice) -> str:
    """Where the hub's own page of a notice is."""
    return reverse("matchmaking:notice", args=[notice.pk])


def state_badge(notice: Notice) -> object:
    """A notice's state as a shape and a word; one past its day says so."""
    if (
        notice.state == NoticeState.PUBLISHED
        and notice.expires_on
        and notice.expires_on <= clock.current().now().date()
    ):
        return badge(_("expired"), "warn")
    return badge(NOTICE_STATES[notice.state], MEANINGS[NoticeState(notice.state)])


NOTICES = List(
    key="notices",
    columns=(
        Column(
            "title", gettext_lazy("Offer or request"), lambda row: row.name.both("en"), sort="title_latin",
            shown=lambda row: format_html('<a href="{}">{}</a>', address(row), name(row, both=True)),
        ),
        Column("profile", gettext_lazy("Profile"), lambda row: PROFILES[row.profile], sort="profile"),
        Column("state", gettext_lazy("State"), lambda row: NOTICE_STATES[row.state], sort="state", shown=state_badge),
        Column(
            "until", gettext_lazy("Until"), "expires_on", sort="expires_on", shown=lambda row: when(row.expires_on)
        ),
        Column("code", gettext_lazy("Code"), "code", sort="code"),
    ),
    filters=(
        Filter("state", gettext_lazy("State"), list(NOTICE_STATES.items()), lambda rows, value: rows.filter(state=value)),
    ),
    default_sort="title",
    empty=Empty(
        gettext_lazy("Nothing written for the board yet"),
        gettext_lazy("Open a project or a need and choose “For the public board”. Nothing is public before you publish it."),
        "projects:projects",
        gettext_lazy("Projects"),
    ),
)  # fmt: skip


def notices(request: HttpRequest) -> HttpResponseBase:
    """What the hub has written for the board."""
    hub = working_hub(request, rules.VIEW)
    rows = rules.visible_notices(actor_of(request), hub.pk)
    context = tab_context(request, hub, "board") | {"heading": _("Public board")}
    return NOTICES.respond(request, rows, context, "matchmaking/notices.html")


def notice(request: HttpRequest, notice_id: UUID) -> HttpResponse:
    """One notice as the public reads it, with its state, and the buttons that change that."""
    return _page(request, rules.access_notice(actor_of(request), notice_id), None)


def _page(request: HttpRequest, found: Notice, form: PublishForm | None) -> HttpResponse:
    actor = actor_of(request)
    hub = hub_of(request, found.hub_id)
    context = {
        "notice": found,
        "zone": hub.zone,
        "state": state_badge(found),
        "profile": PROFILES[found.profile],
        "fields": joined([field_words(code) for code in found.fields]),
        "stage": stage_words(found.trl),
        "country": country_words(found.country) if found.country else "",
        "public_url": public_address(found) if found.state == NoticeState.PUBLISHED else "",
        "form": form or PublishForm(),
        "may_change": actor.may(rules.CHANGE, found.hub_id),
        "trail": entries(history.history_of(visible_trail(actor, hub_id=found.hub_id), found.pk)[:8]),
    }
    return render(request, "matchmaking/own_notice.html", context, status=422 if form and form.errors else 200)


def write_for_project(request: HttpRequest, project_id: UUID) -> HttpResponse:
    """Write a notice of a project, beginning with what is said of it."""
    return _write(request, access_project(actor_of(request), project_id))


def write_for_need(request: HttpRequest, need_id: UUID) -> HttpResponse:
    """Write a notice of a need, beginning with what is said of it; whose it is, is not said."""
    return _write(request, rules.access_need(actor_of(request), need_id, to="change"))


def _write(request: HttpRequest, subject: Project | Need) -> HttpResponse:
    rules.require_change(actor_of(request), subject.hub_id)
    form = NoticeForm(request.POST or None, initial=initial_of(subject))
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.write_notice(
                actor=actor_of(request), subject=subject, given=form.given(), at=clock.current().now()
            )
        except Refusal as refusal:
            refused(form, refusal)
        else:
            toast(request, _("Written. Nobody outside the hub reads it before you publish it."))
            return redirect(address(made))
    context = {"form": form, "heading": _("For the public board"), "cancel_url": reverse("matchmaking:notices")}
    return render(request, "matchmaking/edit.html", context, status=status_of(form))


def change(request: HttpRequest, notice_id: UUID) -> HttpResponse:
    """Rewrite a notice that does not stand on the board."""
    found = rules.access_notice(actor_of(request), notice_id, to="change")
    form = NoticeForm(request.POST or None, initial=initial_of(found))
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_notice(
                actor=actor_of(request), notice_id=found.pk, given=form.given(), at=clock.current().now()
            )
        except Refusal as refusal:
            refused(form, refusal)
        else:
            toast(request, _("Saved."))
            return redirect(address(found))
    context = {"form": form, "heading": _("For the public board"), "cancel_url": address(found), "crumb": found}
    return render(request, "matchmaking/edit.html", context, status=status_of(form))


@require_POST
def publish(request: HttpRequest, notice_id: UUID) -> HttpResponse:
    """Put a notice on the board until the day that was chosen."""
    found = rules.access_notice(actor_of(request), notice_id, to="change")
    form, now = PublishForm(request.POST), clock.current().now()
    if form.is_valid():
        try:
            actions.publish_notice(
                actor=actor_of(request), notice_id=found.pk, expires_on=form.cleaned_data["expires_on"],
                today=today_in(hub_of(request, found.hub_id), now), at=now,
            )  # fmt: skip
        except Refusal as refusal:
            refused(form, refusal)
        else:
            toast(
                request,
                _("It stands on the public board."),
                undo=reverse("matchmaking:withdraw_notice", args=[found.pk]),
            )
            return redirect(address(found))
    return _page(request, found, form)


@require_POST
def withdraw(request: HttpRequest, notice_id: UUID) -> HttpResponse:
    """Take a notice off the board."""
    found = actions.withdraw_notice(actor=actor_of(request), notice_id=notice_id, at=clock.current().now())
    toast(request, _("It is off the board."))
    return redirect(address(found))


LEADS = List(
    key="leads",
    columns=(
        Column("name", gettext_lazy("Who asks"), lambda row: row.name or _("erased"), sort="name"),
        Column("organisation", gettext_lazy("Organisation"), "organisation"),
        Column("email", gettext_lazy("E-mail"), "email"),
        Column(
            "about", gettext_lazy("About"), lambda row: row.notice.code,
            shown=lambda row: format_html('<a href="{}">{}</a>', address(row.notice), name(row.notice)),
        ),
        Column("message", gettext_lazy("Question"), "message"),
        Column(
            "received", gettext_lazy("Received"), "received_at", sort="received_at", descending=True,
            shown=lambda row: when(row.received_at, "UTC"),
        ),
        Column(
            "state", gettext_lazy("State"), lambda row: LEAD_STATES[row.state], sort="state",
            shown=lambda row: format_html(
                '{} <a href="{}">{}</a>',
                badge(LEAD_STATES[row.state], LEAD_MEANINGS[LeadState(row.state)]),
                reverse("matchmaking:lead", args=[row.pk]), _("open it"),
            ),
        ),
    ),
    filters=(
        Filter("state", gettext_lazy("State"), list(LEAD_STATES.items()), lambda rows, value: rows.filter(state=value)),
    ),
    default_sort="-received",
    empty=Empty(
        gettext_lazy("Nobody has asked yet"),
        gettext_lazy("Questions about what stands on the public board come in here."),
    ),
)  # fmt: skip


def leads(request: HttpRequest) -> HttpResponseBase:
    """Who asked about what stands on the board."""
    hub = working_hub(request, rules.CHANGE)
    rows = rules.visible_leads(actor_of(request), hub.pk).select_related("notice")
    return LEADS.respond(
        request,
        rows,
        tab_context(request, hub, "leads") | {"heading": _("Questions from the board")},
        "matchmaking/list.html",
    )


def lead(request: HttpRequest, lead_id: UUID) -> HttpResponse:
    """One question: who asked what, and what became of it."""
    found = rules.access_lead_seen(actor_of(request), lead_id)
    context = {
        "lead": found,
        "zone": hub_of(request, found.hub_id).zone,
        "state": badge(LEAD_STATES[found.state], LEAD_MEANINGS[LeadState(found.state)]),
        "new": found.state == LeadState.NEW,
    }
    return render(request, "matchmaking/lead.html", context)


@require_POST
def settle(request: HttpRequest, lead_id: UUID) -> HttpResponse:
    """Say what became of a question: answered, spam, to be looked at again, or erased."""
    to, now = request.POST.get("to", ""), clock.current().now()
    rules.access_lead(actor_of(request), lead_id)
    if to == "erase":
        actions.erase_lead(actor=actor_of(request), lead_id=lead_id, at=now)
        toast(request, _("Who asked is erased."))
    elif to in set(LeadState):
        actions.settle_lead(actor=actor_of(request), lead_id=lead_id, to=LeadState(to), at=now)
        toast(request, _("Saved."))
    return redirect("matchmaking:leads")
