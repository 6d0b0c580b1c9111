from django.apps import AppConfig


class NetworkConfig(AppConfig):
    """People, organisations, hubs and their roles."""

    name = "landbridge.network"
    label = "network"

    def ready(self) -> None:
        """Make the room's events known to the trail, and have the trail tell other systems of all rooms' events."""
        from landbridge.evidence.trail import events, listeners  # noqa: PLC0415 -- models are not loaded before ready()
        from landbridge.network.actions.webhooks import announce  # noqa: PLC0415 -- as above
        from landbridge.network.trail_events import NetworkEvent  # noqa: PLC0415 -- as above

        events.add("network", NetworkEvent)
        listeners.add("webhooks", announce)
