"""The same press that arrives twice: by a double click, a slow line, or two tabs.

What has a natural key is guarded by its key. A new record has none, since names repeat: for it, the same words within
a moment are taken as one saying.
"""

from datetime import datetime, timedelta
from typing import Final, TypeVar

from django.db import models

MOMENT: Final = timedelta(seconds=10)
"""How long the same words are taken as the same press."""

Row = TypeVar("Row", bound=models.Model)


def said_already(rows: models.QuerySet[Row], *, written: str, at: datetime, **same: object) -> Row | None:
    """The row that says the same and was written (column `written`) within the moment before `at`.

    The caller holds a lock under which such rows are made.
    """
    return rows.filter(**{f"{written}__gt": at - MOMENT, f"{written}__lte": at}, **same).order_by(written, "pk").first()
