"""Step 4: wishes. Who wants to meet whom, who has not answered, the deadline, and words that came another way."""

from dataclasses import dataclass
from typing import Final
from urllib.parse import quote, urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from landbridge.entrypoints import clock
from landbridge.entrypoints.gate import actor_of
from landbridge.entrypoints.web.events.forms.matching import DeadlineForm, SaidForm
from landbridge.entrypoints.web.events.pages.shortlists import MARKS
from landbridge.entrypoints.web.events.steps import event_context
from landbridge.entrypoints.web.forms import refused
from landbridge.entrypoints.web.lists import Column, Empty, Filter, List, Rows
from landbridge.entrypoints.web.templatetags.landbridge import badge, name, when
from landbridge.entrypoints.web.toasts import toast
from landbridge.events import rules
from landbridge.events.actions import wishes as actions
from landbridge.events.models import Event, Participant, Wish
from landbridge.events.phrases.wishes import INTERESTS, KINDS
from landbridge.events.queries import parties as party_queries
from landbridge.events.queries import suggestions, wishes
from landbridge.events.readiness import Step
from landbridge.events.states import Side
from landbridge.events.wishing import Interest, PairWish, takes_wishes
from landbridge.kernel import zones
from landbridge.kernel.refusal import Missing, Refusal

MEANINGS: Final = {"must": "good", "want": "info", "never": "warn"}


@dataclass(frozen=True, slots=True)
class Cell:
    """One pair in the table of both sides."""

    key: str
    mark: str
    words: str
    url: str
    must: bool
    met: bool


def _kind_badge(wish: Wish) -> object:
    return badge(KINDS[wish.kind], MEANINGS[wish.kind])


def _party(party: Participant) -> str:
    return f"{party.label} {party.name.shown(get_language() or 'en')}"


def listing(event: Event) -> List:
    """The wishes of one event."""
    return List(
        key=f"{event.code}-wishes",
        columns=(
            Column(
                "wisher",
                gettext_lazy("Who"),
                lambda row: _party(row.wisher),
                sort="wisher__label",
                shown=lambda row: name(_party(row.wisher)),
            ),
            Column("kind", gettext_lazy("Wish"), lambda row: KINDS[row.kind], shown=_kind_badge),
            Column("target", gettext_lazy("Whom"), lambda row: _party(row.target), sort="target__label"),
            Column("message", gettext_lazy("Message"), "message"),
            Column(
                "said",
                gettext_lazy("Said"),
                "said_at",
                sort="said_at",
                descending=True,
                shown=lambda row: when(row.said_at, event.zone),
            ),
        ),
        filters=(
            Filter("kind", _("Wish"), list(KINDS.items()), _of_kind),
            Filter("side", _("Said by"), [("delegation", _("projects")), ("counterparty", _("partners"))], _by_side),
        ),
        search=_found,
        search_label=gettext_lazy("Label or name"),
        size=50,
        default_sort="-said",
        empty=Empty(
            _("No wish yet"),
            _("Invite the parties: they say on their own page whom they want to meet. Or enter what they tell you."),
            "events:invitations",
            _("To the invitations"),
            {"event_id": event.pk},
        ),
    )


def _of_kind(rows: Rows, value: str) -> Rows:
    return rows.filter(kind=value)


def _by_side(rows: Rows, value: str) -> Rows:
    return rows.filter(wisher__group__side=value)


def _found(rows: Rows, text: str) -> Rows:
    return wishes.found(rows, text)


def wishes_page(request: HttpRequest, event_id: UUID) -> HttpResponseBase:
    """The wishes as a list, with how many there are and who is silent."""
    actor = actor_of(request)
    event = rules.access_event(actor, event_id, to="plan")
    context = _context(request, event) | {"heading": _("Wishes"), "here": "list"}
    return listing(event).respond(request, wishes.listed(event), context, "events/wishes.html")


def table(request: HttpRequest, event_id: UUID) -> HttpResponse:
    """Both sides as a table: a mark where somebody wants to meet."""
    actor = actor_of(request)
    event = rules.access_event(actor, event_id, to="plan")
    everybody = list(party_queries.attending(event))
    delegates = [party for party in everybody if party.group.side == Side.DELEGATION]
    guests = [party for party in everybody if party.group.side == Side.COUNTERPARTY]
    pairs, met = wishes.pair_wishes(event), suggestions.met_before(event, delegates, guests)
    rows = [
        (
            guest,
            [
                _cell(delegate, guest, pairs.get((delegate.pk, guest.pk)), (delegate.pk, guest.pk) in met)
                for delegate in delegates
            ],
        )
        for guest in guests
    ]
    context = _context(request, event) | {"delegates": delegates, "rows": rows, "here": "table"}
    return render(request, "events/wish_table.html", context)


