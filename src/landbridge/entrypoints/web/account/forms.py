"""What is asked before an account ends."""

from django import forms
from django.utils.translation import gettext_lazy as _


class CloseForm(forms.Form):
    """The address of the account, typed by hand: nobody closes one by a slip."""

    email = forms.EmailField(label=_("The account's e-mail address, to be sure"))

    def __init__(self, data: object = None, *, address: str) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        self._address = address

    def clean_email(self) -> str:
        """The address, if it is this account's."""
        typed = str(self.cleaned_data["email"]).strip().lower()
        if typed != self._address:
            raise forms.ValidationError(_("This is not the address of the account. Nothing was closed."))
        return typed
