"""Letting somebody in: account, role and letter come together, for who has an account and who has none."""

from datetime import UTC, datetime
from uuid import UUID

import pytest
from django.core import mail

from landbridge.ground.models import JobRun
from landbridge.kernel.refusal import InputRefused, NotAllowed
from landbridge.network.actions import welcome
from landbridge.network.models import Account, Hub, Membership
from landbridge.network.states import Role
from tests.network import makers
from tests.network.actors import member

AT = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)


@pytest.fixture
def hub(in_hub: UUID) -> Hub:
    return makers.hub(pk=in_hub)


def welcomed(hub: Hub, email: str = " Li@Example.org ", role: Role = Role.HUB_MANAGER) -> Membership:
    return welcome.welcome_member(
        actor=member(hub.pk, role),
        hub_id=hub.pk,
        email=email,
        role=Role.SCOUT,
        name="Li Wei",
        language="zh-hans",
        at=AT,
    )


def test_who_has_no_account_gets_one_with_a_role_and_a_letter_that_sets_a_password(hub: Hub) -> None:
    held = welcomed(hub)
    assert (held.account.email, held.account.name, held.role) == ("li@example.org", "Li Wei", Role.SCOUT)
    assert JobRun.objects.get(kind=welcome.JOB).subject_id == held.pk
    assert mail.outbox == []
    welcome.send_welcome(actor=member(hub.pk), membership_id=held.pk)
    (letter,) = mail.outbox
    assert letter.to == ["li@example.org"]
    assert "/key/" in letter.body or "/password/" in letter.body


def test_who_has_an_account_keeps_its_name(hub: Hub) -> None:
    known = Account.objects.create_user("li@example.org", "a long enough phrase", name="Wei Li")
    held = welcomed(hub)
    assert (held.account, held.account.name, Account.objects.count()) == (known, "Wei Li", 1)


def test_a_refused_welcome_leaves_nothing(hub: Hub) -> None:
    with pytest.raises(NotAllowed):
        welcomed(hub, role=Role.SCOUT)
    with pytest.raises(InputRefused):
        welcomed(hub, email="not an address")
    assert (Account.objects.count(), Membership.objects.count(), JobRun.objects.count()) == (0, 0, 0)
