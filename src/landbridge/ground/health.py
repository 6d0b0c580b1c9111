"""Whether this installation is whole: the database answers, nothing is left to migrate, a worker is alive."""

import functools
from dataclasses import dataclass

from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

WORKER_SILENCE = 30.0  # seconds; a worker beats every 10


@dataclass(frozen=True, slots=True)
class Health:
    """What was found. `worker_silence` is seconds since the last heartbeat of any worker, None if there never was one."""

    database: bool
    pending_migrations: tuple[str, ...]
    worker_silence: float | None

    @property
    def migrations(self) -> bool:
        """Whether the database has every migration of this version."""
        return self.database and not self.pending_migrations

    @property
    def worker(self) -> bool:
        """Whether some worker beat lately."""
        return self.worker_silence is not None and self.worker_silence < WORKER_SILENCE

    @property
    def whole(self) -> bool:
        """Whether all of it is up."""
        return self.database and self.migrations and self.worker


def examine() -> Health:
    """Ask the database, through the application's connection."""
    try:
        pending = tuple(sorted(f"{app}.{name}" for app, name in _known() - _applied()))
        return Health(database=True, pending_migrations=pending, worker_silence=_silence() if not pending else None)
    except DatabaseError:
        return Health(database=False, pending_migrations=(), worker_silence=None)


@functools.cache
def _known() -> frozenset[tuple[str, str]]:
    """Every migration this version brings; a squashed one stands for those it replaces."""
    loader = MigrationLoader(None, load=False)
    loader.load_disk()
    return frozenset(loader.disk_migrations or ())


def _applied() -> set[tuple[str, str]]:
    return set(MigrationRecorder(connection).applied_migrations())


def _silence() -> float | None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT extract(epoch FROM now() - max(last_heartbeat))::float8 FROM procrastinate_workers")
        row: tuple[float | None] = cursor.fetchone() or (None,)
    return row[0]
