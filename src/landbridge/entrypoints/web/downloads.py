"""Kept documents as downloads."""

from django.http import FileResponse

from landbridge.evidence import store
from landbridge.evidence.models import Document


def kept_file(document: Document, title: str) -> FileResponse:
    """The bytes of a document under the name it came with, else its title, as a download that no browser runs."""
    path = store.path_of(document.hub_id, document.digest)
    response = FileResponse(
        path.open("rb"),
        as_attachment=True,
        filename=document.original_name or title,
        content_type=document.media_type,
    )
    response["X-Content-Type-Options"] = "nosniff"
    return response
