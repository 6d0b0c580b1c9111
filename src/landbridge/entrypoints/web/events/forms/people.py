"""Who comes and when, as forms."""

from typing import Any

from django import forms
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from landbridge.entrypoints.web.events.forms.setup import PROPERTIES
from landbridge.entrypoints.web.forms import WallTimeField
from landbridge.events.actions.interpreters import Service
from landbridge.events.models import Group, Interpreter
from landbridge.events.phrases.languages import OFFERED, language_name
from landbridge.kernel.zones import to_wall
from landbridge.network.drafts import OrganisationDraft, PersonDraft
from landbridge.network.states import OrganisationKind
from landbridge.projects.actions import ProjectFacts

lazy_language = lazy(language_name, str)
LANGUAGES = [("", "—"), *((code, lazy_language(code)) for code in OFFERED)]
KINDS = {
    OrganisationKind.COMPANY: _("company"),
    OrganisationKind.FUND: _("fund"),
    OrganisationKind.BANK: _("bank"),
    OrganisationKind.UNIVERSITY: _("university"),
    OrganisationKind.PUBLIC_BODY: _("public body"),
    OrganisationKind.OTHER: _("other"),
}


def group_choices(groups: list[Group], language: str) -> list[tuple[str, str]]:
    """The groups by letter and name."""
    return [(str(group.pk), f"{group.letter} · {group.name.shown(language)}") for group in groups]


class PersonFields(forms.Form):
    """The person who comes."""

    person_latin = forms.CharField(label=_("Name in Latin letters"), max_length=200, required=False)
    person_chinese = forms.CharField(label=_("Name in Chinese"), max_length=200, required=False)
    email = forms.EmailField(label=_("E-mail"), required=False)
    phone = forms.CharField(label=_("Telephone"), max_length=40, required=False)
    language = forms.ChoiceField(label=_("Language at the table"), choices=LANGUAGES, required=False)

    def person(self) -> PersonDraft | None:
        """The person as the network takes them, if one is named."""
        given = self.cleaned_data
        if not (given["person_latin"] or given["person_chinese"]):
            return None
        return PersonDraft(
            name_latin=given["person_latin"],
            name_chinese=given["person_chinese"],
            email=given["email"],
            phone=given["phone"],
            language=given["language"],
        )


class NewOrganisationForm(PersonFields):
    """An organisation that the network does not know yet, and who comes for it."""

    group = forms.ChoiceField(label=_("Group"))
    name_latin = forms.CharField(label=_("Organisation in Latin letters"), max_length=200, required=False)
    name_chinese = forms.CharField(label=_("Organisation in Chinese"), max_length=200, required=False)
    kind = forms.ChoiceField(label=_("Kind"), choices=list(KINDS.items()))
    field_order = ("group", "name_latin", "name_chinese", "kind")

    def __init__(self, *args: Any, groups: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["group"].choices = groups  # type: ignore[attr-defined]

    def organisation(self) -> OrganisationDraft:
        """The organisation as the network takes it."""
        given = self.cleaned_data
        return OrganisationDraft(
            name_latin=given["name_latin"], name_chinese=given["name_chinese"], kind=given["kind"]
        )  # fmt: skip


class NewProjectForm(PersonFields):
    """A project that is not registered yet, and its president."""

    group = forms.ChoiceField(label=_("Group"))
    name_latin = forms.CharField(label=_("Project in Latin letters"), max_length=200, required=False)
    name_chinese = forms.CharField(label=_("Project in Chinese"), max_length=200, required=False)
    country = forms.CharField(
        label=_("Country or region"), max_length=2, required=False, help_text=_("Two letters, such as DE.")
    )
    fields_typed = forms.CharField(
        label=_("Fields"), max_length=200, required=False, help_text=_("Parted by commas: AI, robotics.")
    )
    field_order = ("group", "name_latin", "name_chinese", "country", "fields_typed")

    def __init__(self, *args: Any, groups: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["group"].choices = groups  # type: ignore[attr-defined]

    def facts(self) -> ProjectFacts:
        """The project as the action takes it."""
        given = self.cleaned_data
        fields = [field.strip().lower()[:40] for field in given["fields_typed"].replace("，", ",").split(",")]
        return {
            "name_latin": given["name_latin"],
            "name_chinese": given["name_chinese"],
            "country": given["country"].upper(),
            "fields": [field for field in fields if field],
        }


class ParticipantForm(forms.Form):
    """A party's group, its own quota, a note."""

    group_id = forms.TypedChoiceField(label=_("Group"))
    min_meetings = forms.IntegerField(label=_("Meetings at least"), required=False)
    max_meetings = forms.IntegerField(label=_("Meetings at most"), required=False)
    needs = forms.MultipleChoiceField(
        label=_("Asks every table for"), choices=PROPERTIES, required=False, widget=forms.CheckboxSelectMultiple
    )
    note = forms.CharField(label=_("Note"), required=False, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, groups: list[tuple[str, str]], group: Group, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["group_id"].choices = groups  # type: ignore[attr-defined]
        for name, value in (("min_meetings", group.min_meetings), ("max_meetings", group.max_meetings)):
            self.fields[name].help_text = _("Empty: as its group, %(value)s.") % {"value": value}


class AvailabilityForm(forms.Form):
    """When somebody is there: from arriving until leaving. The slots ticked between are read beside it."""

    arrives = WallTimeField(label=pgettext_lazy("person", "Arrives"), required=False)
    leaves = WallTimeField(label=pgettext_lazy("person", "Leaves"), required=False)


class SpeaksForm(forms.Form):
    """What somebody speaks."""

    languages = forms.MultipleChoiceField(
        label=_("Speaks"), choices=LANGUAGES[1:], required=False, widget=forms.CheckboxSelectMultiple
    )


class InterpreterForm(AvailabilityForm, SpeaksForm):
    """What an interpreter speaks and when they are there."""

    def service(self) -> Service:
        """The answers as the action takes them."""
        given = self.cleaned_data
        return Service(tuple(given["languages"]), given["arrives"], given["leaves"])

    @classmethod
    def of(cls, interpreter: Interpreter, zone: str) -> "InterpreterForm":
        """The form as it stands for an interpreter, in the event's wall time."""
        walls = {"arrives": interpreter.arrives_at, "leaves": interpreter.leaves_at}
        times = {name: to_wall(at, zone).replace(tzinfo=None) for name, at in walls.items() if at}
        return cls(initial={"languages": interpreter.languages, **times})
