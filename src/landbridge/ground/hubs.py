"""Which hubs' rows this connection may touch.

Row-level security reads the setting `landbridge.hubs` of the connection. Without a context it is empty and every
hub-owned table looks empty: forgetting the context shows nothing rather than too much. The setting `landbridge.holder`
carries the digest of a secret (a personal link, a calendar feed): some tables let its holder see the one row it opens.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from uuid import UUID

from django.db import connection
from psycopg.pq import TransactionStatus


@contextmanager
def hub_context(*hub_ids: UUID) -> Iterator[None]:
    """Let the connection see and change rows of these hubs, and of no other, until the block ends.

    The former context returns afterwards. Contexts nest; an inner one replaces the outer, it does not add to it.
    """
    with _setting("landbridge.hubs", ",".join(str(hub_id) for hub_id in hub_ids)):
        yield


@contextmanager
def holder_context(secret_digest: str) -> Iterator[None]:
    """Let the connection see the rows that the secret with this digest opens (and no hub's other rows)."""
    with _setting("landbridge.holder", secret_digest):
        yield


@contextmanager
def account_context(account_id: UUID | None) -> Iterator[None]:
    """Let the connection see the memberships of this account, which are needed to learn its hubs."""
    with _setting("landbridge.account", str(account_id or "")):
        yield


def current_hubs() -> frozenset[UUID]:
    """The hubs of the present context, as the database knows them."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('landbridge.hubs', true)")
        (value,) = cursor.fetchone() or ("",)
    return frozenset(UUID(part) for part in (value or "").split(",") if part)


def forget_context() -> None:
    """Empty every setting of this connection: called where a request or job begins, so that nothing is inherited."""
    enter_context()


def enter_context(*, account_id: UUID | None = None, hub_ids: Iterable[UUID] = ()) -> None:
    """Set the whole context of this connection in one statement, for whoever calls `forget_context` afterwards."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('landbridge.hubs', %s, false), set_config('landbridge.holder', '', false),"
            " set_config('landbridge.account', %s, false)",
            [",".join(str(hub_id) for hub_id in hub_ids), str(account_id or "")],
        )


@contextmanager
def _setting(name: str, value: str) -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting(%s, true), set_config(%s, %s, false)", [name, name, value])
        (before, _) = cursor.fetchone() or ("", "")
    try:
        yield
    finally:
        # A failed transaction takes the setting back by itself when it rolls back, and accepts no statement until then.
        live = connection.connection
        if live is not None and live.info.transaction_status != TransactionStatus.INERROR:
            with connection.cursor() as cursor:
                cursor.execute("SELECT set_config(%s, %s, false)", [name, before or ""])
