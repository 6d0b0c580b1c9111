from django.apps import AppConfig


class ProjectsConfig(AppConfig):
    """Projects, their journey from station to station, and what they ask for."""

    name = "landbridge.projects"
    label = "projects"
