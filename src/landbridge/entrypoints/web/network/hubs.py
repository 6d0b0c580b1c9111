"""Which hub a page of the network is about: the reader's only one, or the one chosen last."""

from django.http import HttpRequest

from landbridge.entrypoints.gate import actor_of
from landbridge.kernel.refusal import Missing
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
    wanted = request.GET.get(CHOSEN) or request.session.get(CHOSEN, "")
    chosen = hubs.get(wanted) or next(iter(hubs.values()))
    if request.GET.get(CHOSEN):
        request.session[CHOSEN] = str(chosen.pk)
    return chosen


def other_hubs(request: HttpRequest, permission: Permission, hub: Hub) -> list[Hub]:
    """The other hubs the reader may change over to."""
    actor = actor_of(request)
    return [other for other in hubs_of(actor) if other.pk != hub.pk and actor.may(permission, other.pk)]
