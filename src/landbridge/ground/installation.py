"""What this database is, and what its clock shows."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime, timedelta

from django.db import connection, connections

from landbridge.ground.models import Installation
from landbridge.ground.roles import OWNER
from landbridge.ground.transactions import action
from landbridge.kernel.clock import Clock, ShiftedClock, SystemClock
from landbridge.kernel.refusal import Refusal


class NotADemonstration(Refusal):
    """The database holds real records: its clock is the machine's, and nobody logs in without a password."""

    code = "not_a_demonstration"


class NotEmpty(Refusal):
    """The database already holds records; a demonstration is only ever loaded into an empty one. `data`: `rows`."""

    code = "database_not_empty"


_held: ContextVar[list[Installation] | None] = ContextVar("installation", default=None)


@contextmanager
def read_once() -> Iterator[None]:
    """Inside the block the row is read at most once: what this installation is does not change within a request."""
    token = _held.set([])
    try:
        yield
    finally:
        _held.reset(token)


def installation() -> Installation:
    """The one row, or an unsaved one that says "real" where none was written yet."""
    held = _held.get()
    if held:
        return held[0]
    row = Installation.objects.filter(pk=1).first() or Installation()
    if held is not None:
        held.append(row)
    return row


def is_demonstration() -> bool:
    """Whether this database was filled as a demonstration."""
    return installation().demonstration_since is not None


def clock() -> Clock:
    """The clock of this installation: the machine's, plus the demonstration's shift if there is one."""
    shift = installation().clock_shift
    return ShiftedClock(SystemClock(), shift) if shift else SystemClock()


@action
def mark_as_demonstration(*, at: datetime) -> None:
    """Mark an empty database as a demonstration; `NotEmpty` if anybody can log in to it already."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM network_account")
        (accounts,) = cursor.fetchone() or (0,)
    if accounts:
        raise NotEmpty(rows=accounts)
    Installation.objects.update_or_create(pk=1, defaults={"demonstration_since": at})


@action
def move_clock(*, to: datetime) -> None:
    """Let the demonstration's clock show `to` and run on from there; refused in a real database."""
    row = Installation.objects.select_for_update().filter(pk=1, demonstration_since__isnull=False).first()
    if row is None:
        raise NotADemonstration
    row.clock_shift = to - SystemClock().now()
    row.save(update_fields=["clock_shift"])


@action
def reset_clock() -> None:
    """Let the demonstration's clock show the machine's time again."""
    Installation.objects.filter(pk=1, demonstration_since__isnull=False).update(clock_shift=timedelta())


def empty_demonstration() -> None:
    """Remove every row of a demonstration, as the owner; a real database is refused. Documents on disk are the caller's."""
    if not is_demonstration():
        raise NotADemonstration
    with connections[OWNER].cursor() as cursor:
        cursor.execute(
            "SELECT string_agg(quote_ident(tablename), ', ') FROM pg_tables WHERE schemaname = 'public'"
            " AND tablename NOT IN ('django_migrations', 'django_content_type', 'auth_permission')"
        )
        (tables,) = cursor.fetchone() or ("",)
        cursor.execute(f"TRUNCATE {tables} RESTART IDENTITY CASCADE")
