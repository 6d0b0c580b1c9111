"""What is missing on the way to a published agenda: pure, from figures to findings, step by step."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from landbridge.events.states import EventState
from landbridge.kernel.refusal import Finding


class Step(StrEnum):
    """The organiser's way, in order."""

    SETUP = "setup"
    PEOPLE = "people"
    SHORTLISTS = "shortlists"
    WISHES = "wishes"
    AGENDA = "agenda"


class Weight(StrEnum):
    """How much a gap matters."""

    MISSING = "missing"
    """The next step cannot be done without it."""
    DOUBT = "doubt"
    """It can, and somebody should look."""
    NEXT = "next"
    """Nothing is wrong: this is what comes next."""


@dataclass(frozen=True, slots=True)
class RoomFigures:
    """A room: how many it may hold, and how many its tables seat at once."""

    name: str
    capacity: int
    seats: int


@dataclass(frozen=True, slots=True)
class EventFigures:
    """What a road show has so far. Parties are named by their labels, groups by their letters."""

    state: EventState
    slots: int = 0
    days_without_session: tuple[date, ...] = ()
    tables: int = 0
    rooms: tuple[RoomFigures, ...] = ()
    groups_that_meet_nobody: tuple[str, ...] = ()
    delegates: int = 0
    counterparties: int = 0
    parties_without_people: tuple[str, ...] = ()
    people_without_address: int = 0
    parties_never_free: tuple[str, ...] = ()
    suggestions: int = 0
    parties_after_suggestions: int = 0
    wishes: int = 0
    parties_with_wishes: int = 0
    drafts: int = 0
    published: bool = False

    @property
    def places(self) -> int:
        """How many meetings its slots and tables hold at most."""
        return self.slots * self.tables


@dataclass(frozen=True, slots=True)
class Gap:
    """One thing that is missing or doubtful, at the step where it is mended."""

    step: Step
    weight: Weight
    finding: Finding


def readiness(figures: EventFigures) -> list[Gap]:
    """Every gap, in the order of the steps, what is missing before what is doubtful."""
    if figures.state in {EventState.HELD, EventState.CANCELLED}:
        return []
    gaps = [*_setup(figures), *_people(figures), *_shortlists(figures), *_wishes(figures), *_agenda(figures)]
    order = list(Step)
    return sorted(gaps, key=lambda gap: (order.index(gap.step), gap.weight != Weight.MISSING))


def done(figures: EventFigures) -> dict[Step, bool]:
    """Which steps have what they need."""
    open_steps = {gap.step for gap in readiness(figures) if gap.weight == Weight.MISSING}
    return {step: step not in open_steps for step in Step}


def _missing(step: Step, code: str, **data: object) -> Gap:
    return Gap(step, Weight.MISSING, Finding(code, data=data))


def _doubt(step: Step, code: str, **data: object) -> Gap:
    return Gap(step, Weight.DOUBT, Finding(code, data=data))


def _setup(figures: EventFigures) -> Iterator[Gap]:
    if not figures.slots:
        yield _missing(Step.SETUP, "no_sessions")
    elif figures.days_without_session:
        yield _doubt(Step.SETUP, "days_without_session", count=len(figures.days_without_session))
    if not figures.tables:
        yield _missing(Step.SETUP, "no_tables")
    for room in figures.rooms:
        if room.seats > room.capacity:
            yield _doubt(Step.SETUP, "room_overfull", room=room.name, capacity=room.capacity, seats=room.seats)
    if figures.groups_that_meet_nobody:
        yield _doubt(Step.SETUP, "groups_that_meet_nobody", letters=", ".join(figures.groups_that_meet_nobody))


def _people(figures: EventFigures) -> Iterator[Gap]:
    if not figures.delegates:
        yield _missing(Step.PEOPLE, "no_delegates")
    if not figures.counterparties:
        yield _missing(Step.PEOPLE, "no_counterparties")
    smaller_side = min(figures.delegates, figures.counterparties)
    if figures.tables and smaller_side > figures.tables:
        yield _doubt(Step.PEOPLE, "fewer_tables_than_parties", tables=figures.tables, parties=smaller_side)
    if figures.parties_without_people:
        yield _missing(Step.PEOPLE, "parties_without_people", **_some(figures.parties_without_people))
    if figures.parties_never_free:
        yield _missing(Step.PEOPLE, "parties_never_free", **_some(figures.parties_never_free))
    if figures.people_without_address:
        yield _doubt(Step.PEOPLE, "people_without_address", count=figures.people_without_address)


def _shortlists(figures: EventFigures) -> Iterator[Gap]:
    if not figures.suggestions:
        yield _missing(Step.SHORTLISTS, "no_suggestions")
    elif figures.parties_after_suggestions:
        yield _doubt(Step.SHORTLISTS, "suggestions_are_old", count=figures.parties_after_suggestions)


def _wishes(figures: EventFigures) -> Iterator[Gap]:
    parties = figures.delegates + figures.counterparties
    if not figures.wishes:
        yield _missing(Step.WISHES, "no_wishes")
    elif figures.parties_with_wishes < parties:
        yield _doubt(
            Step.WISHES, "parties_without_wishes", count=parties - figures.parties_with_wishes, parties=parties
        )


def _agenda(figures: EventFigures) -> Iterator[Gap]:
    if figures.published:
        return
    if figures.drafts:
        yield Gap(Step.AGENDA, Weight.NEXT, Finding("agenda_not_published", data={"drafts": figures.drafts}))
    else:
        yield _missing(Step.AGENDA, "no_agenda")


def _some(labels: tuple[str, ...]) -> dict[str, object]:
    """How many, and the first few by name."""
    return {"count": len(labels), "labels": ", ".join(labels[:5]) + (" …" if len(labels) > 5 else "")}
