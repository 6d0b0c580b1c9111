"""Load the demonstration through the actions that the pages call, so that nothing in it is made differently.

The facts of the past road show are published (the fictional one of tomorrow uses its shape: 16 projects, 64 partners).
Everybody and everything in tomorrow's road show is invented and marked so.
"""

import csv
import io
import random
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Final
from uuid import UUID

from landbridge.entrypoints.demo.cast import CAST, INVENTED
from landbridge.entrypoints.demo.pipeline import DELEGATION as STATIONS
from landbridge.entrypoints.demo.pipeline import FIRST_HEARD, Pipeline
from landbridge.events.actions import attendees, frame, groups, history, imports, interpreters, sessions, venue
from landbridge.events.actions.people import change_participant
from landbridge.events.models import Event, Participant
from landbridge.events.sheets import COUNTERPARTIES, DELEGATION
from landbridge.events.timetable import WallSession
from landbridge.ground import installation
from landbridge.ground.hubs import hub_context
from landbridge.kernel.actor import SystemActor
from landbridge.kernel.names import Name
from landbridge.kernel.zones import to_wall
from landbridge.network.actions import hubs, memberships, organisations, people, personal
from landbridge.network.actions import imports as network_imports
from landbridge.network.drafts import OrganisationDraft, PersonDraft
from landbridge.network.imports.schema import Schema
from landbridge.network.models import Organisation
from landbridge.network.states import HubKind, LegalBasis, OrganisationKind, Role

HERE: Final = Path(__file__).parent
ZONE: Final = "Asia/Shanghai"
SOURCE: Final = "Published report of the road show at Caohejing, 15 May 2019"
ANNOUNCED: Final = """\
16 company presidents; more than 60 companies, funds and banks.
Fields: AI, logistics, autonomous driving, battery management, big data, robotics.
Aims: new enterprises, links to industrial investment funds; the report gives no number of either.
16 位企业总裁；60 多家企业、基金和银行。
领域：人工智能、物流、自动驾驶、电池管理、大数据、机器人。
目标：新设企业、对接产业投资基金；报道未给出数字。"""
PROJECT_MEETINGS = 18  # of 24 slots: a president needs to eat
SESSIONS = (
    (time(9, 0), time(11, 30)),
    (time(13, 0), time(15, 30)),
)
Say = Callable[[str], None]


@dataclass(frozen=True)
class Demonstration:
    """What the loader made, for those who go on from it."""

    hub_id: UUID
    provenance_id: UUID
    hosts: list[UUID]
    event: Event
    delegation: list[Participant]
    counterparties: list[Participant]


