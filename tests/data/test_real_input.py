"""The road show's whole way on real input: technology offers meet funding calls, and a brokerage event that took place."""

import csv
import io
import json
from collections.abc import Iterable, Sequence
from datetime import time
from itertools import islice
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
import vobject
from django.conf import settings
from django.test import override_settings

from landbridge.engines import agenda
from landbridge.events.actions import attendees, groups, imports, planning, publishing, sessions, suggestions, venue
from landbridge.events.actions.wishes import say_wish
from landbridge.events.calendars import calendar_file
from landbridge.events.models import AgendaVersion, Attendee, Event, Meeting, Participant, Seat, Slot, Suggestion, Wish
from landbridge.events.queries.personal import calendar_of
from landbridge.events.queries.problem import digest_of
from landbridge.events.sheets import COUNTERPARTIES, DELEGATION
from landbridge.events.states import WishKind
from landbridge.events.timetable import WallSession
from landbridge.matchmaking.models import Need
from landbridge.network.actions import imports as network_imports
from landbridge.network.states import LegalBasis
from tests.data.brokerage import Brokerage, brokerage_of
from tests.events import makers
from tests.events.makers import AT, DAY, SYSTEM
from tests.shared_data import shared

pytestmark = pytest.mark.data
Row = dict[str, Any]
DAY_LONG = (WallSession(DAY, time(9), time(12)), WallSession(DAY, time(13), time(17)))


@pytest.fixture(autouse=True)
def files_of_their_own(tmp_path: Path) -> Iterable[None]:
    """Uploaded files land in a folder of this test."""
    with override_settings(DATA_DIR=tmp_path, STORAGES=settings.STORAGES):
        yield


def lines(name: str, count: int) -> list[Row]:
    with shared(name).open(encoding="utf-8") as file:
        return [json.loads(line) for line in islice(file, count)]


def taken(event: Event, schema: str, header: Sequence[str], rows: Iterable[Sequence[object]]) -> list[Participant]:
    """What the import page does with a CSV file of these rows, each of which must be good."""
    text = io.StringIO()
    csv.writer(text).writerows([header, *rows])
    held = network_imports.upload_import(
        actor=SYSTEM, hub_id=event.hub_id, schema_key=schema, file=io.BytesIO(text.getvalue().encode()),
        original_name="list.csv", at=AT,
    )  # fmt: skip
    assert network_imports.preview(actor=SYSTEM, import_id=held.pk).result.findings == ()
    return imports.import_people(
        actor=SYSTEM, event_id=event.pk, import_id=held.pk, source="Published list", purpose="Road show",
        legal_basis=LegalBasis.LEGITIMATE_INTEREST, all_or_nothing=True, at=AT,
    )  # fmt: skip


def planned(event: Event, *, work: float) -> tuple[agenda.Problem, agenda.Agenda, AgendaVersion]:
    """A published agenda, planned within that much work and checked before and after it was saved."""
    order = planning.Order()
    problem = planning.task_of(event, order, AT).problem
    answer = agenda.solve(problem, work=work, seed=1)
    assert isinstance(answer, agenda.Agenda)
    assert agenda.check(problem, answer) == []
    version = planning.save_version(
        actor=SYSTEM, event_id=event.pk, job_id=uuid4(), order=order, answer=answer, digest=digest_of(problem), at=AT
    )
    publishing.publish_version(actor=SYSTEM, version_id=version.pk, over=None, at=AT)
    return problem, answer, version


def calendars(event: Event) -> dict[UUID, int]:
    """How many meetings an independent reader finds in each person's calendar file."""
    found = {}
    people = Attendee.objects.filter(event=event).select_related(
        "event", "person", "participant__project", "participant__organisation"
    )
    for attendee in people:
        parsed = vobject.readOne(calendar_file(attendee, calendar_of(attendee), "en").decode())
        found[attendee.pk] = len({one.uid.value for one in parsed.contents.get("vevent", [])})
    return found


def seats(version: AgendaVersion) -> dict[UUID, int]:
    people = Attendee.objects.filter(event=version.event).values_list("pk", flat=True)
    return {pk: Seat.objects.filter(meeting__version=version, attendee_id=pk).count() for pk in people}


# ---- technology offers meet funding calls


def offers(event: Event) -> list[Participant]:
    header = ("Project", "Summary", "Country", "Fields", "Company", "President", "Email")
    rows = (
        (row["name"], row["description"], "US", ", ".join(word for word in row["kw"][:5] if "," not in word),
         f"NASA {row['org']}", f"Presenter {number}", f"offer{number}@example.org")
        for number, row in enumerate(lines("nasa_t2_software_technologies.jsonl", 60), start=1)
    )  # fmt: skip
    return taken(event, DELEGATION.key, header, rows)


