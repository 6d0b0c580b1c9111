"""Who may see and change what matchmaking keeps."""

from uuid import UUID

from django.db.models import QuerySet

from landbridge.ground.locks import locked
from landbridge.kernel.actor import Actor
from landbridge.kernel.refusal import Missing, NotAllowed
from landbridge.matchmaking.models import Need, PairMeeting, PairRefusal
from landbridge.network.models import Organisation
from landbridge.network.permissions import Permission
from landbridge.projects.models import Project

VIEW = Permission.SEE_PROJECTS
CHANGE = Permission.PLAN_EVENTS


def visible_needs(actor: Actor, hub_id: UUID) -> QuerySet[Need]:
    """The needs of a hub that the actor may read."""
    needs = Need.objects.filter(hub_id=hub_id)
    return needs if actor.may(VIEW, hub_id) else needs.none()


def visible_refusals(actor: Actor, hub_id: UUID) -> QuerySet[PairRefusal]:
    """The refused pairs of a hub that the actor may read."""
    refusals = PairRefusal.objects.filter(hub_id=hub_id)
    return refusals if actor.may(VIEW, hub_id) else refusals.none()


def visible_meetings(actor: Actor, hub_id: UUID) -> QuerySet[PairMeeting]:
    """The remembered meetings of a hub that the actor may read."""
    meetings = PairMeeting.objects.filter(hub_id=hub_id)
    return meetings if actor.may(VIEW, hub_id) else meetings.none()


def require_change(actor: Actor, hub_id: UUID) -> None:
    """Refuse an actor who may not change what matchmaking keeps in this hub."""
    if actor.may(CHANGE, hub_id):
        return
    if actor.may(VIEW, hub_id):
        raise NotAllowed(permission=CHANGE)
    raise Missing(identifier=str(hub_id))


def access_organisation(actor: Actor, hub_id: UUID, organisation_id: UUID) -> Organisation:
    """The organisation whose need the actor may set, locked."""
    require_change(actor, hub_id)
    return locked(Organisation.objects.filter(hub_id=hub_id), organisation_id)


def access_pair(
    actor: Actor, hub_id: UUID, project_id: UUID, organisation_id: UUID, *, lock: bool = False
) -> tuple[Project, Organisation]:
    """Both ends of a pair the actor may decide about; the project is locked if asked, the organisation never is."""
    require_change(actor, hub_id)
    projects = Project.objects.filter(hub_id=hub_id)
    project = locked(projects, project_id) if lock else projects.filter(pk=project_id).first()
    organisation = Organisation.objects.filter(hub_id=hub_id, pk=organisation_id).first()
    if project is None:
        raise Missing(identifier=str(project_id))
    if organisation is None:
        raise Missing(identifier=str(organisation_id))
    return project, organisation


def access_refusal(actor: Actor, hub_id: UUID, refusal_id: UUID) -> PairRefusal:
    """The refused pair, locked, for an actor who may lift it."""
    require_change(actor, hub_id)
    return locked(PairRefusal.objects.filter(hub_id=hub_id), refusal_id)
