"""The forms of passkeys and codes in our words. What they check is django-allauth's."""

from typing import Any

from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

NAME_LENGTH = 60


def _code_field(label: object, help_text: object = "") -> forms.CharField:
    attrs = {"autocomplete": "one-time-code", "inputmode": "numeric", "autofocus": True}
    return forms.CharField(label=label, help_text=help_text, max_length=20, widget=forms.TextInput(attrs))  # type: ignore[arg-type]


def _known_code_field() -> forms.CharField:
    return _code_field(
        pgettext_lazy("log-in", "Code"),
        _("The six digits your authenticator app shows, or one of your recovery codes."),
    )


def _name_field() -> forms.CharField:
    return forms.CharField(
        label=_("Name of the passkey"),
        help_text=_("How you will know it among others: my phone, the laptop at work."),
        max_length=NAME_LENGTH,
    )


class PasskeyForm(AddWebAuthnForm):  # type: ignore[misc]
    """A new passkey: by itself a way to log in, unless one wants no more than a second factor."""

    name = _name_field()
    passwordless = forms.BooleanField(
        label=_("Log in with this passkey alone, without a password"),
        help_text=_("Take the tick away for a security key that has neither fingerprint nor PIN."),
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {**kwargs.get("initial", {}), "name": "", "passwordless": True}
        super().__init__(*args, **kwargs)


class RenameForm(EditWebAuthnForm):  # type: ignore[misc]
    """Another name for a passkey."""

    name = _name_field()


class FirstCodeForm(ActivateTOTPForm):  # type: ignore[misc]
    """The first code of an authenticator app, which proves that it holds the secret."""

    code = _code_field(_("Code that the app shows"), _("Six digits; a new one every half minute."))


class CodeForm(AuthenticateForm):  # type: ignore[misc]
    """The second step of a log-in."""

    code = _known_code_field()


class CodeAgainForm(ReauthenticateForm):  # type: ignore[misc]
    """A code once more, before something that matters."""

    code = _known_code_field()
