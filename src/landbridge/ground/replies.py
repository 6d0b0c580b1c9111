"""Answer a change once: who asks again with the same key gets the same answer, and nothing happens twice.

The key's row, the change and the answer are one transaction: a second asker waits for the first at the row, a crash
leaves neither the change nor the key.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import connection, transaction

from landbridge.ground.locks import refusing_when_busy
from landbridge.ground.models import KeptReply
from landbridge.ground.transactions import action
from landbridge.kernel.ids import uuid7
from landbridge.kernel.refusal import Refusal

KEPT: Final = timedelta(hours=24)
LONGEST_KEY: Final = 255
FINAL: Final = frozenset(range(200, 500)) - {401, 403, 408, 429}
"""Statuses that another try would not change; with any other the change is taken back and the key stays free."""


class KeyUsedOtherwise(Refusal):
    """This idempotency key came with another request within the last day."""

    code = "key_used_otherwise"


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer as it goes out; `again` if it was given before."""

    status: int
    media_type: str
    content: bytes
    again: bool = False


@action
def answer_once(*, account_id: UUID, key: str, fingerprint: str, at: datetime, answer: Callable[[], Reply]) -> Reply:
    """The answer kept under this key, or a new one, kept with what it changed."""
    KeptReply.objects.filter(account_id=account_id, made_at__lt=at - KEPT).delete()
    if not _first(account_id, key, fingerprint, at):
        return _kept(account_id, key, fingerprint)
    reply = answer()
    if reply.status in FINAL:
        KeptReply.objects.filter(account_id=account_id, key=key).update(
            status=reply.status, media_type=reply.media_type, content=reply.content
        )
    else:
        transaction.set_rollback(True)
    return reply


def _first(account_id: UUID, key: str, fingerprint: str, at: datetime) -> bool:
    """Take the key; waits while another request holds it and has not ended."""
    with refusing_when_busy(), connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {KeptReply._meta.db_table} (id, account_id, key, fingerprint, status, media_type, content, made_at)"  # noqa: S608 -- our own name
            " VALUES (%s, %s, %s, %s, 0, '', '', %s) ON CONFLICT (account_id, key) DO NOTHING",
            [uuid7(), account_id, key, fingerprint, at],
        )
        return bool(cursor.rowcount)


def _kept(account_id: UUID, key: str, fingerprint: str) -> Reply:
    kept = KeptReply.objects.get(account_id=account_id, key=key)
    if kept.fingerprint != fingerprint:
        raise KeyUsedOtherwise
    return Reply(kept.status, kept.media_type, bytes(kept.content), again=True)
