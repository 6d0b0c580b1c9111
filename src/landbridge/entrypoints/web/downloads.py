"""Kept documents and calendars as downloads."""

from typing import Final

from django.http import FileResponse, HttpResponse

from landbridge.evidence import store
from landbridge.evidence.models import Document

ICS: Final = "text/calendar; charset=utf-8"


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


def calendar_to_keep(content: bytes, name: str) -> HttpResponse:
    """A calendar file as it stands now; it does not follow later changes."""
    return HttpResponse(
        content, content_type=ICS, headers={"Content-Disposition": f'attachment; filename="{name}.ics"'}
    )
