from django.apps import AppConfig


class ProjectsConfig(AppConfig):
    """Projects, their journey from station to station, and what they ask for."""

    name = "landbridge.projects"
    label = "projects"

    def ready(self) -> None:
        """Make the room's events known to the trail."""
        from landbridge.evidence.trail import events  # noqa: PLC0415 -- models are not loaded before ready()
        from landbridge.projects.trail_events import ProjectEvent  # noqa: PLC0415 -- as above

        events.add("projects", ProjectEvent)
