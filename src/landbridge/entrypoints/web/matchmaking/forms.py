"""What is asked of a need, and of what came of a pair."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from landbridge.entrypoints.web.forms import DateInput
from landbridge.entrypoints.web.network.forms import LANGUAGES, country_choices
from landbridge.entrypoints.web.projects.forms import CURRENCIES, LEVELS, PROFILE_CHOICES, keep_choice, split_codes
from landbridge.matchmaking.models import Need
from landbridge.matchmaking.needs import NeedGiven
from landbridge.matchmaking.phrases import FIELDS, RESULTS
from landbridge.projects.phrases import SEEKING

PLAIN = (
    "text_latin", "text_chinese", "trl_min", "trl_max", "ticket_min", "ticket_max", "ticket_currency", "profile",
)  # fmt: skip


class NeedForm(forms.Form):
    """What an organisation looks for."""

    text_latin = forms.CharField(
        label=_("What it looks for, in English"), required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    text_chinese = forms.CharField(
        label=_("What it looks for, in Chinese"), required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    tags = forms.MultipleChoiceField(
        label=_("Fields"), choices=list(FIELDS.items()), widget=forms.CheckboxSelectMultiple, required=False
    )
    further = forms.CharField(
        label=_("Further fields or industry codes"),
        max_length=400,
        required=False,
        help_text=_("Parted by commas: gbt:C3841, nace:C26.11."),
    )
    offers = forms.MultipleChoiceField(
        label=_("What it gives"), choices=list(SEEKING.items()), widget=forms.CheckboxSelectMultiple, required=False
    )
    trl_min = forms.TypedChoiceField(
        label=_("Level of readiness from"), choices=LEVELS, coerce=int, empty_value=None, required=False
    )
    trl_max = forms.TypedChoiceField(
        label=_("Level of readiness to"), choices=LEVELS, coerce=int, empty_value=None, required=False
    )
    ticket_min = forms.DecimalField(label=_("Amount from"), max_digits=16, decimal_places=2, required=False)
    ticket_max = forms.DecimalField(label=_("Amount to"), max_digits=16, decimal_places=2, required=False)
    ticket_currency = forms.ChoiceField(
        label=_("Currency"), choices=[(code, code or "–") for code in CURRENCIES], required=False
    )
    countries = forms.MultipleChoiceField(
        label=_("Countries or regions it looks in"),
        choices=lambda: country_choices()[1:],
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 8}),
        help_text=_("Empty: everywhere. Hold Ctrl to choose several."),
    )
    languages = forms.MultipleChoiceField(
        label=_("Languages it works in"), choices=LANGUAGES[1:], widget=forms.CheckboxSelectMultiple, required=False
    )
    profile = forms.ChoiceField(label=_("Type of profile (EEN)"), choices=PROFILE_CHOICES, required=False)

    def __init__(self, *args: Any, need: Need | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if need is not None:
            keep_choice(self.fields["ticket_currency"], need.ticket_currency)
            for code in need.languages:
                keep_choice(self.fields["languages"], code)

    def given(self) -> NeedGiven:
        """The need as the action takes it."""
        said = self.cleaned_data
        return NeedGiven(
            **{name: said[name] for name in PLAIN},
            fields=(*said["tags"], *split_codes(said["further"])),
            offers=tuple(said["offers"]),
            countries=tuple(said["countries"]),
            languages=tuple(said["languages"]),
        )


class NewNeedForm(NeedForm):
    """A need, and whose it is."""

    organisation = forms.CharField(
        label=_("Whose need"), help_text=_("The organisation's code, or its name in either script.")
    )
    field_order = ("organisation",)


def initial_of(need: Need) -> dict[str, object]:
    """What a need's form begins with."""
    return {
        **{name: getattr(need, name) for name in PLAIN},
        "offers": need.offers,
        "countries": need.countries,
        "languages": need.languages,
        "tags": [code for code in need.fields if code in FIELDS],
        "further": ", ".join(code for code in need.fields if code not in FIELDS),
    }


class OutcomeForm(forms.Form):
    """What came of a pair, and when."""

    result = forms.ChoiceField(label=_("What came of it"), choices=list(RESULTS.items()), widget=forms.RadioSelect)
    happened_on = forms.DateField(label=_("Day"), widget=DateInput)
    note = forms.CharField(label=_("Note for your hub"), required=False, widget=forms.Textarea(attrs={"rows": 3}))
