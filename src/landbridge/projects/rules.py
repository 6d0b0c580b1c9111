"""Who may see and change a project. `access_project` is the only way to one for somebody."""

from typing import Final, Literal
from uuid import UUID

from django.db.models import QuerySet

from landbridge.ground.locks import locked
from landbridge.kernel.actor import Actor
from landbridge.kernel.refusal import Missing, NotAllowed
from landbridge.network.permissions import Permission
from landbridge.projects.models import Project

VIEW: Final = Permission.SEE_PROJECTS
CHANGE: Final = Permission.EDIT_PROJECTS
To = Literal["view", "change"]


def visible_projects(actor: Actor, *, hub_id: UUID) -> QuerySet[Project]:
    """The projects of a hub that the actor may see."""
    rows = Project.objects.filter(hub_id=hub_id)
    return rows if actor.may(VIEW, hub_id) else rows.none()


def access_project(actor: Actor, project_id: UUID, *, to: To = "view", lock: bool = False) -> Project:
    """The project, locked on request. Not seeing it is `Missing`; seeing without changing is `NotAllowed`."""
    project = locked(Project.objects.all(), project_id) if lock else Project.objects.filter(pk=project_id).first()
    if project is None:
        raise Missing(identifier=str(project_id))
    if not actor.may(VIEW, project.hub_id):
        raise Missing(identifier=str(project_id))
    if to == "change" and not actor.may(CHANGE, project.hub_id):
        raise NotAllowed(permission=CHANGE)
    return project


def require_change(actor: Actor, hub_id: UUID) -> None:
    """Refuse an actor who may not register projects in this hub."""
    if not actor.may(CHANGE, hub_id):
        raise NotAllowed(permission=CHANGE)
