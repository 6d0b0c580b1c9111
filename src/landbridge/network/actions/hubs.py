"""Hubs, and the accounts with which people log in."""

from datetime import datetime
from uuid import UUID

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from landbridge.evidence import trail
from landbridge.ground.hubs import hub_context
from landbridge.ground.locks import advisory_lock
from landbridge.ground.transactions import action
from landbridge.kernel.actor import NOBODY, Actor
from landbridge.kernel.names import Name
from landbridge.kernel.refusal import Finding, InputRefused
from landbridge.kernel.zones import zone as known_zone
from landbridge.network import rules
from landbridge.network.drafts import PersonDraft, checked
from landbridge.network.models import Account, Hub
from landbridge.network.permissions import Permission
from landbridge.network.refusals import AddressTaken
from landbridge.network.states import HubKind
from landbridge.network.tables import is_country
from landbridge.network.trail_events import NetworkEvent

LANGUAGES = ("", "en", "zh-hans")
THEMES = ("", "light", "dark")


@action
def create_hub(*, actor: Actor, name: Name, kind: HubKind, country: str, city: str, zone: str, at: datetime) -> Hub:
    """Add a node to the network. Only a network administrator (or the installation itself) does."""
    rules.require(actor, Permission.ADMINISTER_NETWORK, NOBODY)
    known_zone(zone)
    if not is_country(country):
        raise InputRefused(Finding("country_unknown", field="country", data={"found": country}))
    hub = Hub.objects.create(
        name_latin=name.latin, name_chinese=name.chinese, kind=kind, country=country, city=city, zone=zone
    )
    with hub_context(hub.pk):
        trail.record(actor, NetworkEvent.HUB_CREATED, hub, hub_id=hub.pk, at=at)
    return hub


@action
def open_account(
    *,
    actor: Actor,
    hub_id: UUID,
    email: str,
    at: datetime,
    name: str = "",
    password: str | None = None,
    language: str = "",
) -> Account:
    """Make a log-in for somebody a hub wants as a member. Without a password only other means let them in."""
    rules.require(actor, Permission.MANAGE_MEMBERS, hub_id)
    email = checked(PersonDraft(name_latin="-", email=email)).email
    _require_choice("language", language, LANGUAGES)
    if password is not None:
        _require_strong(password, email)
    advisory_lock(space="network.account", identifier=NOBODY)
    if Account.objects.filter(email=email).exists():
        raise AddressTaken(field="email")
    account = Account.objects.create_user(email, password, name=name.strip(), language=language)
    trail.record(actor, NetworkEvent.ACCOUNT_OPENED, account, hub_id=hub_id, at=at)
    return account


@action
def set_preferences(*, actor: Actor, language: str, theme: str, zone: str) -> Account:
    """Remember how somebody wants to see the pages: their own choice, about their own account, so no trail."""
    _require_choice("language", language, LANGUAGES)
    _require_choice("theme", theme, THEMES)
    if zone:
        known_zone(zone)
    account = Account.objects.get(pk=actor.actor_id)
    account.language, account.theme, account.zone = language, theme, zone
    account.save(update_fields=["language", "theme", "zone"])
    return account


def _require_choice(field: str, value: str, choices: tuple[str, ...]) -> None:
    if value not in choices:
        raise InputRefused(Finding("choice_unknown", field=field, data={"found": value}))


def _require_strong(password: str, email: str) -> None:
    try:
        validate_password(password, Account(email=email))
    except ValidationError:
        raise InputRefused(Finding("password_weak", field="password")) from None
