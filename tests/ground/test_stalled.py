"""What a killed worker leaves behind."""

from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace
from typing import Any

from asgiref.sync import async_to_sync
from django.db import connection
from procrastinate.contrib.django import app

from landbridge.ground.jobs import retry_stalled


def left(task: str, status: str, *, lock: str | None, worker: int | None = None) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, status, lock, queueing_lock, worker_id)"
            " VALUES ('default', %s, %s, %s, %s, %s) RETURNING id",
            [task, status, lock, lock, worker],
        )
        (number,) = cursor.fetchone() or (0,)
    return int(number)


def give_back() -> None:
    """Once the minute's task; in a thread of its own, since a browser's event loop may run in this one."""
    work: Any = retry_stalled.func
    try:
        async_to_sync(work)(SimpleNamespace(app=app), timestamp=0)
    finally:
        connection.close()


def test_a_dead_worker_blocks_neither_what_waits_already_nor_anybody_elses_work(committed: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - interval '1 hour'), (now()) RETURNING id"
        )
        (dead,), (alive,) = cursor.fetchall()
    minutely = left("test.minutely", "doing", lock="test.minutely", worker=dead)
    again = left("test.minutely", "todo", lock="test.minutely")
    other = left("test.double", "doing", lock=None, worker=dead)
    busy = left("test.double", "doing", lock=None, worker=alive)
    with ThreadPoolExecutor(1) as aside:
        aside.submit(give_back).result()
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, status FROM procrastinate_jobs")
        found = dict(cursor.fetchall())
        cursor.execute("SELECT count(*) FROM procrastinate_fetch_job_v2(NULL, %s) WHERE id = %s", [alive, again])
        (fetched,) = cursor.fetchone() or (0,)
    assert found == {minutely: "aborted", again: "todo", other: "todo", busy: "doing"}
    assert fetched == 1
