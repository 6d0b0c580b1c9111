from django.apps import AppConfig


class WebConfig(AppConfig):
    """The pages: templates, template tags and static files."""

    name = "landbridge.entrypoints.web"
    label = "web"
