"""What the trail says of documents and threads, by the event's code."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

EVENTS: Final[dict[str, str | Promise]] = {
    "evidence.document_kept": _("Document kept"),
    "evidence.document_erased": _("Document erased"),
    "evidence.thread_opened": _("Thread opened"),
}
