"""What a road show has so far, counted in a constant number of queries."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from uuid import UUID

import pytest
from django.test.utils import CaptureQueriesContext

from landbridge.events import rules
from landbridge.events.actions import attendees, groups
from landbridge.events.models import Attendee, Slot, Suggestion, Wish
from landbridge.events.queries import frame, people
from landbridge.events.readiness import RoomFigures
from landbridge.events.states import AgendaState, WishKind
from tests.events import makers
from tests.events.makers import AT, DAY, SYSTEM

Queries = Callable[[], AbstractContextManager[CaptureQueriesContext]]


def test_figures_of_a_road_show(in_hub: UUID) -> None:
    event = makers.laid(in_hub, last_day=DAY + timedelta(days=1))
    first, second = makers.delegate(event), makers.guest(event)
    makers.meeting(event, first, second, slot=1, state=AgendaState.PUBLISHED)
    groups.set_group_rules(
        actor=SYSTEM, event_id=event.pk, at=AT,
        pairs=[(makers.group(event, "P").pk, makers.group(event, "K").pk)],
    )  # fmt: skip
    Suggestion.objects.create(
        hub_id=in_hub, event=event, delegate=first, counterparty=second, score=0.5, rank_for_delegate=1,
        rank_for_counterparty=1, made_at=AT - timedelta(hours=1),
    )  # fmt: skip
    Wish.objects.create(
        hub_id=in_hub, event=event, wisher=first, target=second, kind=WishKind.MUST, said_by=SYSTEM.actor_id, said_at=AT
    )
    busy = Attendee.objects.get(participant=second)
    slots = [slot.pk for slot in Slot.objects.filter(event=event)]
    attendees.set_availability(actor=SYSTEM, attendee_id=busy.pk, at=AT, busy_slot_ids=slots)
    found = frame.figures(event)
    assert (found.slots, found.tables, found.rooms) == (12, 4, (RoomFigures("Hall A", 40, 16),))
    assert found.days_without_session == (DAY + timedelta(days=1),)
    assert found.groups_that_meet_nobody == ("B", "F")
    assert (found.delegates, found.counterparties, found.people_without_address) == (1, 1, 2)
    assert (found.parties_without_people, found.parties_never_free) == ((), ("K01",))
    assert (found.suggestions, found.parties_after_suggestions) == (1, 2)
    assert (found.wishes, found.parties_with_wishes, found.drafts, found.published) == (1, 1, 0, True)
    assert people.forbidden_slots(event) == {busy.pk: frozenset(slots)}


@pytest.mark.parametrize("parties", [1, 3])
def test_figures_ask_the_same_of_few_and_many(in_hub: UUID, queries: Queries, parties: int) -> None:
    event = makers.laid(in_hub)
    for place in range(parties):
        makers.delegate(event, f"Project {place}")
        makers.guest(event, f"Company {place}")
    with queries() as asked:
        frame.figures(event)
    assert len(asked) == 11


def test_lists_count_who_comes(in_hub: UUID) -> None:
    event = makers.laid(in_hub)
    makers.delegate(event)
    makers.guest(event)
    makers.guest(event, "Bank", "B")
    (row,) = frame.listed(frame.found(rules.visible_in(SYSTEM, hub_ids=[in_hub]), "road"))
    assert (row.delegates, row.counterparties) == (1, 2)  # type: ignore[attr-defined]


def test_nobody_is_never_free_before_there_are_slots(in_hub: UUID) -> None:
    event = makers.event(in_hub)
    makers.guest(event)
    assert frame.figures(event).parties_never_free == ()
