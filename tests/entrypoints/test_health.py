"""`/healthz` says which part is down, to anybody, and is never kept by a cache."""

import pytest
from django.db import connection
from django.test import Client


@pytest.mark.django_db
def test_healthz_is_503_until_a_worker_beats(client: Client) -> None:
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()) == (503, {"database": True, "migrations": True, "worker": False})
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO procrastinate_workers DEFAULT VALUES")
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()) == (200, {"database": True, "migrations": True, "worker": True})
    assert answer.headers["Cache-Control"] == "no-store"
