"""Who sees what of the network: lists are empty and single things absent for who may not see them."""

from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

import pytest

from landbridge.kernel.refusal import Missing, NotAllowed
from landbridge.network import rules
from landbridge.network.actions.accounts import close_account
from landbridge.network.actions.webhooks import add_endpoint, send_test
from landbridge.network.actors import MembershipActor
from landbridge.network.models import ExchangeRate, Hub, Import, Membership, WebhookDelivery, WebhookEndpoint
from landbridge.network.permissions import Permission
from landbridge.network.states import Role
from tests.network import makers
from tests.network.actors import member

AT = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)


@pytest.fixture
def kept(in_hub: UUID) -> UUID:
    makers.hub(pk=in_hub)
    makers.provenance(in_hub)
    ExchangeRate.objects.create(
        hub_id=in_hub, base="USD", quote="CNY", price=Decimal(7), on=AT.date(), source="bank", entered_by=uuid4(),
        entered_at=AT,
    )  # fmt: skip
    endpoint = add_endpoint(
        actor=member(in_hub), hub_id=in_hub, url="https://8.8.8.8/hook", name="crm", topics=["network"], at=AT
    )
    send_test(actor=member(in_hub), endpoint_id=endpoint.pk, at=AT)
    return in_hub


LISTS: dict[str, tuple[Callable[..., Any], Role, Role]] = {
    "organisations": (rules.visible_organisations, Role.SCOUT, Role.AUTHORITY),
    "people": (rules.visible_people, Role.SCOUT, Role.AUTHORITY),
    "memberships": (rules.visible_memberships, Role.HUB_MANAGER, Role.SCOUT),
    "imports": (rules.visible_imports, Role.SCOUT, Role.AUTHORITY),
    "provenance": (rules.visible_provenance, Role.SCOUT, Role.AUTHORITY),
    "rates": (rules.visible_rates, Role.SCOUT, Role.AUTHORITY),
    "trail": (rules.visible_trail, Role.AUTHORITY, Role.SCOUT),
    "endpoints": (rules.visible_endpoints, Role.HUB_MANAGER, Role.SCOUT),
}


@pytest.mark.parametrize("name", LISTS)
def test_lists_are_empty_for_who_may_not_read_them(kept: UUID, name: str) -> None:
    visible, role, other = LISTS[name]
    makers.organisation(kept)
    makers.person(kept)
    Import.objects.create(hub_id=kept, schema="people", document_id=uuid4(), uploaded_by=uuid4(), uploaded_at=AT)
    Membership.objects.create(
        hub_id=kept, account=makers.account(), role=Role.SCOUT, period=(AT, None), granted_by=uuid4(), recorded_at=AT
    )
    assert visible(member(kept, role), hub_id=kept).count() > 0
    assert visible(member(kept, other), hub_id=kept).count() == 0


def test_a_rate_is_withdrawn_by_who_sees_it_and_manages_the_hub(kept: UUID) -> None:
    rate = ExchangeRate.objects.get()
    assert rules.access_rate(member(kept), rate.pk) == rate
    for actor, identifier in ((member(kept), uuid4()), (member(kept, Role.AUTHORITY), rate.pk)):
        with pytest.raises(Missing):
            rules.access_rate(actor, identifier)
    with pytest.raises(NotAllowed):
        rules.access_rate(member(kept, Role.SCOUT), rate.pk)


@pytest.mark.parametrize("lock", [False, True])
@pytest.mark.parametrize(
    ("kind", "access"),
    [(WebhookEndpoint, rules.access_endpoint), (WebhookDelivery, rules.access_delivery)],
)
def test_endpoints_and_their_messages_are_for_who_manages_the_hub(
    kept: UUID, kind: Any, access: Callable[..., Any], lock: bool
) -> None:
    row = kind.objects.first()
    assert access(member(kept), row.pk, lock=lock) == row
    for actor, identifier in ((member(kept), uuid4()), (member(kept, Role.SCOUT), row.pk)):
        with pytest.raises(Missing):
            access(actor, identifier, lock=lock)


def test_a_hub_is_seen_by_its_members_and_changed_by_who_may(kept: UUID) -> None:
    ask = Permission.MANAGE_HUB
    assert rules.access_hub(member(kept), kept, permission=ask) == Hub.objects.get()
    for actor, identifier in ((member(kept), uuid4()), (member(uuid4()), kept)):
        with pytest.raises(Missing):
            rules.access_hub(actor, identifier, permission=ask)
    with pytest.raises(NotAllowed) as refused:
        rules.access_hub(member(kept, Role.VISITOR), kept, permission=ask)
    assert "hub_manager" in str(refused.value.data["role"])


def test_an_account_is_had_by_its_holder_until_it_is_closed(kept: UUID) -> None:
    account = makers.account()
    holder = MembershipActor(account.pk, ())
    assert rules.access_account(holder, account.pk) == account
    with pytest.raises(NotAllowed):
        rules.access_account(member(kept), account.pk)
    close_account(actor=holder, account_id=account.pk, at=AT)
    with pytest.raises(Missing):
        rules.access_account(holder, account.pk)


@pytest.mark.parametrize("lock", [False, True])
def test_absent_walled_off_and_forbidden_are_one_answer(kept: UUID, lock: bool) -> None:
    person = makers.person(kept)
    assert rules.access_person(member(kept, Role.SCOUT), person.pk, to="change", lock=lock) == person
    for actor, identifier in ((member(kept), uuid4()), (member(kept, Role.AUTHORITY), person.pk)):
        with pytest.raises(Missing):
            rules.access_person(actor, identifier, to="see", lock=lock)
    with pytest.raises(NotAllowed):
        rules.access_person(member(kept, Role.SCOUT), person.pk, to="erase", lock=lock)
