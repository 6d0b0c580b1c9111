"""Every page that django-allauth brings and this site opens is drawn by templates of our own."""

from pathlib import Path

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse

from landbridge.entrypoints import web
from landbridge.entrypoints.gate import Gate
from landbridge.entrypoints.permissions import ACCOUNT
from landbridge.network.models import Account

pytestmark = pytest.mark.django_db
OURS = Path(web.__file__).parent / "templates"
WORDS = "a long enough phrase"
OPEN = sorted(route for route, gate in ACCOUNT.items() if gate is not Gate.CLOSED)


@pytest.fixture
def account() -> Account:
    account = Account.objects.create_user("ada@example.org", WORDS)
    Authenticator.objects.create(user=account, type="totp", data={"secret": "JBSWY3DPEHPK3PXP"})
    Authenticator.objects.create(user=account, type="recovery_codes", data={"seed": "0" * 80, "used_mask": 0})
    return account


def address(route: str, key: Authenticator) -> str:
    known: dict[str, dict[str, object]] = {
        "account_reset_password_from_key": {"uidb36": "1", "key": "abc"},
        "openid_connect_login": {"provider_id": "oidc"},
        "openid_connect_callback": {"provider_id": "oidc"},
        "mfa_edit_webauthn": {"pk": key.pk},
        "mfa_remove_webauthn": {"pk": key.pk},
    }
    return reverse(route, kwargs=known.get(route))


@pytest.mark.parametrize("inside", [True, False])
def test_what_is_open_is_drawn_by_us(account: Account, inside: bool) -> None:
    client = Client()
    if inside:
        client.force_login(account)
        client.post("/account/reauthenticate/", {"password": WORDS})
    key = Authenticator.objects.create(user=account, type="webauthn", data={"name": "Phone", "credential": {}})
    if inside:
        Authenticator.objects.filter(pk=key.pk).update(data={"name": "Phone", "credential": {}})
    foreign, seen = [], 0
    for route in OPEN:
        if route in {"mfa_add_webauthn", "mfa_reauthenticate_webauthn"}:  # read the key itself: test_login.py
            continue
        answer = client.get(address(route, key))
        drawn = [t.origin.name for t in answer.templates if t.name and t.name.endswith(".html")]
        if drawn:
            seen += 1
            foreign += [(route, drawn[0])] if not drawn[0].startswith(str(OURS)) else []
    assert foreign == []
    assert seen > (18 if inside else 9)
