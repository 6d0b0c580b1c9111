"""The trail says what happened and cannot be rewritten."""

from datetime import timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, ProgrammingError, connection, connections, transaction

from landbridge.evidence import actions, queries, trail
from landbridge.evidence.models import Thread, Trail
from landbridge.evidence.trail_events import EvidenceEvent
from landbridge.ground.hubs import hub_context
from landbridge.kernel.actor import SystemActor
from landbridge.kernel.clock import FixedClock
from landbridge.kernel.ids import is_short_code


class Stray(StrEnum):
    THING = "stray.thing"


def a_thread(hub_id: UUID, clock: FixedClock) -> Thread:
    return actions.open_thread(actor=SystemActor(), hub_id=hub_id, at=clock.now())


@pytest.mark.django_db
def test_what_happened_is_filed_under_its_subject_and_its_thread(in_hub: UUID, clock: FixedClock) -> None:
    thread, other = a_thread(in_hub, clock), a_thread(in_hub, clock)
    (row,) = queries.history_of(Trail.objects.all(), thread.pk)
    assert (row.event, row.subject_kind, row.subject_id, row.thread_id) == (
        "evidence.thread_opened", "evidence.thread", thread.pk, thread.pk,
    )  # fmt: skip
    assert (row.effective_at, row.recorded_at, row.entered_later) == (clock.now(), clock.now(), False)
    assert list(queries.history_of_thread(Trail.objects.all(), thread.pk)) == [row]
    assert [r.subject_id for r in queries.latest(Trail.objects.all(), in_hub)] == [other.pk, thread.pk]
    assert is_short_code(thread.code)


@pytest.mark.django_db
def test_what_was_learned_later_says_so_and_carries_plain_data(in_hub: UUID, clock: FixedClock) -> None:
    thread = a_thread(in_hub, clock)
    since = clock.now() - timedelta(days=400)
    data: dict[str, Any] = {"keys": {thread.pk}, "sums": {"a": [1, 2.5, None, True]}, "day": since.date()}
    row = trail.record(
        SystemActor(), EvidenceEvent.THREAD_OPENED, thread, hub_id=in_hub, at=clock.now(), since=since, **data
    )
    row.refresh_from_db()
    assert row.entered_later
    assert row.data == {"keys": [str(thread.pk)], "sums": {"a": [1, 2.5, None, True]}, "day": str(since.date())}


@pytest.mark.django_db
def test_an_event_of_no_room_is_a_programming_error(in_hub: UUID, clock: FixedClock) -> None:
    thread = a_thread(in_hub, clock)
    with pytest.raises(ValueError, match="Stray is not registered"):
        trail.record(SystemActor(), Stray.THING, thread, hub_id=in_hub, at=clock.now())


@pytest.mark.django_db
def test_the_future_has_not_happened(in_hub: UUID, clock: FixedClock) -> None:
    thread = a_thread(in_hub, clock)
    with pytest.raises(IntegrityError, match="trail_is_of_the_past"), transaction.atomic():
        trail.record(
            SystemActor(),
            EvidenceEvent.THREAD_OPENED,
            thread,
            hub_id=in_hub,
            at=clock.now(),
            since=clock.now() + timedelta(1),
        )


def test_a_subject_without_a_table_is_named_by_its_class() -> None:
    class Wish:
        pk = uuid4()

    assert trail.kind_of(Wish()) == "wish"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "statement", ["UPDATE evidence_trail SET event = 'x'", "DELETE FROM evidence_trail", "TRUNCATE evidence_trail"]
)
def test_the_serving_role_may_not_rewrite_it(in_hub: UUID, clock: FixedClock, statement: str) -> None:
    thread = a_thread(in_hub, clock)
    with (
        pytest.raises(ProgrammingError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
    assert queries.history_of(Trail.objects.all(), thread.pk).get().event == "evidence.thread_opened"


@pytest.mark.parametrize("statement", ["UPDATE evidence_trail SET event = 'x'", "DELETE FROM evidence_trail"])
def test_the_trigger_stops_the_owner_too(committed: None, hub_id: UUID, clock: FixedClock, statement: str) -> None:
    with hub_context(hub_id):
        thread = a_thread(hub_id, clock)
        with connections["owner"].cursor() as cursor:
            cursor.execute("SELECT set_config('landbridge.hubs', %s, false)", [str(hub_id)])
            with pytest.raises(IntegrityError, match="append-only"):
                cursor.execute(statement)
            cursor.execute("SELECT set_config('landbridge.hubs', '', false)")
        assert queries.history_of(Trail.objects.all(), thread.pk).get().event == "evidence.thread_opened"


@pytest.mark.django_db
def test_another_hub_sees_none_of_it(in_hub: UUID, clock: FixedClock) -> None:
    thread = a_thread(in_hub, clock)
    with hub_context(uuid4()):
        assert list(queries.history_of(Trail.objects.all(), thread.pk)) == []


@pytest.mark.django_db
def test_two_threads_of_a_hub_never_share_a_code(
    in_hub: UUID, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    same = [UUID(int=(n << 64) + 7) for n in (1, 2, 3)]
    made = iter([same[0], same[1], same[2], UUID(int=8)])
    monkeypatch.setattr(actions, "uuid7", lambda: next(made))
    assert a_thread(in_hub, clock).code != a_thread(in_hub, clock).code
    assert list(made) == []
