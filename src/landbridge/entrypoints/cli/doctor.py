"""`landbridge doctor`: what runs, and what is wrong."""

import argparse
import os
import platform
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from importlib.metadata import version
from typing import Literal

import psycopg

from landbridge.entrypoints.cli.house import may_migrate, open_house
from landbridge.ground.postgres import (
    EXTENSIONS,
    Confinement,
    Connection,
    Server,
    connections,
    data_dir,
    is_embedded,
    last_backup,
)
from landbridge.kernel.clock import SystemClock

LEAST_DISK = 1_000_000_000
BACKUP_AGE = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Line:
    """One thing looked at. A `note` is worth knowing; a `FINDING` is wrong and makes the command end with 1."""

    mark: Literal["ok", "note", "FINDING"]
    what: str
    found: str


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the command's arguments: there are none."""


def run(_options: argparse.Namespace) -> int:
    """Print one line per thing looked at; 1 if one of them is a finding."""
    with open_house():
        lines = list(examine())
    for line in lines:
        print(f"{line.mark:<8} {line.what:<12} {line.found}")
    return int(any(line.mark == "FINDING" for line in lines))


def examine() -> Iterator[Line]:
    """Look at everything; the database runs and settings are loaded."""
    yield Line("ok", "version", f"landbridge {version('landbridge')}, Python {platform.python_version()}")
    yield from _disk()
    roles = connections(os.environ)
    with psycopg.connect(roles["app"].as_conninfo()) as connection:
        yield from _database(connection, roles["owner"])
        yield from _extensions(connection)
    yield from _processes()
    yield _book()
    yield _backup()


def _disk() -> Iterator[Line]:
    folder = data_dir(os.environ)
    free = shutil.disk_usage(folder).free
    yield Line("ok", "data folder", str(folder))
    yield Line("ok" if free >= LEAST_DISK else "FINDING", "free disk", f"{free / 1e9:.1f} GB")


def _database(connection: psycopg.Connection, owner: Connection) -> Iterator[Line]:
    kind = "embedded" if is_embedded(os.environ) else "by DATABASE_URL"
    yield Line("ok", "database", f"PostgreSQL {connection.info.parameter_status('server_version')}, {kind}")
    if is_embedded(os.environ) and Server(data_dir(os.environ)).confinement is Confinement.SETUID:
        yield Line(
            "note", "database", "runs as `nobody`, a user other programs may share: user namespaces are forbidden"
        )
    row = connection.execute(
        "SELECT rolsuper OR rolbypassrls, current_user = pg_get_userbyid(datdba)"
        " FROM pg_roles, pg_database WHERE rolname = current_user AND datname = current_database()"
    ).fetchone()
    powers, owns = row or (True, True)
    if powers or owns:
        yield Line("FINDING", "roles", f"{connection.info.user} is owner or superuser: it would see past hub walls")
    elif not may_migrate():
        yield Line("note", "roles", "DATABASE_OWNER_URL is not set: this process cannot migrate")
    else:
        yield Line("ok", "roles", f"{connection.info.user} serves, {owner.user} migrates")


def _extensions(connection: psycopg.Connection) -> Iterator[Line]:
    there = {name for (name,) in connection.execute("SELECT extname FROM pg_extension").fetchall()}
    missing = [name for name in EXTENSIONS if name not in there]
    if missing:
        order = "; ".join(f"CREATE EXTENSION {name}" for name in missing)
        yield Line("FINDING", "extensions", f"missing: {', '.join(missing)}. As owner: {order}")
    else:
        yield Line("ok", "extensions", ", ".join(EXTENSIONS))


def _processes() -> Iterator[Line]:
    from landbridge.entrypoints.health import ask_healthz  # these need settings, which are loaded by now
    from landbridge.ground import health

    found = health.examine()
    if found.pending_migrations:
        yield Line("FINDING", "migrations", f"{len(found.pending_migrations)} to apply: run landbridge migrate")
    else:
        yield Line("ok", "migrations", "none to apply")
    if found.worker:
        yield Line("ok", "worker", f"last heartbeat {found.worker_silence:.0f} s ago")
    else:
        yield Line("FINDING", "worker", "none is running: landbridge serve starts one")
    port = int(os.environ.get("LANDBRIDGE_PORT", "8000"))
    status = ask_healthz(port)
    said = f"port {port} answers {status}" if status else f"nothing answers on port {port}: run landbridge serve"
    yield Line("ok" if status == 200 else "FINDING", "web", said)


def _book() -> Line:
    from landbridge.matchmaking.vectors import shelf  # as above

    place = shelf()
    if place is None:
        return Line(
            "note", "matcher", "compares without the book of troubles: no text encoder, or LANDBRIDGE_TROUBLES=0"
        )
    missing, parts = len(place.missing()), len(place.parts)
    read = (
        f"the book of troubles is read ({parts} parts)" if not missing else f"{parts - missing} of {parts} parts read"
    )
    return Line("note" if missing else "ok", "matcher", read)


def _backup() -> Line:
    last = last_backup(os.environ)
    if last is None:
        return Line("FINDING", "last backup", "never: run landbridge backup FILE")
    at, file = last
    fresh = SystemClock().now() - at <= BACKUP_AGE
    return Line("ok" if fresh else "FINDING", "last backup", f"{at:%Y-%m-%d %H:%M} UTC, {file}")
