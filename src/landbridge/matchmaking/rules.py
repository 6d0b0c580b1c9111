"""Who may see and change what matchmaking keeps."""

from datetime import date
from typing import Literal
from uuid import UUID

from django.db.models import QuerySet

from landbridge.ground.locks import locked
from landbridge.kernel.actor import Actor
from landbridge.kernel.refusal import Missing, NotAllowed
from landbridge.matchmaking.models import Lead, Need, Notice, PairMeeting, PairRefusal, PairSighting, StandingSearch
from landbridge.matchmaking.states import NoticeState
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


def visible_notices(actor: Actor, hub_id: UUID) -> QuerySet[Notice]:
    """The hub's notices in every state, if the actor may see its projects; else none."""
    rows = Notice.objects.filter(hub_id=hub_id)
    return rows if actor.may(VIEW, hub_id) else rows.none()


def public_notices(*, today: date) -> QuerySet[Notice]:
    """What everybody may read: the notices of all hubs that stand on the board today."""
    return Notice.objects.filter(state=NoticeState.PUBLISHED, expires_on__gt=today)


def access_public_notice(notice_id: UUID, *, today: date) -> Notice:
    """One notice that stands on the board; one that is withdrawn, expired or never was gives the same answer."""
    notice = public_notices(today=today).filter(pk=notice_id).first()
    if notice is None:
        raise Missing(identifier=str(notice_id))
    return notice


def access_notice(actor: Actor, notice_id: UUID, *, to: To = "view", lock: bool = False) -> Notice:
    """The hub's own notice in whatever state, locked on request."""
    rows = Notice.objects.select_related("project", "need__organisation")
    notice = locked(rows, notice_id) if lock else rows.filter(pk=notice_id).first()
    if notice is None:
        raise Missing(identifier=str(notice_id))
    if not actor.may(VIEW, notice.hub_id):
        raise Missing(identifier=str(notice_id))
    if to == "change" and not actor.may(CHANGE, notice.hub_id):
        raise NotAllowed(permission=CHANGE)
    return notice


def visible_leads(actor: Actor, hub_id: UUID) -> QuerySet[Lead]:
    """What was asked from the public board: personal data, for those who answer it."""
    rows = Lead.objects.filter(hub_id=hub_id)
    return rows if actor.may(CHANGE, hub_id) else rows.none()


def access_lead(actor: Actor, lead_id: UUID) -> Lead:
    """A lead, locked, for who may answer it."""
    lead = locked(Lead.objects.select_related("notice"), lead_id)
    if not actor.may(CHANGE, lead.hub_id):
        raise Missing(identifier=str(lead_id))
    return lead


def access_lead_seen(actor: Actor, lead_id: UUID) -> Lead:
    """A lead to read, for who may answer it."""
    lead = Lead.objects.select_related("notice").filter(pk=lead_id).first()
    if lead is None:
        raise Missing(identifier=str(lead_id))
    if not actor.may(CHANGE, lead.hub_id):
        raise Missing(identifier=str(lead_id))
    return lead


def access_search(actor: Actor, search_id: UUID, *, lock: bool = False) -> StandingSearch:
    """A standing search with its need and owner, for who may change the need."""
    rows = StandingSearch.objects.select_related("need__organisation", "person")
    search = locked(rows, search_id) if lock else rows.filter(pk=search_id).first()
    if search is None:
        raise Missing(identifier=str(search_id))
    if not actor.may(CHANGE, search.hub_id):
        raise Missing(identifier=str(search_id))
    return search


def visible_sightings(actor: Actor, hub_id: UUID) -> QuerySet[PairSighting]:
    """The pairs that were shown in a hub, for who makes its lists."""
    rows = PairSighting.objects.filter(hub_id=hub_id)
    return rows if actor.may(CHANGE, hub_id) else rows.none()
