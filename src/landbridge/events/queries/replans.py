"""The three ways out: what stands now, what each choice changes and for whom."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from landbridge.engines import agenda
from landbridge.events.models import (
    AgendaVersion,
    DayChange,
    Event,
    Participant,
    Replan,
    ReplanChoice,
    Slot,
    Wish,
    WishPrice,
)
from landbridge.events.queries.agendas import Material, Placed, material_of, placed_in
from landbridge.events.queries.changes import Change, ChangeKind, changes_between
from landbridge.events.queries.problem import as_engine_agenda, problem_of
from landbridge.events.queries.replanning import holding, pins_for
from landbridge.events.states import ATTENDING, ReplanName, WishState
from landbridge.kernel.ids import uuid7


@dataclass(frozen=True)
class Today:
    """The published agenda and the event as it stands now, for the planner."""

    material: Material
    version: AgendaVersion
    base: tuple[Placed, ...]
    problem: agenda.Problem
    old: agenda.Agenda


def today_of(event: Event, version: AgendaVersion, *, also: Iterable[Placed] = ()) -> Today:
    """Read what a re-plan needs. Pins hold where they still can be; `also` are meetings whose pairs must be known."""
    material, base = material_of(event), placed_in(version)
    pins = pins_for(material, holding(material, base))
    problem = problem_of(material, placed=(*base, *also), pins=pins, minimums=False)
    old = as_engine_agenda(material, base)
    return Today(material, version, base, problem, old)


def slots_left(material: Material, at: datetime) -> tuple[Slot, ...]:
    """The slots that have not begun."""
    return tuple(slot for slot in material.slots if slot.starts_at >= at)


def somebody_left(material: Material, slots: Sequence[Slot]) -> bool:
    """Whether anybody can be met in any of these slots."""
    wanted = {slot.id for slot in slots}
    return any(wanted - away for away in material.away.values())


def last_replan(version: AgendaVersion) -> Replan | None:
    """The newest choices made for the agenda that stands."""
    return Replan.objects.filter(based_on=version).order_by("-made_at", "-id").first()


def choices_of(replan: Replan) -> list[ReplanChoice]:
    """Its choices from fewest changes to best value."""
    order = list(ReplanName)
    rows = ReplanChoice.objects.filter(replan=replan).select_related("version")
    return sorted(rows, key=lambda choice: order.index(ReplanName(choice.name)))


def is_of(event: Event, choice_id: UUID) -> bool:
    """Whether the choice was made for this event, whatever became of it."""
    return ReplanChoice.objects.filter(event=event, pk=choice_id).exists()


def choice_for(version: AgendaVersion, choice_id: UUID) -> ReplanChoice | None:
    """A choice that starts from this version."""
    rows = ReplanChoice.objects.filter(pk=choice_id, replan__based_on=version)
    return rows.select_related("replan", "version").first()


def meetings_of(choice: ReplanChoice | WishPrice, base: Iterable[Placed]) -> tuple[Placed, ...]:
    """The choice's meetings: those of the agenda it starts from, less what it drops, with what it places."""
    placed = {m.pair_uid: m for m in (_from_json(row) for row in choice.placed)}
    gone = {UUID(pair) for pair in choice.dropped} | placed.keys()
    return (*(m for m in base if m.pair_uid not in gone), *placed.values())


def last_price(version: AgendaVersion, first: UUID, second: UUID) -> WishPrice | None:
    """The newest answer to what the pair's wish would cost this version."""
    rows = WishPrice.objects.filter(version=version, first_id=first, second_id=second).select_related("draft")
    return rows.order_by("-made_at", "-id").first()


def difference(base: Iterable[Placed], placed: Iterable[Placed]) -> tuple[list[list[Any]], list[str]]:
    """What `meetings_of` needs to make `placed` of `base`, as JSON."""
    found = changes_between(base, placed)
    gone = [str(change.either.pair_uid) for change in found if change.kind is ChangeKind.REMOVED]
    return [_as_json(change.after) for change in found if change.after], gone


def _as_json(m: Placed) -> list[Any]:
    keys = [str(key) for key in (m.pair_uid, m.first, m.second, m.slot, m.table)]
    return [*keys, [str(p) for p in m.people], str(m.interpreter) if m.interpreter else None]


def _from_json(row: Sequence[Any]) -> Placed:
    pair, first, second, slot, table = (UUID(key) for key in row[:5])
    people = tuple(UUID(person) for person in row[5])
    interpreter = UUID(row[6]) if len(row) > 6 and row[6] else None
    return Placed(uuid7(), pair, first, second, slot, table, people, interpreter=interpreter)


def renewed(placed: Iterable[Placed]) -> tuple[Placed, ...]:
    """The same meetings with identifiers of their own, for another version."""
    return tuple(replace(m, id=uuid7()) for m in placed)


def by_person(changes: Iterable[Change]) -> Mapping[UUID, tuple[Change, ...]]:
    """What changes for each person at a table, before or after."""
    found: dict[UUID, list[Change]] = defaultdict(list)
    for change in changes:
        sides = [m.people for m in (change.before, change.after) if m is not None]
        for person in dict.fromkeys(person for people in sides for person in people):
            found[person].append(change)
    return {person: tuple(rows) for person, rows in found.items()}


def day_changes_of(event: Event) -> QuerySet[DayChange]:
    """What was recorded and stands, the newest first."""
    rows = DayChange.objects.filter(event=event, undone_at__isnull=True)
    return rows.select_related("attendee__person", "table", "room").order_by("-recorded_at", "-id")


def changed_after(event: Event, moment: datetime) -> bool:
    """Whether something was recorded or taken back since."""
    since = Q(recorded_at__gt=moment) | Q(undone_at__gt=moment)
    return DayChange.objects.filter(since, event=event).exists() or news_since(event, moment).exists_any


@dataclass(frozen=True, slots=True)
class News:
    """Parties that joined and wishes that were said after a moment: changes that have rows of their own."""

    joined: tuple[UUID, ...]
    wishes: tuple[tuple[UUID, UUID], ...]

    @property
    def exists_any(self) -> bool:
        """Whether there is any."""
        return bool(self.joined or self.wishes)


def news_since(event: Event, moment: datetime) -> News:
    """Who was added to the list, and who said a wish, after `moment`."""
    parties = Participant.objects.filter(event=event, created_at__gt=moment, state__in=ATTENDING).order_by("label")
    wishes = Wish.objects.filter(event=event, said_at__gt=moment, state=WishState.OPEN).order_by("said_at", "id")
    return News(tuple(parties.values_list("pk", flat=True)), tuple(wishes.values_list("wisher_id", "target_id")))
