from django.apps import AppConfig


class NetworkConfig(AppConfig):
    """People, organisations, hubs and their roles."""

    name = "landbridge.network"
    label = "network"
