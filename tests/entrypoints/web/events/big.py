"""A road show of the size of the look: 16 projects, 64 guests, 12 slots a day, 20 tables, with an agenda by the engine."""

import random
from uuid import UUID

from landbridge.engines import agenda
from landbridge.events.actions import planning
from landbridge.events.actions.planning import Order
from landbridge.events.models import AgendaVersion, Wish
from landbridge.kernel.actor import SystemActor
from landbridge.kernel.ids import uuid7
from tests.events.stage import NOW, Stage, stage

FIELDS = (
    "Vision AI",
    "Port logistics",
    "Driving sim",
    "Fleet data",
    "Self-driving",
    "Robot grip",
    "Battery mgmt",
    "Demand AI",
)
TRADES = ("Cranes", "Industry", "Airport", "Parcels", "Growth", "Angel", "Telecom", "Food test", "USD fund", "Series A")


def big_show(hub_id: UUID, *, slots: int = 12, tables: int = 20, guests: int = 64, wishes: int = 400) -> Stage:
    """The road show with wishes drawn by a fixed seed."""
    show, rng = stage(hub_id, slots=slots, tables=tables), random.Random(7)
    for n in range(16):
        show.join(f"P{n + 1:02}", people=1 + (n % 5 == 1))
    for n in range(guests):
        show.join(f"{'KF'[n % 3 == 2]}{n + 1:02}", max_meetings=5)
    for place, party in enumerate(show.parties.values()):
        subject = party.project or party.organisation
        assert subject is not None
        subject.name_latin = (FIELDS if party.project else TRADES)[place % (8 if party.project else 10)]
        subject.save(update_fields=["name_latin"])
    projects = [label for label in show.parties if label[0] == "P"]
    others = [label for label in show.parties if label[0] != "P"]
    pairs = {(rng.choice(projects), rng.choice(others)) for _ in range(wishes)}
    rows = []
    for project, guest in sorted(pairs):
        for one, other in rng.choice([[(project, guest)], [(guest, project)], [(project, guest), (guest, project)]]):
            rows.append(_wish(show, one, other, "must" if rng.random() < 0.02 else "want"))
    Wish.objects.bulk_create(rows)
    show.away("P03", 5)
    show.away("P09", 0)
    return show


def _wish(show: Stage, one: str, other: str, kind: str) -> Wish:
    return Wish(
        hub_id=show.hub_id,
        event=show.event,
        wisher=show.parties[one],
        target=show.parties[other],
        kind=kind,
        said_by=uuid7(),
        said_at=NOW,
    )


def planned(show: Stage, seconds: float = 3, order: Order | None = None) -> AgendaVersion:
    """A version made by the engine."""
    order = order or Order(seconds=5)
    task = planning.task_of(show.event, order, NOW)
    answer = agenda.solve(task.problem, budget=seconds, seed=1)
    assert isinstance(answer, agenda.Agenda)
    return planning.save_version(
        actor=SystemActor(), event_id=show.event.id, job_id=uuid7(), order=order, answer=answer, digest="", at=NOW
    )
