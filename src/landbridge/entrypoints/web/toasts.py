"""Messages that appear after an action, with the way to undo it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.contrib import messages
from django.contrib.messages.storage.base import Message
from django.http import HttpRequest
from django.utils.functional import Promise

UNDO = "undo:"


@dataclass(frozen=True, slots=True)
class Toast:
    """A message and, where the action can be taken back, the address that does it by POST."""

    text: str
    undo: str = ""


def toast(request: HttpRequest, text: str | Promise, *, undo: str = "") -> None:
    """Leave a message for the next page this reader sees."""
    messages.success(request, str(text), extra_tags=UNDO + undo if undo else "")


def toasts(stored: Iterable[Message]) -> Iterator[Toast]:
    """The stored messages as toasts."""
    for message in stored:
        tags = message.extra_tags or ""
        yield Toast(str(message.message), tags.removeprefix(UNDO) if tags.startswith(UNDO) else "")
