"""Where a transaction begins."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from django.db import connection, transaction

Parameters = ParamSpec("Parameters")
Result = TypeVar("Result")

LOCK_TIMEOUT = "5s"


def action(function: Callable[Parameters, Result]) -> Callable[Parameters, Result]:
    """Make a function one unit of change: all of it is committed, or none of it.

    The outermost action opens the durable transaction and bounds how long it waits for a lock; an action called by
    another becomes a part of it (a savepoint), so that a refusal the caller catches leaves nothing half-done.
    """

    @wraps(function)
    def run(*args: Parameters.args, **kwargs: Parameters.kwargs) -> Result:
        outermost = not connection.in_atomic_block
        with transaction.atomic(durable=outermost):
            if outermost:
                with connection.cursor() as cursor:
                    cursor.execute(f"SET LOCAL lock_timeout = '{LOCK_TIMEOUT}'")
            return function(*args, **kwargs)

    return run
