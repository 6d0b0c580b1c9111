"""Each role walks the whole site: what the permission table gives it opens, and nothing else exists for it."""

from uuid import uuid4

import pytest
from django.test import Client
from django.urls import NoReverseMatch, reverse

from landbridge.entrypoints.gate import permission_table
from landbridge.ground.hubs import hub_context
from landbridge.kernel.actor import SystemActor
from landbridge.kernel.clock import SystemClock
from landbridge.kernel.names import Name
from landbridge.network.actions import hubs, memberships
from landbridge.network.permissions import Permission, allows
from landbridge.network.states import HubKind, Role

pytestmark = pytest.mark.django_db
SAMPLE = uuid4()
ARGUMENTS = ("event_id", "organisation_id", "person_id", "participant_id", "attendee_id", "version_id", "run_id")


def addresses() -> list[tuple[str, str, Permission]]:
    """Every route that asks for a permission, with an address; identifiers in it stand for nothing that exists."""
    found = []
    for name, needs in permission_table().items():
        if not isinstance(needs, Permission):
            continue
        for arguments in ({}, *({argument: SAMPLE} for argument in ARGUMENTS)):
            try:
                found.append((name, reverse(name, kwargs=arguments), needs))
            except NoReverseMatch:
                continue
            break
    return found


@pytest.fixture
def client_of(client: Client, request: pytest.FixtureRequest) -> Client:
    """A browser signed in as an account of one role in a new hub."""
    role: Role = request.param
    actor, at = SystemActor(), SystemClock().now()
    hub = hubs.create_hub(
        actor=actor, name=Name("Hub"), kind=HubKind.PARK, country="CN", city="", zone="Asia/Shanghai", at=at
    )
    with hub_context(hub.pk):
        account = hubs.open_account(actor=actor, hub_id=hub.pk, email=f"{role}@example.org", at=at)
        memberships.grant_membership(actor=actor, hub_id=hub.pk, account_id=account.pk, role=role, at=at)
    client.force_login(account, backend="allauth.account.auth_backends.AuthenticationBackend")
    client.role = role  # type: ignore[attr-defined]
    return client


@pytest.mark.parametrize("client_of", list(Role), indirect=True, ids=str)
def test_a_role_opens_what_the_table_gives_it_and_finds_nothing_else(client_of: Client) -> None:
    role: Role = client_of.role  # type: ignore[attr-defined]
    opened: list[tuple[str, int]] = []
    for name, address, needs in addresses():
        status = client_of.get(address).status_code
        if not allows(role, needs):
            if status not in {404, 405}:
                opened.append((name, status))
        elif str(SAMPLE) not in address:
            assert status in {200, 405, 422}, (name, status)
    assert opened == []


def test_without_an_account_every_such_route_leads_to_the_log_in_or_says_so(client: Client) -> None:
    strange = []
    for name, address, _needs in addresses():
        answer = client.get(address)
        if answer.status_code not in {302, 401, 405} or (
            answer.status_code == 302 and "/account/login/" not in answer["Location"]
        ):
            strange.append((name, answer.status_code))
    assert strange == []


def test_the_walk_covers_the_site() -> None:
    assert len(addresses()) > 60
