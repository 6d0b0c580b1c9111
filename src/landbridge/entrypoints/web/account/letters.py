"""The letter that tells the holder of an account what was changed in it, so that a stranger's change is noticed."""

from datetime import datetime
from typing import Final

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from landbridge.entrypoints.web import wording
from landbridge.network.models import Account

CHANGES: Final = {
    "account/email/password_changed": gettext_lazy("The password was changed."),
    "account/email/password_reset": gettext_lazy("The password was set anew by a link in a letter."),
    "account/email/password_set": gettext_lazy("A password was set."),
    "mfa/email/recovery_codes_generated": gettext_lazy("New recovery codes were made."),
    "mfa/email/totp_activated": gettext_lazy("An authenticator app was set up."),
    "mfa/email/totp_deactivated": gettext_lazy("The authenticator app was removed."),
    "mfa/email/webauthn_added": gettext_lazy("A passkey was added."),
    "mfa/email/webauthn_removed": gettext_lazy("A passkey was removed."),
    "socialaccount/email/account_connected": gettext_lazy("Single sign-on was connected."),
    "socialaccount/email/account_disconnected": gettext_lazy("Single sign-on was disconnected."),
}


def changed(account: Account, what: str, *, at: datetime, address: str, browser: str) -> tuple[str, str]:
    """Subject and text of the letter, in the language in force; `what` is a key of `CHANGES`."""
    when = wording.moment(wording.on_wall(at, account.zone))
    place = wording.city(account.zone or "UTC")
    return (
        _("Your account at Landbridge was changed"),
        "\n\n".join(
            [
                str(CHANGES[what]),
                _("When: %(when)s (%(place)s)\nFrom: %(address)s, %(browser)s")
                % {"when": when, "place": place, "address": address, "browser": browser},
                _("It was you? Then there is nothing to do."),
                _(
                    "It was not? Set a new password (%(password)s), log other devices out (%(sessions)s), and tell your hub manager."
                )
                % {
                    "password": settings.SITE_URL + reverse("account_reset_password"),
                    "sessions": settings.SITE_URL + reverse("usersessions_list"),
                },
            ]
        )
        + "\n",
    )
