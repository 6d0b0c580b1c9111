"""Lock, re-read, then decide."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from typing import TypeVar
from uuid import UUID

from django.db import OperationalError, connection, models
from psycopg import errors

from landbridge.kernel.refusal import Missing, Refusal

Row = TypeVar("Row", bound=models.Model)


class Busy(Refusal):
    """Somebody else is changing the same thing and did not finish in time. Trying again is right."""

    code = "busy"


@contextmanager
def refusing_when_busy() -> Iterator[None]:
    """Turn the database's lock timeout or deadlock into the refusal `Busy`."""
    try:
        yield
    except OperationalError as error:
        if isinstance(error.__cause__, errors.LockNotAvailable | errors.DeadlockDetected):
            raise Busy from error
        raise


def locked(rows: models.QuerySet[Row], identifier: UUID) -> Row:
    """The row, locked until the transaction ends and read after the lock was had; `Missing` if there is none."""
    with refusing_when_busy():
        row = rows.select_for_update(of=("self",)).filter(pk=identifier).first()
    if row is None:
        raise Missing(identifier=str(identifier))
    return row


def present(rows: models.QuerySet[Row], identifier: UUID) -> Row:
    """The row as it stands, without a lock; `Missing` if there is none."""
    row = rows.filter(pk=identifier).first()
    if row is None:
        raise Missing(identifier=str(identifier))
    return row


def locked_all(rows: models.QuerySet[Row], identifiers: Collection[UUID]) -> list[Row]:
    """These rows, locked in the order of their identifiers, so that two actions never wait for each other."""
    with refusing_when_busy():
        found = list(rows.select_for_update(of=("self",)).filter(pk__in=set(identifiers)).order_by("pk"))
    if len(found) != len(set(identifiers)):
        raise Missing(identifiers=[str(i) for i in identifiers])
    return found


def advisory_lock(*, space: str, identifier: UUID) -> None:
    """Hold the lock named by `space` and `identifier` until the transaction ends; for things that have no row yet."""
    with refusing_when_busy(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s), hashtext(%s))", [space, str(identifier)])
