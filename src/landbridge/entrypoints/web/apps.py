from django.apps import AppConfig


class WebConfig(AppConfig):
    """The pages: templates, template tags and static files."""

    name = "landbridge.entrypoints.web"
    label = "web"

    def ready(self) -> None:
        """Say where the background work of each room leads once it is done, and register the checks of settings."""
        from landbridge.entrypoints.web.account import checks  # noqa: F401, PLC0415 -- registers itself
        from landbridge.entrypoints.web.events.job_links import register  # noqa: PLC0415 -- models are not loaded before

        register()
