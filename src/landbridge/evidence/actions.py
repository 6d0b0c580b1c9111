"""Writes of evidence. Callers in the rooms above have asked their own rules before."""

from datetime import datetime
from typing import BinaryIO
from uuid import UUID

from django.db import transaction

from landbridge.evidence import media, store, trail
from landbridge.evidence.models import Document, Thread
from landbridge.evidence.trail_events import EvidenceEvent
from landbridge.ground.locks import advisory_lock, locked
from landbridge.ground.transactions import action
from landbridge.kernel.actor import Actor
from landbridge.kernel.ids import short_code, uuid7

PROJECT_KIND = "P"


@action
def keep_document(
    *, actor: Actor, hub_id: UUID, file: BinaryIO, original_name: str, source: str, purpose: str, at: datetime
) -> Document:
    """Keep a file with where it came from and why. Its media type is read from its content, not from its name."""
    digest, size = store.keep(hub_id, file)
    document = Document.objects.create(
        hub_id=hub_id,
        digest=digest,
        media_type=media.sniff(file),
        size=size,
        original_name=original_name[-255:],
        source=source,
        purpose=purpose,
        kept_by=actor.actor_id,
        kept_at=at,
    )
    trail.record(actor, EvidenceEvent.DOCUMENT_KEPT, document, hub_id=hub_id, at=at, digest=digest, size=size)
    return document


@action
def erase_document(*, actor: Actor, hub_id: UUID, document_id: UUID, at: datetime) -> None:
    """Forget a document's bytes, name and source; the row and its digest stay for what cites them.

    The bytes go when the transaction has committed, and only if no other living document shares them.
    """
    document = locked(Document.objects.filter(hub_id=hub_id, erased_at__isnull=True), document_id)
    document.erased_at, document.original_name, document.source = at, "", ""
    document.save(update_fields=["erased_at", "original_name", "source"])
    trail.record(actor, EvidenceEvent.DOCUMENT_ERASED, document, hub_id=hub_id, at=at)
    digest = document.digest
    if not Document.objects.filter(digest=digest, erased_at__isnull=True).exists():
        transaction.on_commit(lambda: store.remove(hub_id, digest))


@action
def open_thread(*, actor: Actor, hub_id: UUID, at: datetime) -> Thread:
    """Begin a thread with a code that no other thread of the hub has."""
    advisory_lock(space="evidence.thread", identifier=hub_id)
    identifier = uuid7()
    while Thread.objects.filter(hub_id=hub_id, code=short_code(PROJECT_KIND, identifier)).exists():
        identifier = uuid7()
    thread = Thread.objects.create(
        id=identifier, hub_id=hub_id, code=short_code(PROJECT_KIND, identifier), opened_at=at
    )
    trail.record(actor, EvidenceEvent.THREAD_OPENED, thread, hub_id=hub_id, at=at, code=thread.code)
    return thread
