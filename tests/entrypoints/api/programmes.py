"""Programmes that ask the API with a token."""

import json
from datetime import timedelta
from typing import Any
from uuid import UUID

from landbridge.ground.hubs import hub_context
from landbridge.kernel.clock import SystemClock
from landbridge.network.actions.tokens import make_token
from landbridge.network.models import Hub
from landbridge.network.standings import acting
from landbridge.network.states import Role
from tests.entrypoints.web.events.browsers import HubClient, client_as


class Programme(HubClient):
    """A programme with a token: it sends JSON and carries no cookies."""

    secret: str

    def ask(self, method: str, path: str, content: dict[str, Any] | None = None, **headers: str) -> Any:
        """Send it as JSON and give the answer."""
        self.cookies.clear()
        return self.generic(
            method,
            f"/api{path}",
            json.dumps(content) if content is not None else "",
            content_type="application/json",
            headers={"Authorization": f"Bearer {self.secret}", **headers},
        )


def programme(hub: Hub, *scopes: str, role: Role = Role.HUB_MANAGER) -> Programme:
    """A programme of somebody with that role, with a token of these scopes."""
    account_id = UUID(client_as(role, hub.pk).session["_auth_user_id"])
    at = SystemClock().now()
    with hub_context(hub.pk):
        _token, secret = make_token(
            actor=acting(account_id, at=at), hub_id=hub.pk, name="report", scopes=scopes,
            until=at + timedelta(days=30), at=at,
        )  # fmt: skip
    asks = Programme(enforce_csrf_checks=True)
    asks.hub_id, asks.secret = hub.pk, secret
    return asks
