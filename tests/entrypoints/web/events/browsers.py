"""Browsers for tests that look into the database between two requests."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.test import Client

from landbridge.ground.hubs import hub_context
from landbridge.kernel.clock import SystemClock
from landbridge.network.models import Account, Membership
from landbridge.network.states import Role


class HubClient(Client):
    """A browser whose requests leave the test inside the hub's context: the gate empties it after each one."""

    hub_id: UUID

    def request(self, **request: Any) -> Any:
        response = super().request(**request)
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('landbridge.hubs', %s, false)", [str(self.hub_id)])
        return response


def client_as(role: Role, hub_id: UUID) -> Client:
    """Somebody logged in who holds the role in the hub."""
    account = Account.objects.create_user(f"{role}@example.org", "a long enough phrase")
    with hub_context(hub_id):
        now = SystemClock().now()
        Membership.objects.create(
            hub_id=hub_id, account=account, role=role, period=DateTimeTZRange(now - timedelta(days=9), None),
            granted_by=account.pk, recorded_at=now,
        )  # fmt: skip
    client = HubClient()
    client.hub_id = hub_id
    client.force_login(account, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client
