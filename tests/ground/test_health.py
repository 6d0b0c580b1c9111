"""What counts as whole."""

import pytest
from django.db import connection, connections
from django.db.migrations.recorder import MigrationRecorder

from landbridge.ground.health import WORKER_SILENCE, examine


def beat(seconds_ago: float) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - make_interval(secs => %s))",
            [seconds_ago],
        )


@pytest.mark.django_db
def test_without_a_worker_the_rest_is_up() -> None:
    found = examine()
    assert (found.database, found.migrations, found.worker, found.whole) == (True, True, False, False)
    assert found.worker_silence is None


@pytest.mark.django_db
@pytest.mark.parametrize(("ago", "alive"), [(1.0, True), (WORKER_SILENCE + 1, False)])
def test_a_worker_is_alive_while_it_beats(ago: float, *, alive: bool) -> None:
    beat(ago + 100)
    beat(ago)
    found = examine()
    assert found.worker_silence == pytest.approx(ago, abs=1)
    assert (found.worker, found.whole) == (alive, alive)


def test_a_missing_migration_is_named(committed: None) -> None:
    recorder = MigrationRecorder(connections["owner"])
    recorder.record_unapplied("ground", "0001_walls_and_jobs")
    try:
        found = examine()
    finally:
        recorder.record_applied("ground", "0001_walls_and_jobs")
    assert found.pending_migrations == ("ground.0001_walls_and_jobs",)
    assert (found.database, found.migrations, found.whole) == (True, False, False)


@pytest.mark.django_db
def test_a_database_that_does_not_answer_is_no_crash(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = connection.settings_dict
    monkeypatch.setitem(settings, "HOST", "/nonexistent")
    connection.close()
    found = examine()
    assert (found.database, found.migrations, found.worker, found.whole) == (False, False, False, False)
