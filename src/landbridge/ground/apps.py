from django.apps import AppConfig
from django.db.models.signals import pre_migrate


class GroundConfig(AppConfig):
    """The common ground. Before any migration it makes sure that the application's role may use what is created."""

    name = "landbridge.ground"
    label = "ground"

    def ready(self) -> None:
        """Connect the one handler that must run before tables exist."""
        from landbridge.ground.roles import grant_before_migrate  # noqa: PLC0415 -- models are not loaded before ready()

        pre_migrate.connect(grant_before_migrate, dispatch_uid="ground.roles")
