from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    """Documents, the trail, threads."""

    name = "landbridge.evidence"
    label = "evidence"

    def ready(self) -> None:
        """Make the room's events known to the trail."""
        from landbridge.evidence.trail import events  # noqa: PLC0415 -- models are not loaded before ready()
        from landbridge.evidence.trail_events import EvidenceEvent  # noqa: PLC0415 -- as above

        events.add("evidence", EvidenceEvent)
