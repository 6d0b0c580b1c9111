"""What is asked of a notice for the public board, and of somebody who asks about one."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from landbridge.entrypoints.web.forms import DateInput
from landbridge.entrypoints.web.network.forms import country_choices
from landbridge.entrypoints.web.projects.forms import LEVELS
from landbridge.kernel.codes.profiles import EEN_PROFILE_TYPES
from landbridge.matchmaking.actions.board import LeadGiven, NoticeGiven
from landbridge.matchmaking.models import Need, Notice
from landbridge.matchmaking.phrases import FIELDS, PROFILES
from landbridge.projects.models import Project

PARTS = ("profile", "title_latin", "title_chinese", "text_latin", "text_chinese", "country", "trl")


class NoticeForm(forms.Form):
    """What the public will read."""

    profile = forms.ChoiceField(
        label=_("Type of profile (EEN)"), choices=[(code, PROFILES[code]) for code in EEN_PROFILE_TYPES]
    )
    title_latin = forms.CharField(label=_("Title in English"), max_length=200, required=False)
    title_chinese = forms.CharField(label=pgettext_lazy("notice", "Title in Chinese"), max_length=200, required=False)
    text_latin = forms.CharField(
        label=_("Text in English"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Everybody can read this. Name no person and no address: questions come by a form."),
    )
    text_chinese = forms.CharField(label=_("Text in Chinese"), required=False, widget=forms.Textarea(attrs={"rows": 5}))
    tags = forms.MultipleChoiceField(
        label=_("Fields"), choices=list(FIELDS.items()), widget=forms.CheckboxSelectMultiple, required=False
    )
    country = forms.ChoiceField(label=_("Country or region"), choices=country_choices, required=False)
    trl = forms.TypedChoiceField(
        label=_("Level of readiness"), choices=LEVELS, coerce=int, empty_value=None, required=False
    )

    def given(self) -> NoticeGiven:
        """The notice as the action takes it."""
        said = self.cleaned_data
        return NoticeGiven(**{name: said[name] for name in PARTS}, fields=tuple(said["tags"]))


def initial_of(subject: Project | Need | Notice) -> dict[str, Any]:
    """What a notice begins with: what is said of the project or need, for its owner to choose from."""
    tags = [code for code in subject.fields if code in FIELDS]
    if isinstance(subject, Notice):
        return {**{name: getattr(subject, name) for name in PARTS}, "tags": tags}
    if isinstance(subject, Need):
        return {
            "profile": subject.profile or "TR", "text_latin": subject.text_latin, "text_chinese": subject.text_chinese,
            "country": subject.organisation.country, "trl": subject.trl_min, "tags": tags,
        }  # fmt: skip
    return {
        "profile": subject.profile or "TO", "title_latin": subject.name_latin, "title_chinese": subject.name_chinese,
        "text_latin": subject.summary_latin, "text_chinese": subject.summary_chinese, "country": subject.country,
        "trl": subject.trl, "tags": tags,
    }  # fmt: skip


class PublishForm(forms.Form):
    """Until when a notice stands on the board."""

    expires_on = forms.DateField(label=_("Stands on the board until"), widget=DateInput)


class LeadForm(forms.Form):
    """Who asks, and what. `homepage` is not shown: only a machine fills it in."""

    name = forms.CharField(label=_("Your name"), max_length=200)
    organisation = forms.CharField(label=_("Your organisation"), max_length=200, required=False)
    email = forms.CharField(
        label=_("Your e-mail"),
        max_length=254,
        help_text=_("Only the hub sees it, to answer you. It is erased on your request."),
    )
    message = forms.CharField(label=_("Your question"), widget=forms.Textarea(attrs={"rows": 5}))
    homepage = forms.CharField(required=False, widget=forms.HiddenInput)

    def filled_by_a_machine(self) -> bool:
        """Whether the field that nobody sees has something in it."""
        return bool(self.cleaned_data["homepage"])

    def given(self) -> LeadGiven:
        """The question as the action takes it."""
        said = self.cleaned_data
        return LeadGiven(
            name=said["name"], organisation=said["organisation"], email=said["email"], message=said["message"]
        )


class BeginForm(forms.Form):
    """Who is told of new offers."""

    person = forms.ChoiceField(label=_("Who is told"))

    def __init__(self, *args: Any, people: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].choices = people  # type: ignore[attr-defined]