def calls(event: Event) -> list[Participant]:
    """Calls come in with what they look for: text, what they give, the budget of one grant, their language."""
    header = (
        "Organisation", "Type", "Group", "Person", "Email", "Note", "Need", "Offers", "Ticket min", "Ticket max", "Currency",
        "Languages", "Profile",
    )  # fmt: skip
    rows = (
        (row["topicId"], "public body", "K", f"Officer {number}", f"call{number}@example.org", row["title"],
         f"{row['title']}. {row['description']}", "money", row["budgetMin"] or "", row["budgetMax"] or "", "EUR", "English",
         "R&D request")
        for number, row in enumerate(lines("eu_open_calls_compact.jsonl", 120), start=1)
    )  # fmt: skip
    return taken(event, COUNTERPARTIES.key, header, rows)


def wish_along_shortlists(event: Event) -> None:
    """Offers want the first four of their list, calls the first two of theirs."""
    ranked = Suggestion.objects.filter(event=event)
    for line in ranked.filter(rank_for_delegate__lte=4):
        say_wish(actor=SYSTEM, wisher_id=line.delegate_id, target_id=line.counterparty_id, kind=WishKind.WANT, at=AT)
    for line in ranked.filter(rank_for_counterparty__lte=2):
        say_wish(actor=SYSTEM, wisher_id=line.counterparty_id, target_id=line.delegate_id, kind=WishKind.WANT, at=AT)


def test_sixty_offers_meet_a_hundred_and_twenty_calls(in_hub: UUID) -> None:
    event = makers.event(in_hub)
    sessions.set_sessions(actor=SYSTEM, event_id=event.pk, at=AT, sessions=DAY_LONG)
    hall = venue.add_room(actor=SYSTEM, event_id=event.pk, at=AT, name="Hall A", capacity=120)
    venue.add_tables(actor=SYSTEM, event_id=event.pk, at=AT, room_id=hall.pk, count=40)
    assert (len(offers(event)), len(calls(event))) == (60, 120)
    needs = Need.objects.filter(hub_id=in_hub, profile="RDR", languages=["en"], offers=["money"])
    assert (needs.count(), needs.exclude(ticket_currency="").exclude(ticket_currency="EUR").count()) == (120, 0)
    assert all(len(text) > 30 for text in needs.values_list("text_latin", flat=True))
    made = suggestions.make_shortlists(actor=SYSTEM, event_id=event.pk, at=AT)
    assert made.pairs == 60 * 120
    assert Suggestion.objects.filter(event=event).values("delegate").distinct().count() == 60
    wish_along_shortlists(event)
    assert Wish.objects.filter(event=event).count() >= 240
    _, answer, version = planned(event, work=3)
    meetings = Meeting.objects.filter(version=version).count()
    assert meetings == len(answer.meetings) >= 180
    assert calendars(event) == seats(version)


# ---- a brokerage event that took place


def invited(event: Event, real: Brokerage) -> dict[int, Participant]:
    rows = [
        (f"Business {number:02}", "K", f"Person {number:02}", f"b{number}@example.org")
        for number in range(1, real.participants + 1)
    ]
    made = taken(event, COUNTERPARTIES.key, ("Company", "Group", "Person", "Email"), rows)
    return {int(party.organisation.name_latin.split()[1]): party for party in made if party.organisation}


def absent(event: Event, parties: dict[int, Participant], real: Brokerage) -> None:
    slots = list(Slot.objects.filter(event=event).order_by("number"))
    for number, closed in enumerate(real.forbidden, start=1):
        if closed:
            person = Attendee.objects.get(participant=parties[number])
            busy = [slots[slot - 1].pk for slot in closed]
            attendees.set_availability(actor=SYSTEM, attendee_id=person.pk, at=AT, busy_slot_ids=busy)


def test_a_brokerage_event_is_planned_with_every_requested_meeting(in_hub: UUID) -> None:
    real = brokerage_of(shared("b2b/forum-13.original.dzn").read_text("utf-8"))
    event = makers.event(in_hub, slot_minutes=20)
    day = WallSession(DAY, time(9), time(9 + real.slots // 3))
    sessions.set_sessions(actor=SYSTEM, event_id=event.pk, at=AT, sessions=[day])
    hall = venue.add_room(actor=SYSTEM, event_id=event.pk, at=AT, name="Forum", capacity=200)
    venue.add_tables(actor=SYSTEM, event_id=event.pk, at=AT, room_id=hall.pk, count=real.tables)
    companies = makers.group(event, "K").pk
    groups.set_group_rules(actor=SYSTEM, event_id=event.pk, at=AT, pairs=[(companies, companies)])
    groups.change_group(actor=SYSTEM, event_id=event.pk, group_id=companies, at=AT, max_meetings=real.slots)
    parties = invited(event, real)
    absent(event, parties, real)
    for one, other in real.requested:
        say_wish(
            actor=SYSTEM, wisher_id=parties[one].pk, target_id=parties[other].pk, kind=WishKind.MUST, at=AT
        )  # fmt: skip
    problem, answer, version = planned(event, work=5)
    assert (len(problem.slots), len(problem.wishes)) == (real.slots, len(real.requested)) == (21, 154)
    assert sum(bool(closed) for closed in real.forbidden) == 22
    assert len(answer.meetings) == 154
    assert calendars(event) == seats(version)
