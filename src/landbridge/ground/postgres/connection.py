"""How to reach the database: from the environment, or from the embedded server's data folder."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal
from urllib.parse import parse_qsl, unquote, urlsplit

from psycopg.conninfo import make_conninfo

from landbridge.ground.postgres.folder import PORT, DataFolder
from landbridge.ground.postgres.programs import PostgresError

Role = Literal["app", "owner"]
USERS: Mapping[Role, str] = {"app": "landbridge_app", "owner": "landbridge_owner"}
SUPERUSER = "landbridge_super"  # initdb's: known to this layer only
DATABASE = "landbridge"


@dataclass(frozen=True, slots=True)
class Connection:
    """Where the database is and who asks. `host` is a folder when the server listens on a Unix socket."""

    host: str
    port: int
    user: str
    password: str = field(repr=False)
    name: str
    options: Mapping[str, str] = field(default_factory=dict)

    def as_django(self) -> dict[str, object]:
        """The part of a Django DATABASES entry that says where."""
        return {
            "HOST": self.host,
            "PORT": str(self.port),
            "USER": self.user,
            "PASSWORD": self.password,
            "NAME": self.name,
            "OPTIONS": dict(self.options),
        }

    def as_conninfo(self) -> str:
        """The text `psycopg.connect` takes."""
        place = {"host": self.host, "port": str(self.port), "user": self.user, "dbname": self.name}
        return make_conninfo(**{**place, "password": self.password, **self.options})

    def as_environment(self) -> dict[str, str]:
        """Variables for PostgreSQL's own programs: a password never stands on a command line."""
        place = {"PGHOST": self.host, "PGPORT": str(self.port), "PGUSER": self.user, "PGDATABASE": self.name}
        return {**place, "PGPASSWORD": self.password, **{f"PG{key.upper()}": v for key, v in self.options.items()}}


def data_dir(environ: Mapping[str, str]) -> Path:
    """The folder everything is kept in: `LANDBRIDGE_DATA_DIR`, else `var` in the working directory."""
    return Path(environ.get("LANDBRIDGE_DATA_DIR") or "var").resolve()


def is_embedded(environ: Mapping[str, str]) -> bool:
    """Whether the database is ours to start and stop."""
    return not environ.get("DATABASE_URL")


def connections(environ: Mapping[str, str]) -> dict[Role, Connection]:
    """The connections of both roles; starts nothing. For a new data folder the passwords are made here, once.

    With `DATABASE_URL` alone both roles are its user: `migrate` then refuses, and `doctor` says so.
    """
    if not is_embedded(environ):
        app = from_url(environ["DATABASE_URL"])
        return {"app": app, "owner": from_url(environ.get("DATABASE_OWNER_URL") or environ["DATABASE_URL"])}
    folder = DataFolder(data_dir(environ))
    folder.prepare([SUPERUSER, *USERS.values()])
    return {"app": embedded(folder, "app"), "owner": embedded(folder, "owner")}


def connection_settings(environ: Mapping[str, str]) -> dict[Role, dict[str, object]]:
    """What `connections` says, as the part of Django's DATABASES entries that says where."""
    return {role: connection.as_django() for role, connection in connections(environ).items()}


def embedded(folder: DataFolder, role: Role) -> Connection:
    """The connection of one role to the embedded server of that folder."""
    user = USERS[role]
    return Connection(str(folder.socket_folder()), PORT, user, folder.secrets().get(user, ""), DATABASE)


def from_url(url: str) -> Connection:
    """Read `postgresql://user:password@host:port/name?option=value`; a socket folder goes into `?host=/folder`."""
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"} or not parts.path.strip("/"):
        raise PostgresError("A database address looks like postgresql://user:password@host:5432/name")
    options = dict(parse_qsl(parts.query))
    host = options.pop("host", "") or parts.hostname or "localhost"
    port = int(options.pop("port", "") or parts.port or PORT)
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    return Connection(host, port, user, password, unquote(parts.path.strip("/")), options)
