"""What every test may use.

Tests run as the application's database role, like the product: migrations are the owner's. The server is the one of
DATABASE_URL, else the embedded one in the checkout's own folder, started here and stopped with the run.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from django.conf import settings
from django.db import connection, connections
from django.test import override_settings
from django.test.utils import CaptureQueriesContext, setup_databases, teardown_databases
from hypothesis import settings as hypothesis_settings
from pytest_django.plugin import DjangoDbBlocker

from landbridge.ground.hubs import hub_context
from landbridge.ground.postgres import running
from landbridge.kernel.actor import SystemActor
from landbridge.kernel.clock import FixedClock, SystemClock

# A property holds or does not: how long one example took on a machine busy with other tests says nothing of it.
hypothesis_settings.register_profile("landbridge", deadline=None)
hypothesis_settings.load_profile("landbridge")

# Whether somebody's `make run` has read the book of troubles in this folder must not change what a test sees.
os.environ["LANDBRIDGE_TROUBLES"] = "0"
settings.READ_TROUBLES = False


TODAY = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
"""Whenever tests run, it is this day on the machine's clock: after what they write was written, before their road shows."""


@pytest.fixture(scope="session", autouse=True)
def same_day() -> Iterator[None]:
    """The machine's clock goes on from `TODAY`, so that no test holds one day and fails the next.

    What others tell by their own clock (codes for logging in, signed tokens, browsers) has today's date.
    """
    told = SystemClock.now
    shift = TODAY - told(SystemClock())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(SystemClock, "now", lambda clock: told(clock) + shift)
        yield


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None, django_db_modify_db_settings: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[None]:
    """One test database, made and migrated by the owner; the tests' connection mirrors it as the application's role.

    Workers side by side have one each, by name too, where the server of DATABASE_URL is one for all.
    """
    with running(os.environ), django_db_blocker.unblock():
        made = setup_databases(verbosity=0, interactive=False)
        with django_db_blocker.block():
            yield
        end_sessions_of_threads()
        connections.close_all()
        teardown_databases(made, verbosity=0)


def end_sessions_of_threads() -> None:
    """End the sessions that servers' and workers' threads of the tests left open, each role its own.

    Our own connections are closed first and asked through afresh: one of them may have been ended by a test before.
    """
    connections.close_all()
    for alias in connections:
        with connections[alias].cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND usename = current_user AND pid <> pg_backend_pid()"
            )


@pytest.fixture
def clock() -> FixedClock:
    """A clock that stands at a working moment in Shanghai: 2026-11-20 10:00."""
    return FixedClock(datetime(2026, 11, 20, 2, 0, tzinfo=UTC))


@pytest.fixture
def system() -> SystemActor:
    """The software itself as the actor."""
    return SystemActor()


@pytest.fixture
def hub_id() -> UUID:
    """A hub that only this test knows."""
    return uuid4()


@pytest.fixture
def in_hub(db: None, hub_id: UUID) -> Iterator[UUID]:
    """The database, inside the context of `hub_id`."""
    with hub_context(hub_id):
        yield hub_id


@pytest.fixture
def committed(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The database with real commits, for races and workers; the owner empties every table afterwards."""
    with django_db_blocker.unblock():
        yield
        connections["default"].close()
        empty_tables()


@pytest.fixture(scope="module")
def lasting(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Path]:
    """The same for all of a file, whose tests each take a hub of their own; with a folder for its documents."""
    folder = tmp_path_factory.mktemp("files")
    with override_settings(DATA_DIR=folder, STORAGES=settings.STORAGES), django_db_blocker.unblock():
        yield folder
        connections["default"].close()
        empty_tables()


def empty_tables() -> None:
    """Remove all rows as the owner, past the append-only triggers; keep what migrations wrote."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "SELECT string_agg(quote_ident(tablename), ', ') FROM pg_tables WHERE schemaname = 'public'"
            " AND tablename NOT IN ('django_migrations', 'django_content_type', 'auth_permission')"
        )
        (tables,) = cursor.fetchone() or ("",)
        cursor.execute(f"TRUNCATE {tables} RESTART IDENTITY CASCADE")


@pytest.fixture
def queries() -> Callable[[], AbstractContextManager[CaptureQueriesContext]]:
    """Count what a block asks of the database: `with queries() as asked: ...; assert len(asked) == 3`."""

    @contextmanager
    def capture() -> Iterator[CaptureQueriesContext]:
        with CaptureQueriesContext(connection) as captured:
            yield captured

    return capture
