"""Backups: whole, private, and refused where they do not fit."""

import io
import json
import shutil
import tarfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest

from landbridge.ground.postgres import (
    PostgresError,
    Server,
    connections,
    last_backup,
    program_for,
    read_backup,
    write_backup,
)

AT = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)
WALLED = """
CREATE TABLE walled (hub_id int, word text);
INSERT INTO walled VALUES (1, 'a'), (2, 'b');
ALTER TABLE walled ENABLE ROW LEVEL SECURITY;
ALTER TABLE walled FORCE ROW LEVEL SECURITY;
CREATE POLICY none ON walled USING (false);
REVOKE UPDATE ON walled FROM landbridge_app;
"""
Environ = dict[str, str]


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Environ]:
    """A running installation with one table that neither role can read."""
    folder = tmp_path_factory.mktemp("source")
    environ = {"LANDBRIDGE_DATA_DIR": str(folder)}
    (folder / "files" / "ab").mkdir(parents=True)
    (folder / "files" / "ab" / "deed").write_text("signed", encoding="utf-8")
    (folder / "secret_key").write_text("hush", encoding="utf-8")
    with Server(folder, durable=False):
        with psycopg.connect(connections(environ)["owner"].as_conninfo()) as owner:
            owner.execute(WALLED.encode())
        yield environ


@pytest.fixture(scope="module")
def backup(source: Environ, tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("backup") / "all.tar"
    manifest = write_backup(source, file, at=AT)
    assert manifest.rows == {"walled": 2}
    return file


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Environ]:
    """A running installation without tables."""
    with Server(tmp_path / "empty", durable=False):
        yield {"LANDBRIDGE_DATA_DIR": str(tmp_path / "empty")}


def tampered(backup: Path, to: Path, change: Callable[[tarfile.TarInfo, bytes], bytes | None]) -> Path:
    """A copy of the backup in which each member is what `change` makes of it; None leaves it out."""
    with tarfile.open(backup) as old, tarfile.open(to, "w") as new:
        for member in old:
            stream = old.extractfile(member)
            content = change(member, stream.read() if stream else b"")
            if content is not None:
                member.size = len(content) if member.isreg() else 0
                new.addfile(member, io.BytesIO(content))
    return to


def manifest_with(**changes: object) -> Callable[[tarfile.TarInfo, bytes], bytes]:
    def change(member: tarfile.TarInfo, content: bytes) -> bytes:
        return json.dumps({**json.loads(content), **changes}).encode() if member.name == "manifest.json" else content

    return change


def tables(environ: Environ) -> list[tuple[object, ...]]:
    with psycopg.connect(connections(environ)["app"].as_conninfo()) as app:
        return app.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()


def test_rows_nobody_may_read_files_secret_and_rights_all_arrive(
    source: Environ, backup: Path, empty: Environ, tmp_path: Path
) -> None:
    assert backup.stat().st_mode & 0o777 == 0o600
    assert list(backup.parent.iterdir()) == [backup]
    assert last_backup(source) == (AT, str(backup.resolve()))
    assert last_backup(empty) is None
    assert read_backup(empty, backup).rows == {"walled": 2}
    assert (tmp_path / "empty" / "files" / "ab" / "deed").read_text(encoding="utf-8") == "signed"
    assert (tmp_path / "empty" / "secret_key").stat().st_mode & 0o777 == 0o600
    with psycopg.connect(connections(empty)["app"].as_conninfo(), autocommit=True) as app:
        assert app.execute("SELECT count(*) FROM walled").fetchone() == (0,)
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            app.execute("UPDATE walled SET word = 'c'")


def test_a_secret_that_is_there_is_kept(backup: Path, empty: Environ, tmp_path: Path) -> None:
    (tmp_path / "empty" / "secret_key").write_text("mine", encoding="utf-8")
    read_backup(empty, backup)
    assert (tmp_path / "empty" / "secret_key").read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (manifest_with(format=2), "has format 2; this version reads format 1"),
        (manifest_with(roles=["stranger", "landbridge_app"]), "roles this server does not have: stranger"),
        (lambda member, content: None if member.name == "manifest.json" else content, "is not a backup made by"),
    ],
)
def test_a_backup_that_does_not_fit_changes_nothing(
    backup: Path, empty: Environ, tmp_path: Path, change: Callable[[tarfile.TarInfo, bytes], bytes | None], said: str
) -> None:
    with pytest.raises(PostgresError, match=said):
        read_backup(empty, tampered(backup, tmp_path / "wrong.tar", change))
    assert tables(empty) == []


def test_documents_are_never_mixed(backup: Path, empty: Environ, tmp_path: Path) -> None:
    (tmp_path / "empty" / "files").mkdir()
    (tmp_path / "empty" / "files" / "mine").touch()
    with pytest.raises(PostgresError, match=r"files is not empty"):
        read_backup(empty, backup)
    assert tables(empty) == []


def test_rows_that_are_missing_are_said(backup: Path, empty: Environ, tmp_path: Path) -> None:
    with pytest.raises(PostgresError, match="do not hold as many rows"):
        read_backup(empty, tampered(backup, tmp_path / "short.tar", manifest_with(rows={"walled": 3})))


@pytest.mark.parametrize("kind", ["climbing", "link"])
def test_a_member_that_leads_out_is_refused(backup: Path, empty: Environ, tmp_path: Path, kind: str) -> None:
    def change(member: tarfile.TarInfo, content: bytes) -> bytes:
        if member.name == "files/ab/deed" and kind == "climbing":
            member.name = "files/../../climbed"
        elif member.name == "files/ab/deed":
            member.type, member.linkname = tarfile.SYMTYPE, "/etc/passwd"
        return content

    with pytest.raises(PostgresError, match="not a plain file inside it"):
        read_backup(empty, tampered(backup, tmp_path / "bad.tar", change))
    assert not (tmp_path / "climbed").exists()
    assert tables(empty) == []


def test_what_is_no_archive_is_refused(empty: Environ, tmp_path: Path) -> None:
    (tmp_path / "text.tar").write_text("no", encoding="utf-8")
    for name in ("text.tar", "none.tar"):
        with pytest.raises(PostgresError, match="cannot be read as a backup"):
            read_backup(empty, tmp_path / name)


def test_a_failing_dump_leaves_no_file(source: Environ, tmp_path: Path) -> None:
    app = connections(source)["app"]
    address = f"postgresql://{app.user}:{app.password}@/{app.name}?host={app.host}"
    elsewhere = {**source, "DATABASE_URL": address}  # row-level security binds this role, and a dump of half is none
    with pytest.raises(PostgresError, match="pg_dump failed"):
        write_backup(elsewhere, tmp_path / "never.tar", at=AT)
    assert list(tmp_path.iterdir()) == []


def test_another_server_gets_this_machine_s_programs_if_there_are_any() -> None:
    another = {"DATABASE_URL": "postgresql://a@b/c"}
    found = shutil.which("sh")
    assert found is not None
    assert program_for(another, "sh") == Path(found)
    assert program_for(another, "a-program-nobody-has").parent == program_for({}, "pg_dump").parent
