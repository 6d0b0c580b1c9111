"""The database this installation uses: embedded and ours to start and stop, or any PostgreSQL named by the environment.

Knows no Django: settings ask `connection_settings`, commands and tests wrap their work in `running`.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from landbridge.ground.postgres.bootstrap import EXTENSIONS
from landbridge.ground.postgres.connection import (
    Connection,
    Role,
    connection_settings,
    connections,
    data_dir,
    from_url,
    is_embedded,
)
from landbridge.ground.postgres.copies import Manifest, last_backup, program_for, read_backup, write_backup
from landbridge.ground.postgres.programs import Confinement, PostgresError
from landbridge.ground.postgres.server import Server

__all__ = [
    "EXTENSIONS",
    "Confinement",
    "Connection",
    "Manifest",
    "PostgresError",
    "Role",
    "Server",
    "connection_settings",
    "connections",
    "data_dir",
    "from_url",
    "is_embedded",
    "last_backup",
    "program_for",
    "read_backup",
    "running",
    "write_backup",
]


@contextmanager
def running(environ: Mapping[str, str], *, durable: bool = True) -> Iterator[dict[Role, Connection]]:
    """Inside, the database runs: the embedded one is started if needed, and stopped if this was its last user."""
    if not is_embedded(environ):
        yield connections(environ)
        return
    with Server(data_dir(environ), durable=durable):
        yield connections(environ)
