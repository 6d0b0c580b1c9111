"""A hub sees its own rows, and without a context nobody sees any."""

from uuid import UUID, uuid4

import pytest
from django.db import ProgrammingError, connection, transaction
from django.db.utils import IntegrityError

from landbridge.ground.hubs import current_hubs, forget_context, hub_context
from landbridge.ground.models import JobRun
from landbridge.kernel.clock import FixedClock

pytestmark = pytest.mark.django_db


def make(hub_id: UUID, clock: FixedClock) -> JobRun:
    return JobRun.objects.create(hub_id=hub_id, kind="test", requested_by=uuid4(), queued_at=clock.now())


def test_an_unfiltered_query_returns_only_rows_of_the_context(clock: FixedClock) -> None:
    ours, theirs = uuid4(), uuid4()
    with hub_context(ours):
        mine = make(ours, clock)
    with hub_context(theirs):
        make(theirs, clock)
    with hub_context(ours):
        assert list(JobRun.objects.all()) == [mine]


def test_without_a_context_there_are_no_rows(clock: FixedClock, hub_id: UUID) -> None:
    with hub_context(hub_id):
        make(hub_id, clock)
    forget_context()
    assert list(JobRun.objects.all()) == []
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM ground_jobrun")
        assert cursor.fetchone() == (0,)


def test_a_row_for_another_hub_is_refused(clock: FixedClock, hub_id: UUID) -> None:
    with hub_context(hub_id), pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
        make(uuid4(), clock)


def test_moving_a_row_to_another_hub_is_refused(clock: FixedClock, in_hub: UUID) -> None:
    run = make(in_hub, clock)
    with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
        JobRun.objects.filter(pk=run.pk).update(hub_id=uuid4())
    assert JobRun.objects.get(pk=run.pk).hub_id == in_hub


def test_contexts_nest_and_the_inner_replaces_the_outer() -> None:
    outer, inner = uuid4(), uuid4()
    with hub_context(outer):
        with hub_context(inner):
            assert current_hubs() == {inner}
        assert current_hubs() == {outer}
    assert current_hubs() == frozenset()


def test_the_outer_context_survives_a_failed_statement_inside() -> None:
    outer, inner = uuid4(), uuid4()
    with hub_context(outer):
        with pytest.raises(ProgrammingError), transaction.atomic(), hub_context(inner), connection.cursor() as cursor:
            cursor.execute("SELECT no_such_column")
        assert current_hubs() == {outer}


def test_the_serving_role_is_plain() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT rolsuper, rolbypassrls, (SELECT count(*) FROM pg_class WHERE relowner = r.oid) "
            "FROM pg_roles r WHERE rolname = current_user"
        )
        assert cursor.fetchone() == (False, False, 0)


def test_every_hub_owned_table_forces_row_level_security() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'hub_id' "
            "AND NOT a.attisdropped WHERE c.relkind IN ('r', 'p') AND c.relnamespace = 'public'::regnamespace "
            "AND NOT (c.relrowsecurity AND c.relforcerowsecurity)"
        )
        assert cursor.fetchall() == []


def test_a_state_and_its_columns_are_tied(in_hub: UUID, clock: FixedClock) -> None:
    run = make(in_hub, clock)
    with pytest.raises(IntegrityError, match="jobrun_running_has_started"), transaction.atomic():
        JobRun.objects.filter(pk=run.pk).update(state="running")
