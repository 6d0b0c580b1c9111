"""A migrated database of its own for a benchmark, thrown away afterwards; nothing of yours is touched."""

import os
import platform
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any


@contextmanager
def scratch() -> Iterator[None]:
    """Django set up on an empty database, with static files collected."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["LANDBRIDGE_DATA_DIR"] = str(Path(folder) / "data")
        from landbridge.entrypoints.cli.house import open_house  # noqa: PLC0415 -- settings read the folder above
        from landbridge.entrypoints.cli.migrate import migrate  # noqa: PLC0415 -- as above

        with open_house():
            migrate(verbosity=0)
            from django.core.management import call_command  # noqa: PLC0415 -- Django is set up by now

            call_command("collectstatic", interactive=False, verbosity=0)
            yield


def analyse() -> None:
    """Let PostgreSQL count what was just loaded, as its autovacuum does within a minute: without, every plan is a guess."""
    from django.db import connections  # noqa: PLC0415 -- Django is set up by now

    with connections["owner"].cursor() as cursor:
        cursor.execute("ANALYZE")


def machine() -> str:
    """The line every table begins with: where it was measured."""
    return f"# {platform.processor() or platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"


def cpu(client: object, address: str) -> float:
    """Milliseconds of CPU of this process that one request takes (PostgreSQL's own is not in it)."""
    begun = time.process_time()
    client.get(address)  # type: ignore[attr-defined]
    return (time.process_time() - begun) * 1000


def queries(client: object, address: str) -> int:
    """How many statements one request sends to the database."""
    from django.db import connection  # noqa: PLC0415 -- Django is set up by now

    seen: list[str] = []

    def counted(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:  # noqa: FBT001 -- Django's form
        seen.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(counted):
        client.get(address)  # type: ignore[attr-defined]
    return len(seen)
