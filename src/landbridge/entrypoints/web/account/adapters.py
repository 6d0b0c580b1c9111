"""How django-allauth behaves here: nobody signs up, and single sign-on finds accounts by our rules.

The rules: an identity that was tied to an account before logs in with it. Another one is tied to the account of the
address that the provider vouches for, unless that account already belongs to another identity of the provider: an
address may have been given to somebody else. Whoever finds no account is told whom to ask.
"""

import logging
from collections.abc import Mapping
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from allauth.socialaccount.providers.base import AuthError, AuthProcess
from django.conf import settings
from django.core.mail import send_mail
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language, override

from landbridge.entrypoints.web.account import letters
from landbridge.entrypoints.web.templatetags.landbridge import browser
from landbridge.kernel.clock import SystemClock
from landbridge.network import queries
from landbridge.network.models import Account

logger = logging.getLogger(__name__)


class Accounts(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts are made by a hub manager; letters go out in the language of their reader."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody makes an account for themselves."""
        return False

    def send_notification_mail(self, template_prefix: str, user: Account, *_: object, **__: object) -> None:
        """Tell the holder what changed, in their language. The change stands also where no letter can leave."""
        with override(user.language or get_language()):
            subject, text = letters.changed(
                user,
                template_prefix,
                at=SystemClock().now(),
                address=self.get_client_ip(self.request),
                browser=browser(self.get_http_user_agent(self.request)),
            )
        try:
            send_mail(subject, text, None, [user.email])
        except OSError as fault:  # SMTPException is one
            logger.warning("the letter about a changed account could not be sent: %r", fault)


class SignOn(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """Decides whose account an identity of the provider opens."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        """Nobody makes an account for themselves, by a provider neither."""
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Tie a new identity to the account it vouches for, or say why there is none."""
        if sociallogin.is_existing or sociallogin.state.get("process") == AuthProcess.CONNECT:
            return
        claims = claims_of(sociallogin)
        address = vouched_address(claims)
        account = queries.account_for_sign_on(address, provider=sociallogin.account.provider) if address else None
        if account is None:
            raise ImmediateHttpResponse(_nobody(request, sociallogin, claims, vouched=bool(address)))
        sociallogin.connect(request, account)

    def on_authentication_error(self, request: HttpRequest, provider: Any, **told: Any) -> None:
        """Tell the operator why; the visitor learns no more than that it failed. Who changed their mind is no fault."""
        if told.get("error") != AuthError.CANCELLED:
            logger.warning("single sign-on failed: %s %r", told.get("error"), told.get("exception"))


def claims_of(sociallogin: SocialLogin) -> Mapping[str, Any]:
    """What the provider says of the person."""
    told = sociallogin.account.extra_data
    return told.get("userinfo") or told.get("id_token") or {}


def vouched_address(claims: Mapping[str, Any]) -> str:
    """The address the provider answers for, or nothing.

    With `LANDBRIDGE_OIDC_DOMAINS` only addresses of these domains count, and there the provider's silence about
    whether it verified them is enough. Without, it must say that it did. A provider that says no is believed.
    """
    address = str(claims.get("email") or "").strip().lower()
    verified = str(claims.get("email_verified", "")).lower()
    if settings.OIDC_DOMAINS:
        known = address.rpartition("@")[2] in settings.OIDC_DOMAINS and verified in {"true", ""}
    else:
        known = verified == "true"
    return address if known else ""


def _nobody(
    request: HttpRequest, sociallogin: SocialLogin, claims: Mapping[str, Any], *, vouched: bool
) -> HttpResponse:
    context = {"provider": sociallogin.provider.name, "address": claims.get("email") or "", "vouched": vouched}
    return render(request, "socialaccount/nobody.html", context, status=403)