class Loader:
    """Makes the demonstration in one empty database; `at` is the moment it all is recorded."""

    def __init__(self, *, at: datetime, say: Say) -> None:
        self.at, self.say = at, say
        self.actor = SystemActor()
        self.random = random.Random(2019)  # noqa: S311 -- invented availabilities, the same in each demonstration
        self.hub_id = UUID(int=0)
        self.provenance_id = UUID(int=0)

    def load(self) -> Demonstration:
        """Mark the database, then make hub, accounts, the past road show and tomorrow's."""
        installation.mark_as_demonstration(at=self.at)
        self.say("hub and accounts")
        self.hub_id = hubs.create_hub(
            actor=self.actor, name=Name("Caohejing High-Tech Park", "漕河泾开发区"), kind=HubKind.PARK,
            country="CN", city="Shanghai", zone=ZONE, at=self.at,
        ).pk  # fmt: skip
        with hub_context(self.hub_id):
            self.provenance_id = self._provenance(SOURCE, LegalBasis.MADE_PUBLIC)
            hosts = self._hosts()
            self.provenance_id = self._provenance(INVENTED, LegalBasis.CONSENT)
            self._past_event(hosts)
            self.say("tomorrow's road show")
            event = self._event(hosts)
            letters = {group.letter: group.pk for group in groups.in_order(event)}
            groups.change_group(
                actor=self.actor, event_id=event.pk, group_id=letters["P"], at=self.at, max_meetings=PROJECT_MEETINGS
            )
            self.say("16 projects and their presidents")
            delegation = self._imported(event, DELEGATION, "delegation.csv")
            self.say("64 companies, funds and banks")
            counterparties = self._imported(event, COUNTERPARTIES, "counterparties.csv")
            self._along_the_line(delegation.values())
            self._accounts(founder=delegation["P07"], partner=counterparties["K08"])
            self._absences(event)
            self._limits(event, delegation["P07"], counterparties["K08"])
        return Demonstration(
            self.hub_id, self.provenance_id, hosts, event, list(delegation.values()), list(counterparties.values())
        )

    def _provenance(self, source: str, legal_basis: LegalBasis) -> UUID:
        return personal.record_provenance(
            actor=self.actor, hub_id=self.hub_id, source=source, purpose="Demonstration", legal_basis=legal_basis,
            at=self.at,
        ).pk  # fmt: skip

    def _organisation(
        self, *, kind: OrganisationKind, latin: str, chinese: str, country: str, place: str
    ) -> Organisation:
        draft = OrganisationDraft(kind=kind, name_latin=latin, name_chinese=chinese, country=country, place=place)
        return organisations.create_organisation(
            actor=self.actor, hub_id=self.hub_id, draft=draft, at=self.at, provenance_id=self.provenance_id
        )

    def _hosts(self) -> list[UUID]:
        names = (
            ("Shanghai Foreign Investment Promotion Center", "上海市外国投资促进中心"),
            ("Caohejing High-Tech Park Development Corporation", "漕河泾开发区总公司"),
        )
        return [
            self._organisation(
                kind=OrganisationKind.PUBLIC_BODY, latin=latin, chinese=chinese, country="CN", place="Shanghai"
            ).pk
            for latin, chinese in names
        ]

    def _past_event(self, hosts: Sequence[UUID]) -> None:
        event = history.record_past_event(
            actor=self.actor, hub_id=self.hub_id, at=self.at,
            name_latin="IT road show of a North American delegation", name_chinese="北美智能科技企业路演",
            place_latin="Caohejing, Shanghai", place_chinese="上海漕河泾", zone=ZONE,
            first_day=date(2019, 5, 15), last_day=date(2019, 5, 15),
            counterparties_announced=ANNOUNCED, source=SOURCE,
        )  # fmt: skip
        frame.set_co_hosts(actor=self.actor, event_id=event.pk, at=self.at, organisation_ids=hosts)

    def _event(self, hosts: Sequence[UUID]) -> Event:
        first = to_wall(self.at, ZONE).date() + timedelta(days=1)
        days = (first, first + timedelta(days=1))
        event = frame.create_event(
            actor=self.actor, hub_id=self.hub_id, at=self.at, fictional=True,
            name_latin="Road show of a North American delegation", name_chinese="北美代表团路演",
            place_latin="Hall A, Caohejing", place_chinese="漕河泾 A 厅", zone=ZONE,
            first_day=days[0], last_day=days[1], slot_minutes=25, share_over="delegation",
        )  # fmt: skip
        frame.set_co_hosts(actor=self.actor, event_id=event.pk, at=self.at, organisation_ids=hosts)
        laid = [WallSession(day, start, end) for day in days for start, end in SESSIONS]
        sessions.set_sessions(actor=self.actor, event_id=event.pk, at=self.at, sessions=laid)
        room = venue.add_room(actor=self.actor, event_id=event.pk, at=self.at, name="Hall A", capacity=120)
        venue.add_tables(actor=self.actor, event_id=event.pk, room_id=room.pk, at=self.at, count=20, prefix="T")
        return event

    def _imported(self, event: Event, schema: Schema, name: str) -> dict[str, Participant]:
        """Take one of the demonstration's files the way the pages take a file; every row must be good."""
        heard = f"{to_wall(self.at, ZONE).date() - timedelta(days=FIRST_HEARD):%Y-%m-%d}"
        content = (HERE / name).read_bytes().replace(b"{first contact}", heard.encode())
        held = network_imports.upload_import(
            actor=self.actor, hub_id=self.hub_id, schema_key=schema.key, file=io.BytesIO(content), original_name=name,
            at=self.at,
        )  # fmt: skip
        made = imports.import_people(
            actor=self.actor, event_id=event.pk, import_id=held.pk, source=INVENTED, purpose="Demonstration",
            legal_basis=LegalBasis.CONSENT, all_or_nothing=True, at=self.at,
        )  # fmt: skip
        return {party.label: party for party in made}

    def _along_the_line(self, delegation: Iterable[Participant]) -> None:
        """The projects that travel were screened and matched before; others stand elsewhere on the line."""
        self.say("21 projects along the line")
        line = Pipeline(self.actor, self.hub_id, self.at)
        with (HERE / "pipeline.csv").open(encoding="utf-8", newline="") as file:
            line.register_all(csv.DictReader(file), listed)
        for party in delegation:
            for stage, days in STATIONS:
                if party.project:
                    line.bring(party.project, stage, days)

    def _accounts(self, founder: Participant, partner: Participant) -> None:
        for player in CAST:
            account = hubs.open_account(
                actor=self.actor, hub_id=self.hub_id, email=player.email, name=f"{player.name} (fictional)", at=self.at
            )
            party = {Role.FOUNDER: founder, Role.PARTNER: partner}.get(player.role)
            sits = party.attendees.filter(leads=True).first() if party else None
            memberships.grant_membership(
                actor=self.actor, hub_id=self.hub_id, account_id=account.pk, role=player.role, at=self.at,
                organisation_id=party.organisation_id if party else None, person_id=sits.person_id if sits else None,
            )  # fmt: skip

    def _limits(self, event: Event, founder: Participant, partner: Participant) -> None:
        """One invented interpreter, two people who need her, one quiet table and who asks for it."""
        for party, language in ((founder, "en"), (partner, "zh")):
            for attendee in party.attendees.all():
                attendees.change_attendee(
                    actor=self.actor, attendee_id=attendee.pk, at=self.at, language=language, leads=attendee.leads,
                    languages=[language],
                )  # fmt: skip
        draft = PersonDraft(name_latin="Interpreter (fictional)", name_chinese="译员（虚构）", language="zh")
        person = people.create_person(
            actor=self.actor, hub_id=self.hub_id, draft=draft, at=self.at, provenance_id=self.provenance_id
        )
        service = interpreters.Service(("en", "zh"), leaves=datetime.combine(event.last_day, time(15)))
        interpreters.add_interpreter(
            actor=self.actor, event_id=event.pk, person_id=person.pk, service=service, at=self.at
        )
        table = event.tables.order_by("-place")[0]
        venue.change_table(
            actor=self.actor, event_id=event.pk, table_id=table.pk, at=self.at, label=table.label, seats=table.seats,
            properties=["quiet"],
        )  # fmt: skip
        change_participant(actor=self.actor, participant_id=partner.pk, at=self.at, needs=["quiet"])

    def _absences(self, event: Event) -> None:
        """A few people arrive late or leave early, as people do."""
        ten, two = datetime.combine(event.first_day, time(10)), datetime.combine(event.last_day, time(14))
        chosen = self.random.sample(sorted(event.attendees.values_list("pk", flat=True)), 9)
        for place, attendee_id in enumerate(chosen):
            late = place % 2 == 0
            attendees.set_availability(
                actor=self.actor, attendee_id=attendee_id, at=self.at,
                arrives=ten if late else None, leaves=None if late else two,
            )  # fmt: skip


def listed(text: str) -> tuple[str, ...]:
    """The parts of a cell that holds several codes."""
    return tuple(part for part in text.split(";") if part)
