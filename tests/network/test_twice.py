"""The same press by two at once on the network's actions, each with a connection of their own."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.backends.db import SessionStore

from landbridge.evidence.models import Document, Trail
from landbridge.kernel.actor import SystemActor
from landbridge.network import actions
from landbridge.network.actions import accounts, imports, rates, tokens, webhooks, welcome
from landbridge.network.actions.personal import opt_out_secret
from landbridge.network.actions.rates import RateGiven
from landbridge.network.actors import MembershipActor, Standing
from landbridge.network.drafts import OrganisationDraft, PersonDraft
from landbridge.network.models import (
    Account,
    Affiliation,
    ApiToken,
    ExchangeRate,
    Import,
    Membership,
    Organisation,
    Person,
    WebhookDelivery,
    WebhookEndpoint,
)
from landbridge.network.scopes import Scope
from landbridge.network.states import LegalBasis, Role
from tests.network import makers
from tests.network.actors import member
from tests.network.imports.files import text
from tests.together import BOTH, REFUSED, SAME, Acts, Effects, Prepare, assert_one_effect, count

AT = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
TODAY = AT.date()
SYSTEM = SystemActor()


def twice(act: Callable[..., object], **given: Any) -> Acts:
    call = lambda: act(**{"actor": SYSTEM, "at": AT} | given)  # noqa: E731
    return call, call


def told(event: str) -> Effects:
    return count(Trail, event=f"network.{event}")


def affiliated(hub_id: UUID) -> dict[str, Any]:
    return {"person_id": makers.person(hub_id).pk, "organisation_id": makers.organisation(hub_id).pk}


def end_affiliation(hub_id: UUID) -> Acts:
    row = actions.affiliate(actor=SYSTEM, at=AT, since=date(2026, 1, 1), **affiliated(hub_id))
    return twice(actions.end_affiliation, affiliation_id=row.pk, on=TODAY)


def merge(model: str) -> Prepare:
    def prepare(hub_id: UUID) -> Acts:
        make = getattr(makers, model)
        given = {"keep_id": make(hub_id).pk, "duplicate_id": make(hub_id).pk}
        return twice(actions.merge_people if model == "person" else actions.merge_organisations, **given)

    return prepare


def swapped(hub_id: UUID) -> Acts:
    one, other = makers.organisation(hub_id).pk, makers.organisation(hub_id).pk
    return (
        lambda: actions.merge_organisations(actor=SYSTEM, keep_id=one, duplicate_id=other, at=AT),
        lambda: actions.merge_organisations(actor=SYSTEM, keep_id=other, duplicate_id=one, at=AT),
    )


def coded(name: str) -> OrganisationDraft:
    return OrganisationDraft(name_latin=name, lei="529900T8BM49AURSDO55")


def same_code(hub_id: UUID) -> Acts:
    return (
        lambda: actions.create_organisation(actor=SYSTEM, hub_id=hub_id, draft=coded("Acme"), at=AT),
        lambda: actions.create_organisation(actor=SYSTEM, hub_id=hub_id, draft=coded("Acme Ltd"), at=AT),
    )


def change(hub_id: UUID) -> Acts:
    draft = OrganisationDraft(name_latin="Acme Ltd")
    return twice(actions.change_organisation, organisation_id=makers.organisation(hub_id).pk, draft=draft)


def change_person(hub_id: UUID) -> Acts:
    return twice(
        actions.change_person, person_id=makers.person(hub_id).pk, draft=PersonDraft(name_latin="Ada Lovelace")
    )


def address() -> str:
    return f"{uuid4().hex}@example.org"


def end_membership(hub_id: UUID) -> Acts:
    who = makers.account(address()).pk
    row = actions.grant_membership(
        actor=SYSTEM, hub_id=hub_id, account_id=who, role=Role.SCOUT, at=AT - timedelta(days=1)
    )
    return twice(actions.end_membership, membership_id=row.pk)


def holder(hub_id: UUID) -> MembershipActor:
    return MembershipActor(makers.account(address()).pk, (Standing(hub_id, Role.HUB_MANAGER),))


def token(hub_id: UUID, name: str = "report") -> dict[str, Any]:
    return {"hub_id": hub_id, "name": name, "scopes": [Scope.READ], "until": AT + timedelta(days=30)}


def last_token(hub_id: UUID) -> Acts:
    me = holder(hub_id)
    for number in range(tokens.MOST - 1):
        tokens.make_token(actor=me, at=AT, **token(hub_id, f"{number}"))
    return (
        lambda: tokens.make_token(actor=me, at=AT, **token(hub_id, "one")),
        lambda: tokens.make_token(actor=me, at=AT, **token(hub_id, "other")),
    )


def revoke(hub_id: UUID) -> Acts:
    me = holder(hub_id)
    made, _ = tokens.make_token(actor=me, at=AT, **token(hub_id))
    return twice(tokens.revoke_token, actor=me, token_id=made.pk)


def close_account(hub_id: UUID) -> Acts:
    me = holder(hub_id)
    return twice(accounts.close_account, actor=me, account_id=me.actor_id)


def end_session(hub_id: UUID) -> Acts:
    me, store = holder(hub_id), SessionStore()
    store.create()
    row = UserSession.objects.create(
        user_id=me.actor_id, ip="198.51.100.7", session_key=store.session_key, user_agent="Firefox"
    )
    act = lambda: accounts.end_session(actor=me, session_id=row.pk)  # noqa: E731
    return act, act


def system_told(number: int = 1) -> dict[str, Any]:
    return {"url": f"https://8.8.8.8/{number}", "name": f"crm {number}", "topics": ["events"]}


def endpoint(hub_id: UUID, number: int = 1) -> UUID:
    return webhooks.add_endpoint(actor=SYSTEM, hub_id=hub_id, at=AT, **system_told(number)).pk


def last_endpoint(hub_id: UUID) -> Acts:
    for number in range(webhooks.MOST - 1):
        endpoint(hub_id, number)
    return (
        lambda: webhooks.add_endpoint(actor=SYSTEM, hub_id=hub_id, at=AT, **system_told(98)),
        lambda: webhooks.add_endpoint(actor=SYSTEM, hub_id=hub_id, at=AT, **system_told(99)),
    )


def redeliver(hub_id: UUID) -> Acts:
    row = webhooks.send_test(actor=SYSTEM, endpoint_id=endpoint(hub_id), at=AT)
    WebhookDelivery.objects.filter(pk=row.pk).update(state="failed", next_at=None)
    return twice(webhooks.redeliver, delivery_id=row.pk)


def uploaded(hub_id: UUID) -> Import:
    return actions.upload_import(
        actor=SYSTEM, hub_id=hub_id, schema_key="people", file=text("姓名\n李静\n王明\n"), original_name="a.csv", at=AT
    )


def upload(hub_id: UUID) -> Acts:
    me = member(hub_id)
    act = lambda: actions.upload_import(  # noqa: E731
        actor=me, hub_id=hub_id, schema_key="people", file=text("姓名\n李静\n王明\n"), original_name="a.csv", at=AT
    )
    return act, act


def take(hub_id: UUID) -> Acts:
    return twice(
        imports.import_with_source, import_id=uploaded(hub_id).pk, source="cards", purpose="road show",
        legal_basis=LegalBasis.CONSENT, all_or_nothing=True,
    )  # fmt: skip


def undo(hub_id: UUID) -> Acts:
    row = uploaded(hub_id)
    source = makers.provenance(hub_id).pk
    actions.apply_import(actor=SYSTEM, import_id=row.pk, provenance_id=source, all_or_nothing=True, at=AT)
    return twice(actions.undo_import, import_id=row.pk)


def rate(hub_id: UUID) -> RateGiven:
    makers.hub(pk=hub_id)
    return RateGiven(base="EUR", quote="CNY", price=Decimal("7.8"), on=TODAY, source="bank")


def withdraw_rate(hub_id: UUID) -> Acts:
    (row,) = rates.enter_rates(actor=SYSTEM, hub_id=hub_id, given=[rate(hub_id)], at=AT)
    return twice(rates.withdraw_rate, rate_id=row.pk)


def restore_rate(hub_id: UUID) -> Acts:
    (row,) = rates.enter_rates(actor=SYSTEM, hub_id=hub_id, given=[rate(hub_id)], at=AT)
    rates.withdraw_rate(actor=SYSTEM, rate_id=row.pk, at=AT)
    return twice(rates.restore_rate, rate_id=row.pk)


def say_no(hub_id: UUID) -> Acts:
    who = makers.person(hub_id, email="ada@example.org").pk
    actions.tell_person(actor=SYSTEM, person_id=who, at=AT)
    act = lambda: actions.opt_out(secret=opt_out_secret(who), at=AT)  # noqa: E731
    return act, act


CASES: dict[str, tuple[Prepare, str, Effects, int]] = {
    "enter an organisation": (
        lambda hub_id: twice(actions.create_organisation, hub_id=hub_id, draft=OrganisationDraft(name_latin="Acme")),
        SAME, count(Organisation), 1,
    ),
    "enter one code twice": (same_code, REFUSED, count(Organisation), 1),
    "enter a person": (
        lambda hub_id: twice(actions.create_person, hub_id=hub_id, draft=PersonDraft(name_chinese="李静")),
        SAME, count(Person), 1,
    ),
    "change an organisation": (change, SAME, told("organisation_changed"), 1),
    "change a person": (change_person, SAME, told("person_changed"), 1),
    "belong": (lambda hub_id: twice(actions.affiliate, **affiliated(hub_id)), REFUSED, count(Affiliation), 1),
    "belong no more": (end_affiliation, SAME, told("affiliation_ended"), 1),
    "merge organisations": (merge("organisation"), REFUSED, told("organisation_merged"), 1),
    "merge people": (merge("person"), REFUSED, told("person_merged"), 1),
    "merge into each other": (swapped, REFUSED, count(Organisation, state="active"), 1),
    "erase a person": (
        lambda hub_id: twice(actions.erase_person, person_id=makers.person(hub_id).pk), REFUSED,
        told("person_erased"), 1,
    ),
    "tell a person": (
        lambda hub_id: twice(actions.tell_person, person_id=makers.person(hub_id).pk), SAME, told("person_told"), 1,
    ),
    "say no": (say_no, SAME, told("person_opted_out"), 1),
    "open an account": (
        lambda hub_id: twice(actions.open_account, hub_id=hub_id, email=address()), REFUSED, told("account_opened"), 1,
    ),
    "welcome a member": (
        lambda hub_id: twice(welcome.welcome_member, hub_id=hub_id, email=address(), role=Role.SCOUT), REFUSED,
        count(Membership), 1,
    ),
    "end a membership": (end_membership, REFUSED, told("membership_ended"), 1),
    "close an account": (close_account, REFUSED, lambda _: Account.objects.filter(closed_at=AT).count(), 1),
    "end a session": (end_session, REFUSED, lambda _: UserSession.objects.count(), 0),
    "make a token": (
        lambda hub_id: twice(tokens.make_token, actor=holder(hub_id), **token(hub_id)), REFUSED, count(ApiToken), 1,
    ),
    "make the last token": (last_token, REFUSED, count(ApiToken), tokens.MOST),
    "end a token": (revoke, REFUSED, told("token_revoked"), 1),
    "tell a system": (
        lambda hub_id: twice(webhooks.add_endpoint, hub_id=hub_id, **system_told()), SAME, count(WebhookEndpoint), 1,
    ),
    "tell the last system": (last_endpoint, REFUSED, count(WebhookEndpoint), webhooks.MOST),
    "tell a system otherwise": (
        lambda hub_id: twice(webhooks.change_endpoint, endpoint_id=endpoint(hub_id), **system_told(2)), SAME,
        told("webhook_changed"), 1,
    ),
    "give a new secret": (
        lambda hub_id: twice(webhooks.rotate_secret, endpoint_id=endpoint(hub_id)), SAME, told("webhook_rotated"), 1,
    ),
    "tell a system no more": (
        lambda hub_id: twice(webhooks.remove_endpoint, endpoint_id=endpoint(hub_id)), REFUSED,
        told("webhook_removed"), 1,
    ),
    "try a system": (
        lambda hub_id: twice(webhooks.send_test, endpoint_id=endpoint(hub_id)), SAME, count(WebhookDelivery), 1,
    ),
    "send again": (redeliver, REFUSED, count(WebhookDelivery, state="waiting"), 1),
    "upload a file": (upload, SAME, count(Document), 1),
    "apply an import": (take, REFUSED, count(Person), 2),
    "undo an import": (undo, REFUSED, told("import_undone"), 1),
    "put an import aside": (
        lambda hub_id: twice(actions.discard_import, import_id=uploaded(hub_id).pk), REFUSED,
        told("import_discarded"), 1,
    ),
    "enter a rate": (
        lambda hub_id: twice(rates.enter_rates, hub_id=hub_id, given=[rate(hub_id)]), BOTH, count(ExchangeRate), 1,
    ),
    "withdraw a rate": (withdraw_rate, SAME, told("rate_withdrawn"), 1),
    "restore a rate": (restore_rate, SAME, told("rate_restored"), 1),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_two_at_once_have_one_effect(lasting: Path, name: str) -> None:
    assert_one_effect(*CASES[name])
