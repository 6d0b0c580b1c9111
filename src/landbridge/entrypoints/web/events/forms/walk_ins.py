"""The one short form at the desk."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from landbridge.events.actions.walk_ins import WalkIn


class WalkInForm(forms.Form):
    """A name, a company, a way to reach them; whom they want to meet."""

    name = forms.CharField(label=_("Name"), max_length=200)
    company = forms.CharField(label=_("Company"), max_length=200)
    contact = forms.CharField(label=_("Telephone or e-mail"), max_length=200, required=False)
    group = forms.ChoiceField(label=_("Group"))
    wants = forms.CharField(
        label=_("Wants to meet"), max_length=200, required=False, help_text=_("Labels, such as P07 P12.")
    )
    stands_by = forms.BooleanField(label=_("Waits for a free place"), required=False, initial=True)
    organisation = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, groups: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["group"].choices = groups  # type: ignore[attr-defined]
        self.fields["name"].widget.attrs |= {"autofocus": True, "autocomplete": "off"}

    def guest(self, *, sure: bool) -> WalkIn:
        """The walk-in as the action takes it."""
        given = self.cleaned_data
        return WalkIn(
            group_id=UUID(given["group"]),
            name=given["name"],
            company=given["company"],
            contact=given["contact"],
            wants=given["wants"].replace(",", " ").replace("，", " ").replace("、", " ").split(),
            stands_by=given["stands_by"],
            organisation_id=given["organisation"],
            sure=sure,
        )
