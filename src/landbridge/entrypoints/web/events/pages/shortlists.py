"""Step 3: who should meet whom, and why. Lists per party, cards, two parties side by side, refusals with a reason."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from landbridge.entrypoints import clock
from landbridge.entrypoints.gate import actor_of
from landbridge.entrypoints.web import matches
from landbridge.entrypoints.web.events.forms.matching import RefuseForm
from landbridge.entrypoints.web.events.steps import event_context
from landbridge.entrypoints.web.forms import refused
from landbridge.entrypoints.web.identifiers import identifier
from landbridge.entrypoints.web.lists import Column, Empty, List
from landbridge.entrypoints.web.templatetags.landbridge import name
from landbridge.entrypoints.web.toasts import toast
from landbridge.events import rules
from landbridge.events.actions import suggestions as actions
from landbridge.events.models import Event, Participant
from landbridge.events.phrases.wishes import BARRIERS, INTERESTS
from landbridge.events.queries import parties, people, suggestions
from landbridge.events.queries.suggestions import Card
from landbridge.events.queries.wishes import with_counts
from landbridge.events.readiness import Step
from landbridge.events.states import Side
from landbridge.events.wishing import Interest
from landbridge.ground.models import JobRun
from landbridge.kernel.refusal import Missing, Refusal
from landbridge.matchmaking import actions as matchmaking
from landbridge.matchmaking.models import PairRefusal
from landbridge.matchmaking.phrases import reason_words

VIEWS: Final = ("list", "asked", "mutual", "refused")
MARKS: Final = {
    Interest.BOTH: "both", Interest.DELEGATE: "left", Interest.COUNTERPARTY: "right", Interest.NEVER: "never",
}  # fmt: skip
MEANINGS: Final = {
    Interest.BOTH: "good",
    Interest.DELEGATE: "info",
    Interest.COUNTERPARTY: "info",
    Interest.NEVER: "warn",
}


@dataclass(frozen=True, slots=True)
class ShownCard:
    """A shortlist's line in words."""

    card: Card
    about: str
    reasons: matches.Reasons
    interest: str
    mark: str
    meaning: str
    form: RefuseForm | None

    @property
    def fit(self) -> int:
        """The score out of 100."""
        return round(100 * self.card.score)


def _list_address(row: Participant) -> str:
    return reverse("events:shortlist", args=[row.pk])


def _fit(row: Any) -> object:
    return "" if row.best is None else round(100 * row.best)


def listing(event: Event, side: Side) -> List:
    """The parties of one side with the length of their lists."""
    return List(
        key=f"{event.code}-shortlists-{side}",
        columns=(
            Column("label", gettext_lazy("Label"), "label", sort="label", link=_list_address),
            Column("name", gettext_lazy("Name"), lambda row: row.name, shown=lambda row: name(row.name, both=True)),
            Column("group", gettext_lazy("Group"), lambda row: row.group.name, shown=lambda row: name(row.group)),
            Column("fitting", gettext_lazy("Fit well"), "fitting", sort="fitting", descending=True, numeric=True),
            Column("best", gettext_lazy("Best fit of 100"), _fit, sort="best", descending=True, numeric=True),
            Column("said", gettext_lazy("Asked to meet"), lambda row: row.musts + row.wants, numeric=True),
            Column("asked", gettext_lazy("Asked for"), "asked", sort="asked", descending=True, numeric=True),
        ),
        search=people.found,
        search_label=gettext_lazy("Label, name or pinyin"),
        size=50,
        default_sort="label",
        empty=Empty(
            _("Nobody on this side yet"),
            _("Put projects and partners on the list first."),
            "events:people",
            _("To the people"),
            {"event_id": event.pk},
        ),
    )


def shortlists(request: HttpRequest, event_id: UUID) -> HttpResponseBase:
    """The lists of an event, one line a party; what was kept off every list, counted."""
    actor = actor_of(request)
    event = rules.access_event(actor, event_id, to="plan")
    side = Side.COUNTERPARTY if request.GET.get("side") == Side.COUNTERPARTY else Side.DELEGATION
    rows = with_counts(suggestions.with_list_sizes(parties.attending(event), side))
    context = event_context(actor, event, here=Step.SHORTLISTS) | {
        "heading": _("Shortlists"),
        "side": side,
        "made_at": suggestions.made_at(event),
        "now": clock.current().now(),
        "barriers": [(BARRIERS[barrier], count) for barrier, count in suggestions.barriers(event).items()],
    }
    return listing(event, side).respond(request, rows, context, "events/shortlists.html")


@require_POST
def make(request: HttpRequest, event_id: UUID) -> HttpResponse:
    """Make the lists anew, at once or in a job that shows its progress."""
    made = actions.ask_for_shortlists(actor=actor_of(request), event_id=event_id, at=clock.current().now())
    if isinstance(made, JobRun):
        return HttpResponseRedirect(reverse("job", args=[made.pk]))
    toast(
        request,
        ngettext("%(n)s line on the shortlists.", "%(n)s lines on the shortlists.", made.lines) % {"n": made.lines},
    )
    return HttpResponseRedirect(reverse("events:shortlists", args=[event_id]))


def shortlist(request: HttpRequest, participant_id: UUID) -> HttpResponse:
    """Whom one party should meet: cards with what speaks for and against, who asked, who was refused."""
    party = rules.access_participant(actor_of(request), participant_id)
    rules.require_plan(actor_of(request), party.hub_id)
    return _page(request, party)


