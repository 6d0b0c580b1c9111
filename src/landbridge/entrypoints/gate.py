"""The gate every request passes: who asks, which hubs they may see, and whether the route lets them in.

Deny by default: a route without a row in the permission table answers as if it did not exist. The table only opens the
door; `rules.access_*` decides about each object behind it, and row-level security about each row.
"""

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Final, cast
from uuid import UUID

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponseBase, JsonResponse
from django.utils.functional import SimpleLazyObject
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from landbridge.entrypoints import clock
from landbridge.ground.hubs import enter_context, forget_context
from landbridge.ground.installation import read_once
from landbridge.network.actions.tokens import note_use
from landbridge.network.actors import MembershipActor
from landbridge.network.permissions import Permission
from landbridge.network.standings import acting_by, hubs_in_reach, standing, token_of

Answer = Callable[[HttpRequest], HttpResponseBase]
API: Final = "/api/"
NOBODY = MembershipActor(UUID(int=0))


class Gate(StrEnum):
    """What a route asks for where it asks for no permission in a hub."""

    PUBLIC = "public"
    SIGNED_IN = "signed_in"
    LINK_HOLDER = "link_holder"  # the page itself asks for the session that a personal link opened
    CLOSED = "closed"  # a package brings the route and this site does not offer it


Table = Mapping[str, Gate | Permission]


class GateMiddleware:
    """Gives each request its `actor` and the database its context, and takes the context away afterwards."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer inside the context of the hubs the account belongs to."""
        with read_once():
            return self._answer(request)

    def _answer(self, request: HttpRequest) -> HttpResponseBase:
        try:
            request.actor = self._enter(request)  # type: ignore[attr-defined]
            return self.get_response(request)
        finally:
            forget_context()

    def _enter(self, request: HttpRequest) -> MembershipActor:
        """Who asks; with the connection seeing what they may reach. Three statements for a member, two for nobody."""
        secret = bearer(request)
        if secret is not None:
            return self._enter_by_token(request, secret)
        if not request.user.is_authenticated:
            forget_context()
            return NOBODY
        account_id = request.user.pk
        enter_context(account_id=account_id)
        actor = standing(account_id, at=clock.current().now())
        enter_context(account_id=account_id, hub_ids=hubs_in_reach(actor))
        return actor

    def _enter_by_token(self, request: HttpRequest, secret: str) -> MembershipActor:
        """A programme's request: its token says who asks; a session that came along is not looked at."""
        at = clock.current().now()
        forget_context()
        token = token_of(secret, at=at)
        if token is None:
            request.user = AnonymousUser()
            return NOBODY
        actor = acting_by(token, at=at)
        enter_context(account_id=token.account_id, hub_ids=actor.hub_ids)
        request.user = SimpleLazyObject(lambda: token.account)  # type: ignore[assignment]
        request.token = token  # type: ignore[attr-defined]
        note_use(actor=actor, token=token, at=at)
        return actor

    def process_view(self, request: HttpRequest, *view: object) -> HttpResponseBase | None:
        """Let the request through, send it to the log-in, or answer as if the route did not exist."""
        needs = permission_table().get(request.resolver_match.view_name if request.resolver_match else "")
        if needs is None or needs is Gate.CLOSED:
            raise Http404
        if needs in {Gate.PUBLIC, Gate.LINK_HOLDER}:
            return None
        if not request.user.is_authenticated:
            if request.path.startswith(API):
                message = _("Send a token that is still valid, as “Authorization: Bearer …”, or sign in.")
                return JsonResponse({"code": "not_signed_in", "message": message, "data": {}}, status=401)
            return redirect_to_login(request.get_full_path(), settings.LOGIN_URL)
        if isinstance(needs, Permission):
            _narrow(actor_of(request), needs)
        return None


def bearer(request: HttpRequest) -> str | None:
    """The token a request to the API shows, if any. Pages know no tokens."""
    said, _, secret = request.headers.get("Authorization", "").partition(" ")
    return secret.strip() if request.path.startswith(API) and said.lower() == "bearer" else None


def actor_of(request: HttpRequest) -> MembershipActor:
    """Who asks."""
    return cast("MembershipActor", request.actor)  # type: ignore[attr-defined]


def _narrow(actor: MembershipActor, permission: Permission) -> None:
    """Let the request see only the hubs where the actor holds what the route needs; without any, the route is shut.

    Who manages one hub and visits another opens the managers' pages, and finds nothing of the other hub behind them.
    """
    if not may_somewhere(actor, permission):
        raise Http404
    if actor.administers_network:
        return
    hub_ids = {hub_id for hub_id in actor.hub_ids if actor.may(permission, hub_id)}
    if hub_ids != actor.hub_ids:
        enter_context(account_id=actor.account_id, hub_ids=hub_ids)


def may_somewhere(actor: MembershipActor, permission: Permission) -> bool:
    """Whether the actor holds the permission in any hub; which one, the page's rules decide."""
    return any(actor.may(permission, hub_id) for hub_id in actor.hub_ids)


def opens(actor: MembershipActor, route: str) -> bool:
    """Whether the table lets somebody who is signed in through to a route: what menus show is what this says."""
    needs = permission_table().get(route)
    if isinstance(needs, Permission):
        return may_somewhere(actor, needs)
    return needs in {Gate.PUBLIC, Gate.SIGNED_IN}


def permission_table() -> Table:
    """Every route by its full name, with what it needs. Named by a setting: the table knows the pages, which know us."""
    return cast("Table", import_string(settings.PERMISSION_TABLE))
