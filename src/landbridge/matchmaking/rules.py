"""Who may see and change what matchmaking keeps."""

from typing import Literal
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
To = Literal["view", "change"]


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


def access_need(actor: Actor, need_id: UUID, *, to: To = "view", lock: bool = False) -> Need:
    """The need with its organisation, locked on request. Not seeing it is `Missing`; seeing without changing is `NotAllowed`."""
    rows = Need.objects.select_related("organisation")
    need = locked(rows, need_id) if lock else rows.filter(pk=need_id).first()
    if need is None:
        raise Missing(identifier=str(need_id))
    if not actor.may(VIEW, need.hub_id):
        raise Missing(identifier=str(need_id))
    if to == "change" and not actor.may(CHANGE, need.hub_id):
        raise NotAllowed(permission=CHANGE)
    return need


def access_refusal(actor: Actor, hub_id: UUID, refusal_id: UUID) -> PairRefusal:
    """The refused pair, locked, for an actor who may lift it."""
    require_change(actor, hub_id)
    return locked(PairRefusal.objects.filter(hub_id=hub_id), refusal_id)


def access_refusal_seen(actor: Actor, refusal_id: UUID) -> PairRefusal:
    """The refused pair for an actor who may lift it, where only its own identifier is known."""
    refusal = PairRefusal.objects.filter(pk=refusal_id).first()
    if refusal is None:
        raise Missing(identifier=str(refusal_id))
    require_change(actor, refusal.hub_id)
    return refusal
