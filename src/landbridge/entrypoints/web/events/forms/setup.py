"""Days, rooms, tables and groups, as forms."""

from collections.abc import Sequence
from datetime import date, time, timedelta
from itertools import cycle
from typing import Any
from uuid import UUID

from django import forms
from django.forms.formsets import BaseFormSet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from landbridge.entrypoints.web import refusals, wording
from landbridge.entrypoints.web.forms import TimeInput
from landbridge.events.models import Event, Group, Session
from landbridge.events.models.frame import LONGEST_WALK
from landbridge.events.phrases.frame import SIDES, TABLE_PROPERTIES
from landbridge.events.queries.frame import Way
from landbridge.events.timetable import WallSession, on_every_day
from landbridge.kernel.refusal import InputRefused

BLANK_ROWS = 2
USUAL = ((time(9), time(12)), (time(14), time(17)))
"""What the rows say of the first day before anybody typed: the usual length of a slot divides both."""


class SessionForm(forms.Form):
    """One session: a day and two wall times. A row left empty says nothing."""

    day = forms.ChoiceField(label=_("Day"))
    start = forms.TimeField(label=pgettext_lazy("time", "From"), widget=TimeInput, required=False)
    end = forms.TimeField(label=pgettext_lazy("time", "To"), widget=TimeInput, required=False)
    label = forms.CharField(label=_("Name"), max_length=80, required=False)
    drop = forms.BooleanField(label=_("Remove"), required=False)

    def __init__(self, *args: Any, days: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["day"].choices = days  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any] | None:
        """Both times or neither."""
        given = super().clean() or {}
        if bool(given.get("start")) != bool(given.get("end")) and not self.errors:
            self.add_error("end" if given.get("start") else "start", _("Give both times, or leave both empty."))
        return given

    def session(self) -> WallSession | None:
        """What this row says, unless it is empty or to be removed."""
        given = self.cleaned_data
        if given["drop"] or not given["start"]:
            return None
        return WallSession(date.fromisoformat(given["day"]), given["start"], given["end"], given["label"])


class SlotLengthForm(forms.Form):
    """How long a slot is."""

    slot_minutes = forms.IntegerField(label=_("Length of a slot in minutes"), min_value=1)


SessionFormSet = forms.formset_factory(SessionForm, extra=BLANK_ROWS, max_num=200)


def day_choices(event: Event) -> list[tuple[str, str]]:
    """The days of the road show."""
    count = (event.last_day - event.first_day).days + 1
    every = [event.first_day + timedelta(days=place) for place in range(count)]
    return [(day.isoformat(), wording.day(day)) for day in every]


def session_forms(
    event: Event, present: list[Session], data: Any = None, *, propose: bool = False
) -> "BaseFormSet[SessionForm]":
    """The sessions there are as rows, with empty rows after them; `propose` the usual hours where there are none."""
    days = day_choices(event)
    rows = [
        {"day": s.day.isoformat(), "start": s.wall_start, "end": s.wall_end, "label": s.label} for s in present
    ]  # fmt: skip
    if propose:
        rows = [{"day": days[0][0], "start": start, "end": end, "label": ""} for start, end in USUAL]
    return SessionFormSet(data, initial=rows, form_kwargs={"days": days}, prefix="s")


def typed_sessions(
    rows: "BaseFormSet[SessionForm]", event: Event, *, every_day: bool
) -> list[tuple[SessionForm, WallSession]]:
    """What the rows say, each with its row; with `every_day` what those of the first day say, for each day."""
    said = [(form, session) for form in rows if (session := form.session()) is not None]
    if not every_day:
        return said
    first = [(form, session) for form, session in said if session.day == event.first_day]
    wanted = on_every_day([session for _form, session in first], event.first_day, event.last_day)
    return list(zip(cycle(form for form, _session in first), wanted, strict=False))


def rows_refused(length: SlotLengthForm, refusal: InputRefused, given: list[SessionForm]) -> None:
    """Put each fault into the row it names, or at the slot length."""
    for finding in refusal.findings:
        words = refusals.finding_words(finding)
        if finding.field == "slot_minutes" and not length.errors:
            length.add_error("slot_minutes", words)
        elif finding.row and finding.field != "slot_minutes":
            given[finding.row - 1].add_error(finding.field, words)


class RoomForm(forms.Form):
    """A room."""

    name = forms.CharField(label=_("Name of the room"), max_length=80)
    capacity = forms.IntegerField(label=_("People it holds at once"))
    place = forms.CharField(
        label=_("Building or part of it"),
        max_length=80,
        required=False,
        help_text=_("Rooms in one place are next to each other. Leave it empty if the room is near all others."),
    )


PROPERTIES = list(TABLE_PROPERTIES.items())


class TablesForm(forms.Form):
    """Several tables at once."""

    room = forms.ChoiceField(label=_("Room"))
    count = forms.IntegerField(label=_("How many tables"), initial=10)
    begin = forms.CharField(label=_("Labels begin with"), max_length=8, initial="T", help_text=_("T01, T02, …"))
    seats = forms.IntegerField(label=_("Seats at each"), initial=4)
    properties = forms.MultipleChoiceField(
        label=_("Each has"), choices=PROPERTIES, required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, rooms: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["room"].choices = rooms  # type: ignore[attr-defined]


class WalksForm(forms.Form):
    """Minutes between each two places."""

    def __init__(self, *args: Any, ways: Sequence[Way], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ways = {f"{way.first.pk}-{way.second.pk}": way for way in ways}
        for key, way in self.ways.items():
            self.fields[key] = forms.IntegerField(
                label=f"{way.first.name} – {way.second.name}", min_value=0, max_value=LONGEST_WALK, initial=way.minutes
            )

    def walks(self) -> list[tuple[UUID, UUID, int]]:
        """The answers as the action takes them."""
        return [(way.first.pk, way.second.pk, self.cleaned_data[key]) for key, way in self.ways.items()]


class TableForm(forms.Form):
    """One table."""

    label = forms.CharField(label=_("Label"), max_length=20)
    seats = forms.IntegerField(label=_("Seats"))
    room = forms.ChoiceField(label=_("Room"))
    properties = forms.MultipleChoiceField(
        label=_("It has"), choices=PROPERTIES, required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, rooms: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["room"].choices = rooms  # type: ignore[attr-defined]


class GroupForm(forms.Form):
    """A group and its quotas."""

    letter = forms.CharField(
        label=_("Letter"), max_length=2, help_text=_("Its members are labelled with it: K01, K02.")
    )
    name_latin = forms.CharField(label=_("Name in Latin letters"), max_length=80, required=False)
    name_chinese = forms.CharField(label=_("Name in Chinese"), max_length=80, required=False)
    side = forms.ChoiceField(label=_("Side"), choices=list(SIDES.items()))
    min_meetings = forms.IntegerField(label=_("Meetings at least"), initial=0)
    max_meetings = forms.IntegerField(label=_("Meetings at most"), initial=12)
    no_shows_from = forms.IntegerField(
        label=_("Fewer meetings after no-shows: from how many on"), required=False,
        help_text=_("Counted are earlier road shows to which a party did not come without notice. Empty: no limit."),
    )  # fmt: skip
    no_show_meetings = forms.IntegerField(
        label=_("Meetings at most after that"), required=False,
        help_text=_("You see whom it holds for under People, and may excuse them there."),
    )  # fmt: skip

    @classmethod
    def of(cls, group: Group) -> "GroupForm":
        """The form as it stands for a group."""
        return cls(initial={name: getattr(group, name) for name in cls.base_fields})
