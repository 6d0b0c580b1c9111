"""The letter to somebody who was given a role: how to get in. Composed in their language; sending is the action's."""

from dataclasses import dataclass

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from landbridge.network.models import Account, Hub, Membership
from landbridge.network.phrases import ROLES


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail without its address."""

    subject: str
    text: str


def welcome(membership: Membership, hub: Hub) -> Letter:
    """Who has no password yet gets a link that sets one and works for a few days; who has one is told to log in."""
    account = membership.account
    with override(account.language or "en"):
        place = hub.name.shown(account.language or "en")
        return Letter(_("Your role at %(hub)s") % {"hub": place}, _text(membership, place))


def _text(membership: Membership, place: str) -> str:
    account = membership.account
    role = str(ROLES[membership.role])
    hello = _("Hello %(name)s,") % {"name": account.name} if account.name else _("Hello,")
    given = _("You can work at %(hub)s in the international innovation network now. Your role: %(role)s.") % {
        "hub": place,
        "role": role,
    }
    return "\n\n".join([hello, given, _way_in(account), _("You know nothing of this? Then ignore this letter.")]) + "\n"


def _way_in(account: Account) -> str:
    login = settings.SITE_URL + reverse("account_login")
    if account.has_usable_password():
        return _("Log in with the password you have: %(address)s") % {"address": login}
    key = default_token_generator.make_token(account)
    path = reverse("account_reset_password_from_key", kwargs={"uidb36": user_pk_to_url_str(account), "key": key})
    days = settings.PASSWORD_RESET_TIMEOUT // 86_400
    return _(
        "Set your password: %(address)s\nThe link works for %(days)s days. After that, press “Forgot your password?” at %(login)s."
    ) % {"address": settings.SITE_URL + path, "days": days, "login": login}
