"""One file that holds everything: the database's dump, the documents and the installation's secret.

A tar of `manifest.json`, `database.dump` (pg_dump's custom format), `files/...` and `secret_key`. The dump is taken
before the files, which only ever grow: a document that arrives meanwhile is surplus, never missing.
"""

import json
import os
import shutil
import subprocess
import tarfile
import tempfile
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path

import psycopg

from landbridge.ground.postgres.connection import SUPERUSER, Connection, connections, data_dir, embedded, from_url
from landbridge.ground.postgres.connection import is_embedded as _is_embedded
from landbridge.ground.postgres.folder import DataFolder
from landbridge.ground.postgres.programs import PostgresError, bundled, quiet_environment, which

FORMAT = 1
FILES, SECRET = "files", "secret_key"
LAST_BACKUP = "last_backup.json"


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup says of itself. `rows` counts every table, so that a restore can be compared."""

    format: int
    made_at: str
    server: str
    roles: tuple[str, str]
    rows: Mapping[str, int]


def write_backup(environ: Mapping[str, str], target: Path, *, at: datetime) -> Manifest:
    """Write everything to `target`, complete or not at all, readable by its owner only; the database must run."""
    source, folder = _full_reader(environ), data_dir(environ)
    with tempfile.TemporaryDirectory(prefix="landbridge-backup-", dir=target.resolve().parent) as scratch:
        dump, manifest_file, fresh = (Path(scratch) / name for name in ("database.dump", "manifest.json", "backup.tar"))
        with psycopg.connect(source.as_conninfo()) as connection:
            connection.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
            (snapshot,) = connection.execute("SELECT pg_export_snapshot()").fetchone() or ("",)
            _run(environ, source, "pg_dump", "--format=custom", f"--snapshot={snapshot}", f"--file={dump}")
            roles = connections(environ)
            manifest = Manifest(
                format=FORMAT,
                made_at=at.isoformat(),
                server=connection.info.parameter_status("server_version") or "",
                roles=(roles["owner"].user, roles["app"].user),
                rows=count_rows(connection),
            )
        manifest_file.write_text(json.dumps(asdict(manifest), indent=1), encoding="utf-8")
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as stream:
            with tarfile.open(fileobj=stream, mode="w") as tar:
                tar.add(manifest_file, manifest_file.name)
                tar.add(dump, dump.name)
                for name in (FILES, SECRET):
                    if (folder / name).exists():
                        tar.add(folder / name, name)
            stream.flush()
            os.fsync(stream.fileno())
        fresh.replace(target)
    _remember(folder, target, at)
    return manifest


def read_backup(environ: Mapping[str, str], source: Path) -> Manifest:
    """Put a backup into the running, empty database and the data folder; PostgresError before anything is changed."""
    target, folder = _full_reader(environ), data_dir(environ)
    with ExitStack() as stack:
        scratch = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="landbridge-restore-")))
        tar = stack.enter_context(_opened(source))
        manifest = _manifest(tar, source)
        _refuse_strange_members(tar, folder)
        _refuse_unless_fit(target, folder, manifest)
        _extract(tar, tar.getmember("database.dump"), scratch)
        options = ["--exit-on-error", "--single-transaction", f"--dbname={target.name}", str(scratch / "database.dump")]
        _run(environ, target, "pg_restore", *options)
        for member in tar:
            if member.name.split("/")[0] == FILES or (member.name == SECRET and not (folder / SECRET).exists()):
                _extract(tar, member, folder)
    with psycopg.connect(target.as_conninfo()) as connection:
        arrived = count_rows(connection)
    if arrived != manifest.rows:
        raise PostgresError(
            "The restored tables do not hold as many rows as the backup says: do not use this database."
        )
    return manifest


def last_backup(environ: Mapping[str, str]) -> tuple[datetime, str] | None:
    """When and where to the last backup of this data folder was written."""
    try:
        found = json.loads((data_dir(environ) / LAST_BACKUP).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    return datetime.fromisoformat(found["at"]), str(found["file"])


def count_rows(connection: psycopg.Connection) -> dict[str, int]:
    """The rows of every table in `public`, as this role sees them."""
    names = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1").fetchall()
    counted = {}
    for (name,) in names:
        query = psycopg.sql.SQL("SELECT count(*) FROM public.{}").format(psycopg.sql.Identifier(name))
        (rows,) = connection.execute(query).fetchone() or (0,)
        counted[name] = rows
    return counted


def program_for(environ: Mapping[str, str], name: str) -> Path:
    """The client program for this database: the bundled one for ours; the machine's, if there is one, for another's.

    The bundled programs know no TLS and may be older than somebody else's server.
    """
    if _is_embedded(environ):
        return bundled() / name
    return which(name) or bundled() / name


def _full_reader(environ: Mapping[str, str]) -> Connection:
    """Who reads every hub's rows: row-level security is forced on the owner too, so a dump needs more than the owner."""
    if not _is_embedded(environ):
        return from_url(
            environ.get("DATABASE_BACKUP_URL") or environ.get("DATABASE_OWNER_URL") or environ["DATABASE_URL"]
        )
    folder = DataFolder(data_dir(environ))
    return replace(embedded(folder, "owner"), user=SUPERUSER, password=folder.secrets()[SUPERUSER])


