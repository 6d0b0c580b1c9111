from django.apps import AppConfig


class EventsConfig(AppConfig):
    """Road shows: delegations, wishes, agendas and meetings."""

    name = "landbridge.events"
    label = "events"

    def ready(self) -> None:
        """Make the room's events known to the trail."""
        from landbridge.events.trail_events import EventsEvent  # noqa: PLC0415 -- as above
        from landbridge.evidence.trail import events  # noqa: PLC0415 -- models are not loaded before ready()

        events.add("events", EventsEvent)
