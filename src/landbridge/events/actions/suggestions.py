"""Shortlists of an event: made anew from what is known now."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from landbridge.events import rules, shortlisting
from landbridge.events.models import Event, Suggestion
from landbridge.events.queries import parties
from landbridge.events.queries.no_shows import earlier_days
from landbridge.events.shortlisting import Barrier
from landbridge.events.trail_events import EventsEvent
from landbridge.evidence import trail
from landbridge.ground.jobs import enqueue
from landbridge.ground.locks import advisory_lock
from landbridge.ground.models import JobRun
from landbridge.ground.transactions import action
from landbridge.kernel.actor import Actor
from landbridge.kernel.refusal import Refusal
from landbridge.kernel.zones import to_wall
from landbridge.matchmaking.actions.shortlists import note_shown
from landbridge.matchmaking.models import Need
from landbridge.matchmaking.queries import needs_by_organisation
from landbridge.matchmaking.states import Ranker
from landbridge.network.models import ExchangeRate
from landbridge.network.rates import in_use

SMALL: Final = 2_500
"""Pairs up to which the shortlists are made while somebody waits."""
JOB: Final = "events.make_shortlists"


class NobodyToMatch(Refusal):
    """One side of the event is empty. `data`: `delegates`, `counterparties`."""

    code = "nobody_to_match"


@dataclass(frozen=True, slots=True)
class Made:
    """What one run of the matcher gave: lines kept, pairs looked at, pairs each barrier kept apart."""

    lines: int
    pairs: int
    barred_pairs: int
    barred: dict[Barrier, int]

    def data(self) -> dict[str, Any]:
        """The same as JSON, for a job's result."""
        return {
            "lines": self.lines,
            "pairs": self.pairs,
            "barred_pairs": self.barred_pairs,
            "barred": {barrier.value: count for barrier, count in self.barred.items()},
        }


@action
def ask_for_shortlists(*, actor: Actor, event_id: UUID, at: datetime) -> JobRun | Made:
    """Make the shortlists now if the event is small, else ask for the job that does."""
    event = rules.access_event(actor, event_id, to="plan")
    field = parties.field_of(event)
    if len(field.delegates) * len(field.counterparties) <= SMALL:
        return make_shortlists(actor=actor, event_id=event_id, at=at)
    return enqueue(JOB, actor=actor, hub_id=event.hub_id, at=at, subject_id=event.pk, event_id=str(event.pk))


@action
def make_shortlists(*, actor: Actor, event_id: UUID, at: datetime) -> Made:
    """Ask the matcher for both sides' lists and replace the former lists by them, all or nothing.

    Hard constraints come first: group rules, refused pairs, conflicts of interest and "never" keep a pair off every
    list. Who did not come to earlier road shows stands lower, and the line says so. Two runs of one event wait for each other; the later one wins.
    """
    event = rules.access_event(actor, event_id, to="plan")
    advisory_lock(space="events.shortlists", identifier=event.pk)
    field = _remembering(event, parties.field_of(event))
    if not field.delegates or not field.counterparties:
        raise NobodyToMatch(delegates=len(field.delegates), counterparties=len(field.counterparties))
    organisations = [party.organisation_id for party in field.counterparties if party.organisation_id]
    needs = needs_by_organisation(Need.objects.filter(hub_id=event.hub_id), organisations)
    barred = shortlisting.barred(field)
    today = to_wall(at, event.zone).date()
    rates = in_use(ExchangeRate.objects.filter(hub_id=event.hub_id), on=today)
    lines = shortlisting.shortlist(field, needs, barred.keys(), asof=today, rates=rates)
    _replace(event, lines, at)
    _note_shown(event, field, lines, at)
    made = Made(
        lines=len(lines),
        pairs=len(field.delegates) * len(field.counterparties),
        barred_pairs=len(barred),
        barred=shortlisting.counted(barred),
    )
    trail.record(actor, EventsEvent.SHORTLISTS_MADE, event, hub_id=event.hub_id, at=at, **made.data())
    return made


def _remembering(event: Event, field: shortlisting.Field) -> shortlisting.Field:
    """With who of both sides did not come to earlier road shows."""
    return replace(field, stayed_away=earlier_days(event, [*field.delegates, *field.counterparties]))


def _note_shown(event: Event, field: shortlisting.Field, lines: list[shortlisting.Line], at: datetime) -> None:
    """Tell matchmaking which projects and organisations were shown to each other, for the page of quality."""
    projects = {party.pk: party.project_id for party in field.delegates}
    organisations = {party.pk: party.organisation_id for party in field.counterparties}
    shown = [
        (project, organisation, line.score)
        for line in lines
        if (project := projects[line.delegate_id]) and (organisation := organisations[line.counterparty_id])
    ]
    note_shown(hub_id=event.hub_id, shown=shown, ranker=Ranker.PRIOR, at=at)


def _replace(event: Event, lines: list[shortlisting.Line], at: datetime) -> None:
    Suggestion.objects.filter(event=event).delete()
    Suggestion.objects.bulk_create(
        [
            Suggestion(
                hub_id=event.hub_id,
                event=event,
                delegate_id=line.delegate_id,
                counterparty_id=line.counterparty_id,
                score=line.score,
                rank_for_delegate=line.rank_for_delegate,
                rank_for_counterparty=line.rank_for_counterparty,
                findings=line.findings,
                made_at=at,
            )
            for line in lines
        ],
        batch_size=1_000,
    )
