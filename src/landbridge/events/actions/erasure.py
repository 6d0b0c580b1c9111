"""What road shows forget when the network forgets a person."""

from uuid import UUID

from django.db.models import Q

from landbridge.events.models import Badge, CalendarFeed, DayChange, Message, PersonalLink


def forget_person(hub_id: UUID, person_id: UUID) -> None:
    """Delete the person's links, badges, calendar addresses and messages, and why they were away.

    Part of the action that erases them. Their place in agendas stays: it names a person who has no name any more.
    """
    for model in (PersonalLink, CalendarFeed, Message, Badge):
        model.objects.filter(hub_id=hub_id, attendee__person_id=person_id).delete()
    for model in (PersonalLink, CalendarFeed, Message):
        model.objects.filter(hub_id=hub_id, interpreter__person_id=person_id).delete()
    theirs = Q(attendee__person_id=person_id) | Q(interpreter__person_id=person_id)
    DayChange.objects.filter(theirs, hub_id=hub_id).update(note="")
