"""What the tabs of the network need to know."""

from django.http import HttpRequest

from landbridge.entrypoints.gate import actor_of
from landbridge.entrypoints.web.network.hubs import other_hubs
from landbridge.network.models import Hub
from landbridge.network.permissions import Permission


def tab_context(request: HttpRequest, hub: Hub, tab: str, permission: Permission) -> dict[str, object]:
    """The tab a page is, the hub it shows, the others one may change over to."""
    return {
        "hub": hub,
        "hubs": other_hubs(request, permission, hub),
        "tab": tab,
        "may_manage": actor_of(request).may(Permission.MANAGE_MEMBERS, hub.pk),
    }
