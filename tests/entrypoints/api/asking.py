"""How tests ask the API."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

from django.test import Client
from django.test.utils import CaptureQueriesContext

Queries = Callable[[], AbstractContextManager[CaptureQueriesContext]]


def ask(client: Client, method: str, path: str, **said: Any) -> tuple[int, Any]:
    """The status and what was told, as data."""
    body = {} if method == "get" else {"data": said, "content_type": "application/json"}
    answer = getattr(client, method)(f"/api{path}", *([said] if method == "get" else []), **body)
    told = answer.headers.get("Content-Type", "").startswith("application/json") and answer.content
    return answer.status_code, answer.json() if told else None


def counted(client: Client, queries: Queries, *paths: str) -> list[int]:
    """How many questions each address asks of the database, after one call that warms up."""
    client.get(f"/api{paths[0]}")
    found = []
    for path in paths:
        with queries() as captured:
            answer = client.get(f"/api{path}")
        assert answer.status_code == 200, (path, answer.content)
        found.append(len(captured))
    return found
