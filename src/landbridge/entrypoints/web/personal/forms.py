"""What people fill in on their own page."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from landbridge.entrypoints.web.forms import WallTimeField
from landbridge.events.actions.wishes import LONGEST_MESSAGE
from landbridge.events.states import WishKind


class WishForm(forms.Form):
    """One word on one party; the buttons carry the word."""

    kind = forms.ChoiceField(choices=[(kind.value, kind.value) for kind in WishKind])
    message = forms.CharField(required=False, max_length=LONGEST_MESSAGE)


class TimesForm(forms.Form):
    """When somebody can be met. Wall times of the event."""

    arrives = WallTimeField(
        label=_("I arrive at"), required=False, help_text=_("Leave it empty if you are there from the start.")
    )
    leaves = WallTimeField(label=_("I leave at"), required=False, help_text=_("Leave it empty if you stay to the end."))
    busy = forms.MultipleChoiceField(label=_("I cannot meet at"), required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, slots: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["busy"].choices = slots  # type: ignore[attr-defined]
        if not slots:
            del self.fields["busy"]


class DetailsForm(forms.Form):
    """How somebody is reached, and the language at the table."""

    language = forms.ChoiceField(
        label=_("Language at the table"),
        required=False,
        choices=[("", _("no matter")), ("en", _("English")), ("zh-hans", _("Chinese"))],
    )
    email = forms.EmailField(label=_("E-mail"), required=False, max_length=254)
    phone = forms.CharField(label=_("Phone"), required=False, max_length=40)
    wechat = forms.CharField(label=_("WeChat"), required=False, max_length=60)
