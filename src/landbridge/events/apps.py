from django.apps import AppConfig


class EventsConfig(AppConfig):
    """Road shows: delegations, wishes, agendas and meetings."""

    name = "landbridge.events"
    label = "events"
