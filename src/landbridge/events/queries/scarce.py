"""What an event has too little of beside tables: time to walk, and interpreters."""

from uuid import UUID

from landbridge.events.models import Event, Interpreter, Walk


def walks_in(event: Event) -> dict[frozenset[UUID], int]:
    """The minutes between each two places that are not next door: one query."""
    rows = Walk.objects.filter(event=event).values_list("first_id", "second_id", "minutes")
    return {frozenset((first, second)): minutes for first, second, minutes in rows}


def interpreters_in(event: Event) -> dict[UUID, Interpreter]:
    """Who interprets, with their names: one query."""
    rows = Interpreter.objects.filter(event=event).select_related("person").order_by("id")
    return {row.pk: row for row in rows}
