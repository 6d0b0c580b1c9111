from django.apps import AppConfig


class MatchmakingConfig(AppConfig):
    """Needs, hard constraints between parties, and explained shortlists."""

    name = "landbridge.matchmaking"
    label = "matchmaking"