def _cell(delegate: Participant, guest: Participant, pair: PairWish | None, met: bool) -> Cell:  # noqa: FBT001 -- a fact, not a switch
    interest = pair.interest if pair else Interest.NOBODY
    words = [str(INTERESTS[interest])] if interest is not Interest.NOBODY else []
    if met:
        words.append(_("met before"))
    return Cell(
        key=_key(delegate, guest),
        mark=MARKS.get(interest, ""),
        words=", ".join(words),
        url=reverse("events:pair", args=[delegate.pk, guest.pk]) if words else _entry(delegate, guest),
        must=bool(pair and pair.must),
        met=met,
    )


def _key(delegate: Participant, guest: Participant) -> str:
    """Where the pair stands in the table, as an address names it."""
    return f"{delegate.label}-{guest.label}"


def _entry(delegate: Participant, guest: Participant) -> str:
    """Where a wish of a pair that said nothing is entered; from there one comes back to its cell."""
    asked = {"wisher": delegate.pk, "target": guest.pk, "cell": _key(delegate, guest)}
    return f"{reverse('events:say_wish', args=[delegate.event_id])}?{urlencode(asked)}"


def _after(request: HttpRequest, event_id: UUID) -> str:
    """Back to the cell somebody came from, else to the list."""
    cell = request.GET.get("cell", "")
    if not cell:
        return reverse("events:wishes", args=[event_id])
    return f"{reverse('events:wish_table', args=[event_id])}#{quote(cell)}"


def _context(request: HttpRequest, event: Event) -> dict[str, object]:
    at = clock.current().now()
    pairs = wishes.pair_wishes(event)
    return event_context(actor_of(request), event, here=Step.WISHES) | {
        "tally": wishes.tally(event, pairs.values()),
        "silent": list(wishes.unanswered(event)),
        "taken": takes_wishes(event, at),
        "now": at,
    }


def deadline(request: HttpRequest, event_id: UUID) -> HttpResponse:
    """Say until when wishes are taken."""
    event = rules.access_event(actor_of(request), event_id, to="plan")
    until = zones.to_wall(event.wishes_until, event.zone).replace(tzinfo=None) if event.wishes_until else None
    form = DeadlineForm(request.POST or None, initial={"until": until})
    if request.method == "POST" and form.is_valid():
        try:
            actions.set_wish_deadline(
                actor=actor_of(request), event_id=event_id, until=form.cleaned_data["until"], at=clock.current().now()
            )
        except Refusal as refusal:
            refused(form, refusal)
        else:
            toast(request, _("Saved."))
            return HttpResponseRedirect(reverse("events:wishes", args=[event_id]))
    return _form(request, event, form, _("Until when are wishes taken?"))


def say(request: HttpRequest, event_id: UUID) -> HttpResponse:
    """Enter a wish that came another way."""
    event = rules.access_event(actor_of(request), event_id, to="plan")
    choices = [(str(party.pk), _party(party)) for party in party_queries.attending(event)]
    form = SaidForm(request.POST or None, initial=request.GET.dict(), parties=choices)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            wish = actions.say_wish(
                actor=actor_of(request),
                wisher_id=UUID(given["wisher"]),
                target_id=UUID(given["target"]),
                kind=given["kind"],
                message=given["message"],
                needs=given["needs"],
                at=clock.current().now(),
            )
        except Refusal as refusal:
            refused(form, refusal)
        else:
            toast(request, _("Kept."), undo=reverse("events:withdraw_wish", args=[event_id, wish.pk]))
            return HttpResponseRedirect(_after(request, event_id))
    return _form(request, event, form, _("Enter a wish"))


@require_POST
def withdraw(request: HttpRequest, event_id: UUID, wish_id: UUID) -> HttpResponse:
    """Take a wish back for somebody."""
    event = rules.access_event(actor_of(request), event_id, to="plan")
    if not wishes.listed(event).filter(pk=wish_id).exists():
        raise Missing(identifier=str(wish_id))
    actions.withdraw_wish(actor=actor_of(request), wish_id=wish_id, at=clock.current().now())
    toast(request, _("Taken back."))
    return HttpResponseRedirect(reverse("events:wishes", args=[event_id]))


def _form(request: HttpRequest, event: Event, form: DeadlineForm | SaidForm, heading: str) -> HttpResponse:
    context = {
        "event": event,
        "form": form,
        "heading": heading,
        "crumb": _("Wishes"),
        "cancel_url": _after(request, event.pk),
    }
    return render(request, "events/part.html", context, status=422 if form.errors else 200)
