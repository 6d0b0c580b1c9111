"""What projects write into the trail."""

from enum import StrEnum


class ProjectEvent(StrEnum):
    """Things that happen to a project."""

    REGISTERED = "projects.registered"
    CHANGED = "projects.changed"
    ADVANCED = "projects.advanced"
    DOCUMENT_ADDED = "projects.document_added"
