from django.apps import AppConfig


class MatchmakingConfig(AppConfig):
    """Needs, hard constraints between parties, and explained shortlists."""

    name = "landbridge.matchmaking"
    label = "matchmaking"

    def ready(self) -> None:
        """Make the room's events known to the trail."""
        from landbridge.evidence.trail import events  # noqa: PLC0415 -- models are not loaded before ready()
        from landbridge.matchmaking.trail_events import MatchmakingEvent  # noqa: PLC0415 -- as above

        events.add("matchmaking", MatchmakingEvent)
