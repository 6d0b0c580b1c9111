"""A file of people on its way in, as forms."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from landbridge.entrypoints.web.forms import DateInput
from landbridge.events.models import Event
from landbridge.events.phrases.people import SHEET_COLUMNS
from landbridge.network.imports.mapping import Mapping
from landbridge.network.imports.schema import Schema
from landbridge.network.phrases import LEGAL_BASES
from landbridge.network.states import LegalBasis

SHEETS = (
    ("delegation", _("the delegation: projects and their presidents")),
    ("counterparties", _("the partners: companies, funds, banks")),
)
WHAT = (
    ("good", _("take the good rows, leave the others")),
    ("all", _("take all rows, or none if one has a fault")),
)


class UploadForm(forms.Form):
    """Which side a file is about, and the file."""

    sheet = forms.ChoiceField(label=_("What is in the file"), choices=SHEETS, widget=forms.RadioSelect)
    file = forms.FileField(
        label=_("File"),
        help_text=_("CSV or XLSX, up to 20 MB. The first row names the columns, in Chinese or English."),
    )


class MappingForm(forms.Form):
    """Which column of the file holds what."""

    def __init__(self, *args: Any, schema: Schema, header: tuple[str, ...], mapping: Mapping, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", "–"), *((str(place), text or f"({place + 1})") for place, text in enumerate(header))]
        for column in schema.columns:
            self.fields[column.key] = forms.ChoiceField(
                label=str(SHEET_COLUMNS[column.key]),
                choices=choices,
                required=False,
                initial=mapping.get(column.key, ""),
            )

    def mapping(self) -> Mapping:
        """The columns that were chosen."""
        return {key: int(place) for key, place in self.cleaned_data.items() if place}


class ApplyForm(forms.Form):
    """Where the data come from, what for, and what to do with faults."""

    source = forms.CharField(label=_("Where the data come from"), max_length=300)
    purpose = forms.CharField(label=_("What they are used for"), max_length=300)
    legal_basis = forms.ChoiceField(label=_("Why they may be held"), choices=list(LEGAL_BASES.items()))
    crosses_to = forms.CharField(
        label=_("Countries they are shown to"),
        required=False,
        help_text=_("Two letters each, parted by commas: DE, IE."),
    )
    keep_until = forms.DateField(label=_("Kept until"), widget=DateInput, required=False)
    what = forms.ChoiceField(label=_("Rows with faults"), choices=WHAT, widget=forms.RadioSelect, initial="good")

    @classmethod
    def of(cls, event: Event, language: str) -> "ApplyForm":
        """The form with what the road show already says."""
        name = event.name.shown(language)
        purpose = _("Meetings at %(name)s") % {"name": name}
        return cls(initial={"purpose": purpose, "keep_until": event.retain_until, "what": "good"})

    def provenance(self) -> dict[str, Any]:
        """Where the data come from, as the action takes it."""
        given = self.cleaned_data
        return {
            "source": given["source"],
            "purpose": given["purpose"],
            "legal_basis": LegalBasis(given["legal_basis"]),
            "crosses_to": [code for code in given["crosses_to"].replace("，", ",").split(",") if code.strip()],
            "keep_until": given["keep_until"],
        }