def _opened(source: Path) -> tarfile.TarFile:
    try:
        return tarfile.open(source)
    except (FileNotFoundError, tarfile.ReadError) as error:
        raise PostgresError(f"{source} cannot be read as a backup: {error}") from None


def _manifest(tar: tarfile.TarFile, source: Path) -> Manifest:
    try:
        stream = tar.extractfile("manifest.json")
    except KeyError:
        stream = None
    if stream is None:
        raise PostgresError(f"{source} is not a backup made by `landbridge backup`.")
    found = json.load(stream)
    if found.get("format") != FORMAT:
        raise PostgresError(f"{source} has format {found.get('format')}; this version reads format {FORMAT}.")
    return Manifest(**{**found, "roles": tuple(found["roles"])})


def _refuse_strange_members(tar: tarfile.TarFile, folder: Path) -> None:
    """Links, devices and paths that lead out are not ours: such a file is refused before anything is changed."""
    for member in tar.getmembers():
        inside = (folder / member.name).resolve().is_relative_to(folder.resolve())
        if not inside or not (member.isreg() or member.isdir()):
            raise PostgresError(f"The backup holds {member.name!r}, which is not a plain file inside it.")


def _extract(tar: tarfile.TarFile, member: tarfile.TarInfo, folder: Path) -> None:
    """Write one member below `folder`, readable by its owner only."""
    stream = tar.extractfile(member)
    if stream is None:  # a folder: made when its files are
        return
    target = folder / member.name
    target.parent.mkdir(parents=True, exist_ok=True)
    with os.fdopen(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        shutil.copyfileobj(stream, file)


def _refuse_unless_fit(target: Connection, folder: Path, manifest: Manifest) -> None:
    with psycopg.connect(target.as_conninfo()) as connection:
        if count_rows(connection):
            raise PostgresError(
                f"The database {target.name} already has tables. A backup goes into an empty one: "
                "name another LANDBRIDGE_DATA_DIR, or make a new database."
            )
        known = {name for (name,) in connection.execute("SELECT rolname FROM pg_roles").fetchall()}
    missing = sorted(set(manifest.roles) - known)
    if missing:
        raise PostgresError(
            f"The backup names roles this server does not have: {', '.join(missing)}. Create them first."
        )
    if (folder / FILES).exists() and any((folder / FILES).iterdir()):
        raise PostgresError(f"{folder / FILES} is not empty. A backup goes into an empty folder.")


def _remember(folder: Path, target: Path, at: datetime) -> None:
    fresh = folder / f"{LAST_BACKUP}.new"
    fresh.write_text(json.dumps({"at": at.isoformat(), "file": str(target.resolve())}), encoding="utf-8")
    fresh.replace(folder / LAST_BACKUP)


def _run(environ: Mapping[str, str], connection: Connection, name: str, *options: str) -> None:
    environment = {**quiet_environment(os.environ), **connection.as_environment()}
    done = subprocess.run(  # noqa: S603 -- PostgreSQL's own programs
        [program_for(environ, name), *options], env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        raise PostgresError(f"{name} failed:\n{done.stderr.strip()[-2000:]}")
