"""The files that came into a road show."""

from django.db.models import Q, QuerySet

from landbridge.events.models import Event
from landbridge.events.sheets import SHEETS
from landbridge.events.trail_events import EventsEvent
from landbridge.evidence.models import Trail
from landbridge.network.models import Import
from landbridge.network.states import ImportState


def imports_of(event: Event, rows: QuerySet[Import]) -> QuerySet[Import]:
    """Those of `rows` whose people were put on this road show's list, and those that nobody has taken anywhere yet."""
    taken = Trail.objects.filter(
        hub_id=event.hub_id, subject_id=event.pk, event=EventsEvent.PARTICIPANTS_IMPORTED
    ).values_list("data__import_id", flat=True)
    ours = rows.filter(schema__in=[schema.key for schema in SHEETS.values()])
    return ours.filter(Q(state=ImportState.UPLOADED) | Q(pk__in=list(taken)))