def _page(
    request: HttpRequest, party: Participant, *, form: RefuseForm | None = None, of: UUID | None = None
) -> HttpResponse:
    lines = list(suggestions.lines_of(party))
    cards = suggestions.cards(party, lines)
    view = request.GET.get("view", "list")
    view = view if view in VIEWS else "list"
    opened = of or identifier(request.GET.get("refuse", ""))
    shown = [
        _shown(card, form if card.other.pk == of else RefuseForm() if card.other.pk == opened else None)
        for card in cards
    ]
    chosen = [card for card in shown if _fits(card.card, view)]
    refusals = suggestions.refused_of(party)
    context = event_context(actor_of(request), party.event, here=Step.SHORTLISTS) | {
        "party": party,
        "about": matches.about(party),
        "cards": chosen,
        "tabs": _tabs(cards, refusals, view),
        "view": view,
        "refusals": [(refusal, reason_words(refusal.reason)) for refusal in refusals],
        "delegate": party.group.side == Side.DELEGATION,
        "made_at": suggestions.made_at(party.event),
        "now": clock.current().now(),
    }
    return render(request, "events/shortlist.html", context, status=422 if form else 200)


def _shown(card: Card, form: RefuseForm | None) -> ShownCard:
    interest = card.wish.interest
    return ShownCard(
        card=card,
        about=matches.about(card.other),
        reasons=matches.reasons_of(card),
        interest=str(INTERESTS[interest]),
        mark=MARKS.get(interest, "none"),
        meaning=MEANINGS.get(interest, ""),
        form=form,
    )


def _fits(card: Card, view: str) -> bool:
    if view == "mutual":
        return card.wish.interest is Interest.BOTH
    if view == "asked":
        theirs = card.wish.by_counterparty if card.party.group.side == Side.DELEGATION else card.wish.by_delegate
        return theirs is not None and card.wish.interest is not Interest.NEVER
    return view == "list"


def _tabs(cards: Sequence[Card], refusals: Sequence[PairRefusal], view: str) -> list[tuple[str, str, int, bool]]:
    words = {"list": _("Shortlist"), "asked": _("They asked"), "mutual": _("Mutual"), "refused": _("Refused")}
    counts = {key: sum(_fits(card, key) for card in cards) for key in VIEWS} | {"refused": len(refusals)}
    return [(key, words[key], counts[key], key == view) for key in VIEWS]


def pair(request: HttpRequest, delegate_id: UUID, counterparty_id: UUID) -> HttpResponse:
    """Two parties side by side: what each is, seeks and gives; the facts for and against; who asked; whether they met."""
    actor = actor_of(request)
    delegate, counterparty = _both(request, delegate_id, counterparty_id)
    lines = [line for line in suggestions.lines_of(delegate) if line.counterparty_id == counterparty.pk]
    cards = suggestions.cards(delegate, lines)
    context = event_context(actor, delegate.event, here=Step.SHORTLISTS) | {
        "delegate": delegate,
        "counterparty": counterparty,
        "rows": matches.side_by_side(delegate, counterparty, suggestions.need_of(counterparty)),
        "card": _shown(cards[0], None) if cards else None,
        "said": suggestions.words_between(delegate, counterparty),
        "back": reverse("events:shortlist", args=[delegate.pk]),
    }
    return render(request, "events/pair.html", context)


@require_POST
def refuse(request: HttpRequest, participant_id: UUID, other_id: UUID) -> HttpResponse:
    """Refuse a pair with its reason; without one the form comes back with what was typed."""
    party = rules.access_participant(actor_of(request), participant_id)
    other = rules.access_participant(actor_of(request), other_id)
    delegate, counterparty = (party, other) if party.group.side == Side.DELEGATION else (other, party)
    if delegate.project_id is None or counterparty.organisation_id is None or party.event_id != other.event_id:
        raise Missing(identifier=str(other_id))
    form = RefuseForm(request.POST)
    if form.is_valid():
        try:
            refusal = matchmaking.refuse_pair(
                actor=actor_of(request),
                hub_id=party.hub_id,
                project_id=delegate.project_id,
                organisation_id=counterparty.organisation_id,
                reason=form.cleaned_data["reason"],
                note=form.cleaned_data["note"],
                at=clock.current().now(),
            )
        except Refusal as told:
            refused(form, told)
        else:
            undo = reverse("events:lift_refusal", args=[party.pk, refusal.pk])
            toast(request, _("%(label)s is refused and on no list any more.") % {"label": other.label}, undo=undo)
            return HttpResponseRedirect(reverse("events:shortlist", args=[party.pk]))
    return _page(request, party, form=form, of=other.pk)


@require_POST
def lift(request: HttpRequest, participant_id: UUID, refusal_id: UUID) -> HttpResponse:
    """Let a refused pair be proposed again."""
    party = rules.access_participant(actor_of(request), participant_id)
    if not suggestions.refusals_about(party).filter(pk=refusal_id).exists():
        raise Missing(identifier=str(refusal_id))
    matchmaking.lift_refusal(
        actor=actor_of(request), hub_id=party.hub_id, refusal_id=refusal_id, at=clock.current().now()
    )
    toast(request, _("The refusal is lifted. Make the shortlists anew to see the pair again."))
    return HttpResponseRedirect(reverse("events:shortlist", args=[party.pk]))


def _both(request: HttpRequest, delegate_id: UUID, counterparty_id: UUID) -> tuple[Participant, Participant]:
    actor = actor_of(request)
    found = [rules.access_participant(actor, identifier) for identifier in (delegate_id, counterparty_id)]
    delegate, counterparty = found
    rules.require_plan(actor, delegate.hub_id)
    sides = (delegate.group.side, counterparty.group.side)
    if sides != (Side.DELEGATION, Side.COUNTERPARTY) or delegate.event_id != counterparty.event_id:
        raise Missing(identifier=str(counterparty_id))
    return delegate, counterparty
