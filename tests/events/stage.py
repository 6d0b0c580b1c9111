"""A small road show for tests of agendas, written straight into the tables.

Two projects P01, P02 of a delegation and three guests K01, K02 (companies), F01 (a fund); each brings one person,
P01 two. Four slots of 25 minutes on one morning in Shanghai, two tables.
"""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from landbridge.events.models import (
    Absence,
    Attendee,
    Event,
    Group,
    GroupRule,
    Participant,
    Room,
    Session,
    Slot,
    Table,
    Wish,
)
from landbridge.kernel.ids import short_code, uuid7
from landbridge.projects.models import Project
from tests.network.makers import organisation, person

NOW = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
DAY = date(2026, 11, 23)
NINE = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)  # 09:00 in Shanghai


@dataclass
class Stage:
    """The road show's parts by the names tests use."""

    event: Event
    slots: list[Slot]
    tables: list[Table]
    groups: dict[str, Group]
    parties: dict[str, Participant] = field(default_factory=dict)
    people: dict[str, Attendee] = field(default_factory=dict)

    @property
    def hub_id(self) -> UUID:
        return self.event.hub_id

    def wish(self, wisher: str, target: str, kind: str = "want") -> Wish:
        row, _ = Wish.objects.update_or_create(
            hub_id=self.hub_id,
            event=self.event,
            wisher=self.parties[wisher],
            target=self.parties[target],
            defaults={"kind": kind, "said_by": uuid7(), "said_at": NOW},
        )
        return row

    def away(self, name: str, slot: int) -> Absence:
        """The person cannot be met in that slot."""
        at = self.slots[slot]
        return Absence.objects.create(
            hub_id=self.hub_id,
            event=self.event,
            attendee=self.people[name],
            reason="busy",
            starts_at=at.starts_at,
            ends_at=at.ends_at,
        )

    def join(self, label: str, people: int = 1, **fields: object) -> Participant:
        """Another party, called after its group's letter."""
        group = self.groups[label[0]]
        firm = organisation(self.hub_id, name_latin=f"{label} Ltd", name_chinese=f"{label}公司")
        project = None
        if label[0] == "P":
            key = uuid7()
            project = Project.objects.create(
                id=key,
                hub_id=self.hub_id,
                code=short_code("P", key),
                thread_id=uuid7(),
                name_latin=f"{label} project",
                sort_key=label,
                organisation=firm,
                created_at=NOW,
            )
        values: dict[str, object] = {"created_at": NOW, **fields}
        party = Participant.objects.create(
            hub_id=self.hub_id,
            event=self.event,
            group=group,
            label=label,
            project=project,
            organisation=firm,
            **values,
        )
        self.parties[label] = party
        for number in range(people):
            name = label if number == 0 else f"{label}.{number + 1}"
            self.people[name] = Attendee.objects.create(
                hub_id=self.hub_id,
                event=self.event,
                participant=party,
                person=person(self.hub_id, name_latin=f"Person {name}", email=f"{name}@example.org".lower()),
                leads=number == 0,
            )
        return party


def stage(hub_id: UUID, *, slots: int = 4, tables: int = 2) -> Stage:
    """The empty frame: slots, tables and groups, nobody in it."""
    key = uuid7()
    event = Event.objects.create(
        id=key,
        hub_id=hub_id,
        code=short_code("E", key),
        name_latin="North American day",
        name_chinese="北美专场",
        zone="Asia/Shanghai",
        first_day=DAY,
        last_day=DAY,
        retain_until=DAY + timedelta(days=365),
        created_at=NOW,
    )
    ends = NINE + slots * timedelta(minutes=25)
    session = Session.objects.create(
        hub_id=hub_id,
        event=event,
        day=DAY,
        wall_start=time(9),
        wall_end=(datetime.combine(DAY, time(9)) + slots * timedelta(minutes=25)).time(),
        starts_at=NINE,
        ends_at=ends,
    )
    rows = [
        Slot.objects.create(
            hub_id=hub_id,
            event=event,
            session=session,
            number=n + 1,
            starts_at=NINE + n * timedelta(minutes=25),
            ends_at=NINE + (n + 1) * timedelta(minutes=25),
        )
        for n in range(slots)
    ]
    room = Room.objects.create(hub_id=hub_id, event=event, name="Hall", capacity=200)
    places = [
        Table.objects.create(hub_id=hub_id, event=event, room=room, label=f"T{n + 1:02}", place=n + 1)
        for n in range(tables)
    ]
    groups = {
        letter: Group.objects.create(hub_id=hub_id, event=event, side=side, letter=letter, name_latin=name)
        for letter, side, name in (
            ("P", "delegation", "Projects"),
            ("K", "counterparty", "Companies"),
            ("F", "counterparty", "Funds"),
        )
    }
    for letter in "KF":
        GroupRule.objects.create(hub_id=hub_id, event=event, first=groups["P"], second=groups[letter])
    return Stage(event, rows, places, groups)


def small_show(hub_id: UUID) -> Stage:
    """The road show of the module's description, with a few wishes."""
    show = stage(hub_id)
    for label, people in (("P01", 2), ("P02", 1), ("K01", 1), ("K02", 1), ("F01", 1)):
        show.join(label, people)
    show.wish("P01", "K01")
    show.wish("K01", "P01")
    show.wish("P01", "F01", "must")
    show.wish("P02", "K01")
    show.wish("K02", "P02")
    return show
