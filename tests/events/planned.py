"""Agendas for tests: written as one says them, without the engine."""

from collections.abc import Iterable
from uuid import UUID, uuid4

from landbridge.engines import agenda
from landbridge.events.actions.planning import JOB, infeasible_as_data
from landbridge.events.actions.versions import Origin, new_version, write_meetings
from landbridge.events.models import AgendaVersion
from landbridge.events.queries.agendas import Placed, material_of, pair_uid, placed_in
from landbridge.events.queries.problem import problem_of
from landbridge.events.states import MeetingOrigin
from landbridge.ground.models import JobRun
from landbridge.kernel.ids import uuid7
from tests.events.stage import NOW, Stage

Line = tuple[str, str, int, int]
"""First person, second person, slot and table, both from 0."""


def placed(show: Stage, *lines: Line) -> tuple[Placed, ...]:
    """Meetings as plain data."""
    found = []
    for first, second, slot, table in lines:
        one, two = show.people[first], show.people[second]
        found.append(
            Placed(
                id=uuid7(),
                pair_uid=pair_uid(show.event.id, one.participant_id, two.participant_id),
                first=one.participant_id,
                second=two.participant_id,
                slot=show.slots[slot].id,
                table=show.tables[table].id,
                people=(one.id, two.id),
            )
        )
    return tuple(found)


def version_with(show: Stage, *lines: Line) -> AgendaVersion:
    """A draft that holds these meetings."""
    origin = Origin(made_by=uuid4(), made_at=NOW, origin=MeetingOrigin.SOLVER)
    version = new_version(show.event, origin, levels=[])
    write_meetings(version, material_of(show.event), placed(show, *lines), published=False)
    return version


def found_impossible(show: Stage) -> None:
    """Planning's own answer that what is asked for cannot be, as its job leaves it."""
    answer = agenda.solve(problem_of(material_of(show.event), musts_hard=True), work=1, seed=1)
    assert isinstance(answer, agenda.Infeasible)
    JobRun.objects.create(
        hub_id=show.hub_id, kind=JOB, subject_id=show.event.pk, requested_by=show.event.pk, state="done", queued_at=NOW,
        started_at=NOW, finished_at=NOW, result={"infeasible": infeasible_as_data(answer)},
    )  # fmt: skip


def lines_of(show: Stage, version: AgendaVersion) -> list[Line]:
    """The version's meetings as lines, in order of time and table."""
    return as_lines(show, placed_in(version))


def as_lines(show: Stage, meetings: Iterable[Placed]) -> list[Line]:
    """Meetings as lines."""
    names = {attendee.id: name for name, attendee in show.people.items()}
    slots = {slot.id: n for n, slot in enumerate(show.slots)}
    tables = {table.id: n for n, table in enumerate(show.tables)}
    return [(names[m.people[0]], names[m.people[1]], slots[m.slot], tables[m.table]) for m in meetings]


def pair(show: Stage, one: str, other: str) -> UUID:
    """The pair's identity."""
    return pair_uid(show.event.id, show.parties[one].id, show.parties[other].id)
