"""Let somebody in who has a mail address: account, role and a letter, in one step."""

from datetime import datetime
from typing import Final
from uuid import UUID

from django.core.mail import EmailMessage

from landbridge.ground.jobs import enqueue
from landbridge.ground.transactions import action
from landbridge.kernel.actor import Actor
from landbridge.network import letters, rules
from landbridge.network.actions.hubs import open_account
from landbridge.network.actions.memberships import grant_membership
from landbridge.network.models import Account, Hub, Membership
from landbridge.network.permissions import Permission
from landbridge.network.states import Role

JOB: Final = "network.welcome"


@action
def welcome_member(
    *, actor: Actor, hub_id: UUID, email: str, role: Role, at: datetime, name: str = "", language: str = ""
) -> Membership:
    """Give a role to whoever has this address, opening an account if nobody has, and ask for the letter to them.

    Account, role and letter come together or not at all. Who has an account keeps its name and language.
    """
    rules.require(actor, Permission.MANAGE_MEMBERS, hub_id)
    account = Account.objects.filter(email=email.strip().lower(), is_active=True).first()
    if account is None:
        account = open_account(actor=actor, hub_id=hub_id, email=email, name=name, language=language, at=at)
    membership = grant_membership(actor=actor, hub_id=hub_id, account_id=account.pk, role=role, at=at)
    enqueue(JOB, actor=actor, hub_id=hub_id, at=at, subject_id=membership.pk, membership_id=str(membership.pk))
    return membership


@action
def send_welcome(*, actor: Actor, membership_id: UUID) -> None:
    """Mail the letter. A second run of the job sends it a second time: better twice than never."""
    membership = rules.access_membership(actor, membership_id)
    letter = letters.welcome(membership, Hub.objects.get(pk=membership.hub_id))
    EmailMessage(" ".join(letter.subject.split()), letter.text, to=[membership.account.email]).send()
