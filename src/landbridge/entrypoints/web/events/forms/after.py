"""Forms after the meetings: a follow-up, what became of it, who may read the report."""

from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy, pgettext_lazy

from landbridge.entrypoints.web.forms import DateInput
from landbridge.entrypoints.web.outcomes import WHY
from landbridge.events.actions.follow_ups import Task
from landbridge.events.models import FollowUp
from landbridge.events.phrases.outcomes import KINDS, OWNERS
from landbridge.events.states import FollowUpKind, Holder

NOBODY = ("", pgettext_lazy("owner", "nobody yet"))
BIGGEST_FILE = 20 * 2**20


class TaskForm(forms.Form):
    """What is to be done, by whom, until when."""

    kind = forms.ChoiceField(
        label=gettext_lazy("What is to be done"), choices=[(k.value, KINDS[k.value]) for k in FollowUpKind]
    )
    holder = forms.ChoiceField(label=gettext_lazy("Who takes it"), required=False)
    due = forms.DateField(label=gettext_lazy("Due"), widget=DateInput, required=False)
    title = forms.CharField(
        label=gettext_lazy("What it is about"),
        help_text=gettext_lazy("The name of the new enterprise or the fund, for example."),
        max_length=200,
        required=False,
    )

    def __init__(self, *args: Any, holders: list[tuple[str, str | Promise]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["holder"].choices = [NOBODY, *holders, (Holder.HUB.value, OWNERS["hub"])]  # type: ignore[attr-defined]

    def task(self) -> Task:
        """The follow-up as the action takes it."""
        given = self.cleaned_data
        return Task(given["kind"], given["holder"], given["due"], given["title"])

    @staticmethod
    def of(row: FollowUp) -> dict[str, Any]:
        """A follow-up as it stands, to begin with."""
        return {"kind": row.kind, "holder": row.holder, "due": row.due, "title": row.title}


class KeepForm(forms.Form):
    """That it was done, what shows it, and what it leads to."""

    note = forms.CharField(
        label=gettext_lazy("What shows it, in a word"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    paper = forms.FileField(
        label=gettext_lazy("Or a document"), help_text=gettext_lazy("At most 20 MB."), required=False
    )
    becomes = forms.ChoiceField(
        label=gettext_lazy("What it leads to"),
        choices=[
            ("", pgettext_lazy("next step", "nothing further")),
            *((k.value, KINDS[k.value]) for k in FollowUpKind),
        ],
        required=False,
    )
    due = forms.DateField(label=gettext_lazy("Due"), widget=DateInput, required=False)

    def clean_paper(self) -> Any:
        """A file of a size that can be kept."""
        paper = self.cleaned_data["paper"]
        if paper and paper.size > BIGGEST_FILE:
            raise forms.ValidationError(gettext_lazy("This file is larger than 20 MB. Keep a smaller copy."))
        return paper

    def becoming(self, holder: str) -> Task | None:
        """The next follow-up, in the same hand."""
        kind = self.cleaned_data["becomes"]
        return Task(kind, holder, self.cleaned_data["due"]) if kind else None


class DropForm(forms.Form):
    """Why nothing comes of it."""

    reason = forms.ChoiceField(label=gettext_lazy("Why nothing comes of it"), choices=WHY, required=False)
    note = forms.CharField(label=gettext_lazy("Note"), max_length=500, required=False)
