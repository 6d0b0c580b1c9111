"""What evidence itself writes into the trail."""

from enum import StrEnum


class EvidenceEvent(StrEnum):
    """Things that happen to documents and threads."""

    DOCUMENT_KEPT = "evidence.document_kept"
    DOCUMENT_ERASED = "evidence.document_erased"
    THREAD_OPENED = "evidence.thread_opened"
