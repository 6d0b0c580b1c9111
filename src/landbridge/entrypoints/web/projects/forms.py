"""What is asked of a project, of a step of its journey, and of a document."""

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from landbridge.entrypoints.web.forms import DateInput
from landbridge.entrypoints.web.network.forms import LANGUAGES, country_choices
from landbridge.entrypoints.web.stations import BY_KEY
from landbridge.kernel import zones
from landbridge.kernel.codes.profiles import EEN_PROFILE_TYPES
from landbridge.matchmaking.phrases import FIELDS, PROFILES
from landbridge.projects.actions import DocumentGiven, ProjectFacts
from landbridge.projects.models import Project
from landbridge.projects.phrases import SEEKING
from landbridge.projects.states import STATIONS, Stage, number

CURRENCIES = ("", "CNY", "EUR", "USD", "GBP", "CHF", "JPY", "ILS", "CAD", "SGD", "HKD")
LEVELS = [("", "–"), *((str(level), str(level)) for level in range(1, 10))]
PROFILE_CHOICES = [("", "–"), *((code, PROFILES[code]) for code in EEN_PROFILE_TYPES)]
NOON = time(12)


def split_codes(text: str) -> list[str]:
    """Codes parted by commas of either script or spaces."""
    return [code for code in text.replace("，", ",").replace("、", ",").replace(" ", ",").split(",") if code]


class ProjectForm(forms.Form):
    """A project."""

    name_latin = forms.CharField(label=_("Name in Latin letters"), max_length=200, required=False)
    name_chinese = forms.CharField(label=_("Name in Chinese"), max_length=200, required=False)
    summary_latin = forms.CharField(
        label=_("What it does, in English"), required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    summary_chinese = forms.CharField(
        label=_("What it does, in Chinese"), required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    organisation = forms.CharField(
        label=_("Organisation behind it"), required=False, help_text=_("Its code, or its name in either script.")
    )
    country = forms.ChoiceField(label=_("Country or region"), choices=country_choices, required=False)
    city = forms.CharField(label=_("City or place"), max_length=100, required=False)
    tags = forms.MultipleChoiceField(
        label=_("Fields"), choices=list(FIELDS.items()), widget=forms.CheckboxSelectMultiple, required=False
    )
    industries = forms.CharField(
        label=_("Industry codes"),
        max_length=200,
        required=False,
        help_text=_("GB/T 4754 or NACE, parted by commas: gbt:C3841, nace:26.11."),
    )
    trl = forms.TypedChoiceField(
        label=_("Level of readiness"), choices=LEVELS, coerce=int, empty_value=None, required=False
    )
    seeks = forms.MultipleChoiceField(
        label=pgettext_lazy("project", "Seeks"),
        choices=list(SEEKING.items()),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    ask_amount = forms.DecimalField(
        label=_("Amount asked for"), max_digits=16, decimal_places=2, required=False, localize=False
    )
    ask_currency = forms.ChoiceField(
        label=_("Currency"), choices=[(code, code or "–") for code in CURRENCIES], required=False
    )
    profile = forms.ChoiceField(label=_("Type of profile (EEN)"), choices=PROFILE_CHOICES, required=False)
    languages = forms.MultipleChoiceField(
        label=_("Languages spoken"), choices=LANGUAGES[1:], widget=forms.CheckboxSelectMultiple, required=False
    )

    def __init__(self, *args: Any, project: Project | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if project is not None:
            keep_choice(self.fields["ask_currency"], project.ask_currency)
            for code in project.languages:
                keep_choice(self.fields["languages"], code)

    def facts(self, organisation_id: UUID | None) -> ProjectFacts:
        """The answers as the action takes them, with the organisation that was meant."""
        given = self.cleaned_data
        return {
            "organisation_id": organisation_id,
            "name_latin": given["name_latin"],
            "name_chinese": given["name_chinese"],
            "summary_latin": given["summary_latin"],
            "summary_chinese": given["summary_chinese"],
            "country": given["country"],
            "city": given["city"],
            "fields": [*given["tags"], *split_codes(given["industries"])],
            "trl": given["trl"],
            "seeks": given["seeks"],
            "ask_amount": given["ask_amount"],
            "ask_currency": given["ask_currency"],
            "languages": given["languages"],
            "profile": given["profile"],
        }


def keep_choice(field: forms.Field, code: str) -> None:
    """Let a form offer what is already kept, also where the list does not name it."""
    choices = list(field.choices)  # type: ignore[attr-defined]
    if code and code not in {value for value, _words in choices}:
        field.choices = [*choices, (code, code)]  # type: ignore[attr-defined]


def initial_of(project: Project) -> dict[str, object]:
    """What a project's form begins with."""
    names = (
        "name_latin", "name_chinese", "summary_latin", "summary_chinese", "country", "city", "trl", "seeks",
        "ask_amount", "ask_currency", "languages", "profile",
    )  # fmt: skip
    return {
        **{name: getattr(project, name) for name in names},
        "organisation": project.organisation.code if project.organisation else "",
        "tags": [code for code in project.fields if code in FIELDS],
        "industries": ", ".join(code for code in project.fields if code not in FIELDS),
    }


class NewProjectForm(ProjectForm):
    """A project that is not registered yet: also when it was first heard of."""

    contacted_on = forms.DateField(label=_("First contact on"), widget=DateInput)
    entered_later = forms.BooleanField(label=_("This is entered later: the contact was earlier"), required=False)


class DocumentForm(forms.Form):
    """A document for a project's record."""

    title = forms.CharField(
        label=_("What the document is"), max_length=200, required=False, help_text=_("Such as: letter of intent.")
    )
    file = forms.FileField(label=_("File"), help_text=_("Any kind, up to 20 MB."))
    source = forms.CharField(label=_("Where it came from"), max_length=300, required=False)

    def given(self) -> DocumentGiven:
        """The document as the action takes it."""
        held = self.cleaned_data["file"]
        return DocumentGiven(
            file=held.file,
            original_name=held.name,
            title=self.cleaned_data["title"],
            source=self.cleaned_data["source"],
        )


class AdvanceForm(DocumentForm):
    """Which station the project reached, when, and what proves it."""

    to = forms.ChoiceField(label=_("Station reached"))
    on = forms.DateField(label=_("Day it got there"), widget=DateInput)
    entered_later = forms.BooleanField(label=_("This is entered later: it happened earlier"), required=False)
    note = forms.CharField(label=_("Note"), widget=forms.Textarea(attrs={"rows": 3}), required=False)
    file = forms.FileField(label=_("Evidence"), required=False, help_text=_("The file that proves it, up to 20 MB."))
    field_order = ("to", "on", "entered_later", "file", "title", "source", "note")

    def __init__(self, *args: Any, stage: Stage, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].choices = ahead_of(stage)  # type: ignore[attr-defined]

    def document(self) -> DocumentGiven | None:
        """The evidence, if a file came along."""
        return self.given() if self.cleaned_data["file"] else None


def ahead_of(stage: Stage) -> Sequence[tuple[str, str]]:
    """The stations a project at `stage` may still reach."""
    return [(ahead.value, f"{number(ahead)} · {BY_KEY[ahead.value].name}") for ahead in STATIONS[number(stage) :]]


def moment_on(day: date, *, now: datetime, zone: str) -> datetime:
    """The moment meant by a day: now, if it is today on the hub's wall, else that noon."""
    if day == zones.to_wall(now, zone).date():
        return now
    return zones.to_instant(datetime.combine(day, NOON), zone)
