"""Interpreters of an event, and the agenda of each."""

from django.db.models import Count, Q, QuerySet

from landbridge.events.models import AgendaVersion, Event, Interpreter
from landbridge.events.queries.personal import Entry, entries_at


def interpreters_of(event: Event) -> QuerySet[Interpreter]:
    """Who interprets, with the number of their meetings in the agenda that stands as `standing`: one query."""
    rows = Interpreter.objects.filter(event=event).select_related("person")
    return rows.annotate(standing=Count("meetings", filter=Q(meetings__published=True))).order_by("pk")


def meetings_interpreted(interpreter: Interpreter, version: AgendaVersion) -> tuple[Entry, ...]:
    """The interpreter's meetings in a version in time order; both sides are their partners. Two queries."""
    return entries_at(version, interpreter=interpreter)
