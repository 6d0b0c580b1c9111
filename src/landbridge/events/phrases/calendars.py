"""Words inside calendar files."""

from collections.abc import Sequence

from django.utils.translation import gettext as _


def summary(partner: str, *, cancelled: bool) -> str:
    """The line a calendar shows: with whom, and that it is off where it is."""
    meeting = _("Meeting with %(partner)s") % {"partner": partner}
    return _("Cancelled: %(meeting)s") % {"meeting": meeting} if cancelled else meeting


def table(label: str) -> str:
    """Where: the table."""
    return _("Table %(label)s") % {"label": label}


def description(people: Sequence[str], interpreter: str = "") -> str:
    """Who sits at the table for the other side, and who interprets."""
    told = _("At the table: %(people)s") % {"people": ", ".join(people)}
    return f"{told}\n{interprets(interpreter)}" if interpreter else told


def interprets(name: str) -> str:
    """Who interprets at a meeting."""
    return _("Interpreter: %(name)s") % {"name": name}
