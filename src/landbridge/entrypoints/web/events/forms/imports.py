"""A file of people on its way in, as forms."""

from django import forms
from django.utils.translation import gettext_lazy as _

from landbridge.entrypoints.web.imports import ApplyForm

SHEETS = (
    ("delegation", _("the delegation: projects and their presidents, what they do and seek")),
    ("counterparties", _("the partners: companies, funds, banks, what they look for and give")),
)
NEEDS = (
    ("replace", _("what the file says replaces it; cells left empty change nothing")),
    ("keep", _("keep what they said")),
)


class UploadForm(forms.Form):
    """Which side a file is about, and the file."""

    sheet = forms.ChoiceField(label=_("What is in the file"), choices=SHEETS, widget=forms.RadioSelect)
    file = forms.FileField(
        label=_("File"),
        help_text=_("CSV or XLSX, up to 20 MB. The first row names the columns, in Chinese or English."),
    )


class TakeForm(ApplyForm):
    """Where the data come from, and what becomes of needs that were told before."""

    needs = forms.ChoiceField(
        label=_("Partners who have said already what they look for"),
        choices=NEEDS,
        widget=forms.RadioSelect,
        initial="replace",
        required=False,
    )
