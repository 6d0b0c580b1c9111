"""The commands an operator uses, end to end, on a data folder of their own."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

import pytest

from landbridge.ground.postgres import Server


def environment(data_dir: Path, **more: str) -> dict[str, str]:
    foreign = ("DATABASE_", "LANDBRIDGE_", "DJANGO_")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(foreign)}
    return {**kept, "LANDBRIDGE_DATA_DIR": str(data_dir), **more}


def landbridge(env: Mapping[str, str], *arguments: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "landbridge", *arguments]
    return subprocess.run(command, env=dict(env), capture_output=True, text=True, check=False, timeout=120)


@pytest.fixture(scope="module")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The environment of an installation whose database is up to date."""
    env = environment(tmp_path_factory.mktemp("house"), LANDBRIDGE_PORT=str(free_port()))
    done = landbridge(env, "migrate", "--quiet")
    assert (done.returncode, done.stderr) == (0, "")
    return env


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_a_backup_brings_every_row_and_document_to_an_empty_folder(migrated: dict[str, str], tmp_path: Path) -> None:
    document = Path(migrated["LANDBRIDGE_DATA_DIR"]) / "files" / "ab" / "letter.txt"
    document.parent.mkdir(parents=True, exist_ok=True)
    document.write_text("signed", encoding="utf-8")
    asked = "SELECT room, during && '[2026-01-01,2026-01-02)' FROM kept ORDER BY 1"
    made = landbridge(
        migrated, "psql", "owner", "-Atc",
        "CREATE TABLE kept (room int, during daterange, EXCLUDE USING gist (room WITH =, during WITH &&));"
        "INSERT INTO kept VALUES (1, '[2026-01-01,2026-01-05)'), (2, '[2026-02-01,2026-02-05)')",
    )  # fmt: skip
    assert made.returncode == 0, made.stderr
    before = landbridge(migrated, "psql", "-Atc", asked)
    file = tmp_path / "all.tar"
    backup = landbridge(migrated, "backup", str(file))
    assert backup.returncode == 0, backup.stderr
    assert file.stat().st_mode & 0o777 == 0o600

    there = environment(tmp_path / "there")
    assert landbridge(there, "restore", str(file)).returncode == 0
    again = landbridge(there, "psql", "-Atc", asked)
    assert before.stdout.splitlines() == again.stdout.splitlines() == ["1|t", "2|f"]
    assert (tmp_path / "there" / "files" / "ab" / "letter.txt").read_text(encoding="utf-8") == "signed"
    overlap = landbridge(there, "psql", "owner", "-c", "INSERT INTO kept VALUES (1, '[2026-01-04,2026-01-06)')")
    assert "exclusion constraint" in overlap.stderr

    refused = landbridge(there, "restore", str(file))
    assert refused.returncode == 1
    assert "already has tables" in refused.stderr
    assert landbridge(there, "psql", "-Atc", asked).stdout == again.stdout


def test_a_file_that_is_no_backup_is_refused(migrated: dict[str, str], tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.tar"
    wrong.write_text("not a tar", encoding="utf-8")
    empty = environment(Path(migrated["LANDBRIDGE_DATA_DIR"]))
    done = landbridge(empty, "restore", str(wrong))
    assert (done.returncode, "cannot be read as a backup" in done.stderr) == (1, True)
    assert landbridge(empty, "restore", str(tmp_path / "none.tar")).returncode == 2


def test_a_table_of_industries_is_loaded_whole_or_not_at_all(migrated: dict[str, str], tmp_path: Path) -> None:
    table = tmp_path / "industries.csv"
    table.write_text("\ufeffcode,name\n2761,生物药品制造\n276,生物药品制品制造\n", encoding="utf-8")
    done = landbridge(migrated, "codes", "load", str(table), "--source", "the bureau")
    assert (done.returncode, done.stdout) == (0, "GB/T 4754: 2 codes loaded from the bureau.\n")
    table.write_text("code,name\nnonsense,x\n", encoding="utf-8")
    refused = landbridge(migrated, "codes", "load", str(table))
    assert (refused.returncode, "row 2, column code" in refused.stderr) == (2, True)
    assert landbridge(migrated, "codes", "load", str(tmp_path / "none.csv")).returncode == 2
    kept = landbridge(migrated, "psql", "-Atc", "SELECT code FROM network_industrycode ORDER BY code")
    assert kept.stdout == "276\n2761\n"


def test_zones_that_stand_move_nothing(migrated: dict[str, str]) -> None:
    done = landbridge(migrated, "zones")
    assert (done.returncode, done.stdout) == (0, "0 events computed again.\n")


def test_the_doctor_names_what_is_not_running(migrated: dict[str, str]) -> None:
    done = landbridge(migrated, "doctor")
    marks = {line.split()[1]: line.split()[0] for line in done.stdout.splitlines()}
    assert done.returncode == 1
    assert {marks[what] for what in ("version", "database", "roles", "extensions", "migrations")} == {"ok"}
    assert {marks[what] for what in ("worker", "web")} == {"FINDING"}


def test_migrating_another_server_needs_its_owner(tmp_path: Path) -> None:
    done = landbridge(environment(tmp_path, DATABASE_URL="postgresql://app@nowhere.invalid/x"), "migrate")
    assert (done.returncode, "DATABASE_OWNER_URL" in done.stderr) == (2, True)


def test_serving_comes_up_heals_and_stops(migrated: dict[str, str]) -> None:
    command = [sys.executable, "-m", "landbridge", "serve"]
    serving = subprocess.Popen(command, env=migrated, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        assert serving.stdout is not None
        port = int(migrated["LANDBRIDGE_PORT"])
        assert serving.stdout.readline() == f"Landbridge is ready: http://localhost:{port}/\n"
        assert status(port) == 200
        second = landbridge(migrated, "serve")
        assert (second.returncode, "is taken" in second.stderr) == (2, True)
        server = Server(Path(migrated["LANDBRIDGE_DATA_DIR"]))
        assert server.pid is not None
        os.kill(server.pid, signal.SIGKILL)
        wait_for(port, 200)
    finally:
        serving.send_signal(signal.SIGTERM)
        said = serving.communicate(timeout=60)
    assert serving.returncode == 0
    assert "starting it again" in said[1]
    assert server.pid is None


def wait_for(port: int, wanted: int) -> None:
    end = time.monotonic() + 90
    time.sleep(0.5)
    while status(port) != wanted:
        assert time.monotonic() < end
        time.sleep(0.2)


def status(port: int) -> int | None:
    question = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        question.request("GET", "/healthz")
        return question.getresponse().status
    except OSError:
        return None
    finally:
        question.close()
