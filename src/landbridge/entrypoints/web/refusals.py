"""From a refusal to a sentence: what was refused, why, and what to do next.

Each room's `phrases.py` holds `REFUSALS` and `FINDINGS`: sentences by code, translated lazily, with the refusal's data
as named placeholders (`"%(name)s is not free at that time. Choose another slot."`); `JOBS`, what a kind of background work
is called; `JOB_NOTES`, what it says while it runs, with its note as placeholders.
"""

from collections.abc import Mapping
from datetime import date, datetime, time
from functools import cache
from importlib import import_module
from importlib.util import find_spec

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from landbridge.entrypoints.web import wording
from landbridge.kernel.refusal import Finding, Refusal

Sentence = str | Promise

GROUND: dict[str, Sentence] = {
    "hub_missing": gettext_lazy("You work in several hubs. Say which one is meant."),
    "page_unknown": gettext_lazy("This is no page of this list. Begin at the first one."),
    "missing": gettext_lazy("There is no such thing, or you may not see it. Go back and choose from the list."),
    "not_allowed": gettext_lazy("You may see this but not change it. Ask a hub manager for the role that may."),
    "busy": gettext_lazy("Somebody else is changing the same thing just now. Try again in a moment."),
    "key_used_otherwise": gettext_lazy(
        "This Idempotency-Key came with another request before. Use a new key for each change."
    ),
    "illegal_move": gettext_lazy(
        "This step is not possible now: somebody may have been faster. Look at the page again."
    ),
    "input_refused": gettext_lazy("Something in what you gave cannot be taken. Correct it and send again."),
    "unknown_zone": gettext_lazy("There is no time zone “%(zone)s”. Choose one from the list, such as Asia/Shanghai."),
    "time_does_not_exist": gettext_lazy(
        "Clocks in %(zone)s skip %(wall)s: summer time begins. The next time there is %(next_wall)s."
    ),
    "time_too_far": gettext_lazy("No road show is held in the year of %(wall)s. Check the date."),
    "time_is_ambiguous": gettext_lazy(
        "Clocks in %(zone)s show %(wall)s twice: summer time ends. Choose a time outside that hour."
    ),
}


BASE: dict[str, dict[str, Sentence]] = {"REFUSALS": GROUND, "FINDINGS": GROUND}


class _Data(dict[str, object]):
    """Data for a sentence; a placeholder without data becomes a dash rather than an error."""

    def __missing__(self, key: str) -> str:
        return "–"


@cache
def sentences(kind: str) -> Mapping[str, Sentence]:
    """All rooms' sentences of one kind (REFUSALS, FINDINGS, JOBS, JOB_NOTES) from their `phrases.py`."""
    found: dict[str, Sentence] = dict(BASE.get(kind, {}))
    for room in ("ground", *settings.ROOMS):
        if find_spec(f"landbridge.{room}") and find_spec(f"landbridge.{room}.phrases"):
            found |= getattr(import_module(f"landbridge.{room}.phrases"), kind, {})
    return found


def words(refusal: Refusal) -> str:
    """The sentence for a refusal, in the reader's language."""
    return words_of(refusal.code, refusal.data)


def words_of(code: str, data: Mapping[str, object]) -> str:
    """The sentence for a refusal of which only code and data are left, as a job keeps it."""
    return said("REFUSALS", code, data) or _unsaid(code)


def finding_words(finding: Finding) -> str:
    """The sentence for one fault in what was given."""
    data = {"row": finding.row, "field": finding.field, **finding.data}
    return said("FINDINGS", finding.code, data) or _unsaid(finding.code)


def said(kind: str, code: str, data: Mapping[str, object]) -> str:
    """The sentence of that kind and code with its data filled in; nothing where no room has one."""
    sentence = sentences(kind).get(code)
    return str(sentence) % _Data({name: _shown(value) for name, value in data.items()}) if sentence is not None else ""


def _shown(value: object) -> object:
    """A value as a sentence writes it: days and hours in the reader's way, several things parted by commas."""
    if isinstance(value, datetime):
        return wording.moment(value)
    if isinstance(value, date):
        return wording.day(value)
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, tuple | list):
        return ", ".join(str(_shown(item)) for item in value)
    return value


def titled(kind: str, code: str) -> str:
    """The words for a code that stands alone, else the code itself."""
    return str(sentences(kind).get(code, code))


def _unsaid(code: str) -> str:
    return _("This was refused (%(code)s). Nothing was changed.") % {"code": code}
