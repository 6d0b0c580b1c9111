"""What an organiser fills in about pairs and wishes."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from landbridge.entrypoints.web.events.forms.setup import PROPERTIES
from landbridge.entrypoints.web.forms import WallTimeField
from landbridge.events.phrases.wishes import KINDS
from landbridge.matchmaking.phrases import REASONS


class RefuseForm(forms.Form):
    """Why two parties are not to meet. The action says what is missing."""

    reason = forms.ChoiceField(
        label=_("Why not this partner?"),
        error_messages={"required": _("Choose one reason.")},
        choices=list(REASONS.items()),
        widget=forms.RadioSelect,
        help_text=_("It teaches the matcher. Neither side reads it."),
    )
    note = forms.CharField(label=_("Note for your hub"), required=False, widget=forms.Textarea(attrs={"rows": 3}))


class DeadlineForm(forms.Form):
    """Until when wishes are taken; empty: until the event is over."""

    until = WallTimeField(label=_("Wishes are taken until"), required=False)


class SaidForm(forms.Form):
    """A wish that reached the organiser by another way: on the phone, in a chat."""

    wisher = forms.ChoiceField(label=_("Who wishes?"))
    target = forms.ChoiceField(label=_("Whom to meet?"))
    kind = forms.ChoiceField(
        label=_("How much?"), choices=list(KINDS.items()), widget=forms.RadioSelect, initial="want"
    )
    message = forms.CharField(
        label=_("Message"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("The other side reads it."),
    )

    needs = forms.MultipleChoiceField(
        label=_("The meeting asks its table for"),
        choices=PROPERTIES,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, parties: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in ("wisher", "target"):
            self.fields[field].choices = [("", "–"), *parties]  # type: ignore[attr-defined]
