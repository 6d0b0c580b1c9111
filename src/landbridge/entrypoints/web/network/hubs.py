"""Which hub a page of the network is about, and what time it is there."""

from datetime import date, datetime
from uuid import UUID

from django.http import HttpRequest

from landbridge.entrypoints.gate import actor_of
from landbridge.kernel.refusal import Missing
from landbridge.kernel.zones import to_wall
from landbridge.network import rules
from landbridge.network.models import Hub
from landbridge.network.permissions import Permission
from landbridge.network.queries import hubs_of

CHOSEN = "hub"


def working_hub(request: HttpRequest, permission: Permission) -> Hub:
    """The hub chosen by `?hub=` or before, among those where the reader holds the permission; `Missing` if in none."""
    actor = actor_of(request)
    hubs = {str(hub.pk): hub for hub in hubs_of(actor) if actor.may(permission, hub.pk)}
    if not hubs:
        raise Missing(identifier="hub")
    asked = hubs.get(request.GET.get(CHOSEN, ""))
    if asked:
        request.session[CHOSEN] = str(asked.pk)
    return asked or hubs.get(request.session.get(CHOSEN, "")) or next(iter(hubs.values()))


def other_hubs(request: HttpRequest, permission: Permission, hub: Hub) -> list[Hub]:
    """The other hubs the reader may change over to."""
    actor = actor_of(request)
    if not actor.administers_network and actor.hub_ids == {hub.pk}:
        return []
    return [other for other in hubs_of(actor) if other.pk != hub.pk and actor.may(permission, other.pk)]


def hub_of(request: HttpRequest, hub_id: UUID) -> Hub:
    """The hub of a record the reader was let to."""
    return rules.access_hub(actor_of(request), hub_id, permission=Permission.SEE_HUB)


def today_in(hub: Hub, now: datetime) -> date:
    """The day on the hub's wall: at seven in the evening in London it is tomorrow in Shanghai."""
    return to_wall(now, hub.zone).date()
