"""Lines of the trail as a page shows them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from landbridge.entrypoints.web import refusals
from landbridge.evidence.models import Trail


@dataclass(frozen=True, slots=True)
class Entry:
    """One line: when, what, and when it became so if we learned it later."""

    recorded_at: datetime
    words: object
    since: datetime | None


def entries(rows: Iterable[Trail]) -> list[Entry]:
    """The rows in words; an event whose room has no word for it shows its code."""
    words = refusals.sentences("EVENTS")
    return [
        Entry(
            row.recorded_at,
            words.get(row.event, row.event),
            row.effective_at if row.effective_at < row.recorded_at else None,
        )
        for row in rows
    ]
