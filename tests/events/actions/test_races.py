"""Two people at once: one lock lets one go first, and behind the lock stands a constraint."""

import threading
from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

import pytest
from django.db import IntegrityError, connections

from landbridge.events import rules
from landbridge.events.actions import links, people, sessions
from landbridge.events.actions.people import Party
from landbridge.events.models import Attendee, Event, Participant, Session, Slot
from landbridge.events.queries.links import links_of
from landbridge.events.timetable import WallSession
from landbridge.ground.hubs import hub_context
from tests.events import makers
from tests.events.makers import AFTERNOON, AT, DAY, MORNING, SYSTEM
from tests.network import makers as network
from tests.together import at_once

Outcome = Any


def adding(event: Event, organisation_id: UUID, group_id: UUID) -> Callable[[], Outcome]:
    party = Party(group_id, organisation_id=organisation_id)
    return lambda: people.add_participant(actor=SYSTEM, event_id=event.pk, at=AT, party=party).label


@pytest.fixture
def event(committed: None, hub_id: UUID) -> Event:
    with hub_context(hub_id):
        return makers.laid(hub_id)


def test_two_who_add_at_once_get_two_labels(event: Event, hub_id: UUID) -> None:
    with hub_context(hub_id):
        group = makers.group(event, "K").pk
        firms = [network.organisation(hub_id, name_latin=f"Firm {n}").pk for n in range(2)]
    outcomes = at_once(hub_id, *(adding(event, firm, group) for firm in firms))
    assert sorted(outcomes) == ["K01", "K02"]


def test_without_the_lock_the_constraint_lets_one_have_the_label(
    event: Event, hub_id: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    with hub_context(hub_id):
        group = makers.group(event, "K").pk
        firms = [network.organisation(hub_id, name_latin=f"Firm {n}").pk for n in range(2)]
    together = threading.Barrier(2)
    label = people._Labels.next

    def slow(labels: people._Labels, letter: str) -> str:
        together.wait(timeout=10)
        return label(labels, letter)

    monkeypatch.setattr(rules, "locked", lambda rows, pk: rows.filter(pk=pk).first())
    monkeypatch.setattr(people._Labels, "next", slow)
    outcomes = at_once(hub_id, *(adding(event, firm, group) for firm in firms))
    assert [type(outcome) for outcome in outcomes if outcome != "K01"] == [IntegrityError]
    with hub_context(hub_id):
        assert Participant.objects.count() == 1


def test_without_the_constraint_the_lock_gives_two_labels(event: Event, hub_id: UUID) -> None:
    with hub_context(hub_id):
        group = makers.group(event, "K").pk
        firms = [network.organisation(hub_id, name_latin=f"Firm {n}").pk for n in range(2)]
    table, name = Participant._meta.db_table, "participant_label_once"
    with connections["owner"].cursor() as cursor:
        cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
    try:
        outcomes = at_once(hub_id, *(adding(event, firm, group) for firm in firms))
    finally:
        with connections["owner"].cursor() as cursor:
            cursor.execute(f"ALTER TABLE {table} ADD CONSTRAINT {name} UNIQUE (hub_id, event_id, label)")
    assert sorted(outcomes) == ["K01", "K02"]


def test_two_who_change_the_sessions_at_once_leave_one_timetable(event: Event, hub_id: UUID) -> None:
    def setting(*wanted: WallSession) -> Callable[[], Outcome]:
        return lambda: len(
            sessions.set_sessions(actor=SYSTEM, event_id=event.pk, at=AT, sessions=wanted, slot_minutes=60)
        )

    late = WallSession(DAY, AFTERNOON.start, AFTERNOON.end.replace(hour=17))
    outcomes = at_once(
        hub_id, setting(MORNING), setting(MORNING, WallSession(DAY, late.start, late.end.replace(minute=30)))
    )
    assert sorted(outcomes) == [1, 2]
    with hub_context(hub_id):
        count = Session.objects.count()
        assert Slot.objects.count() == {1: 3, 2: 7}[count]
        assert [slot.number for slot in Slot.objects.order_by("starts_at")] == list(range(1, {1: 4, 2: 8}[count]))


def test_links_made_at_once_keep_to_their_bound(event: Event, hub_id: UUID) -> None:
    with hub_context(hub_id):
        guest = Attendee.objects.get(participant=makers.guest(event))
        for _ in range(links.MOST - 1):
            links.make_link(actor=SYSTEM, attendee_id=guest.pk, at=AT)
    make = partial(links.make_link, actor=SYSTEM, attendee_id=guest.pk, at=AT)
    outcomes = at_once(hub_id, make, make)
    assert [type(outcome) for outcome in outcomes] == [links.Issued, links.Issued]
    with hub_context(hub_id):
        assert len(links_of(guest, at=AT)) == links.MOST
