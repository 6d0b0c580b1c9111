"""Who may see evidence."""

from uuid import UUID

from landbridge.evidence.models import Document
from landbridge.kernel.actor import Actor
from landbridge.kernel.refusal import Missing


def access_document(actor: Actor, document_id: UUID, *, permission: str) -> Document:
    """The living document, if the actor holds `permission` in its hub; absent and forbidden give the same answer."""
    document = Document.objects.filter(pk=document_id, erased_at__isnull=True).first()
    if document is None:
        raise Missing(identifier=str(document_id))
    if not actor.may(permission, document.hub_id):
        raise Missing(identifier=str(document_id))
    return document
