"""What the organiser says of the day: who is absent, which table is lost, who now wants to meet whom."""

from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django import forms
from django.utils import formats
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from landbridge.entrypoints.web import refusals
from landbridge.entrypoints.web.forms import TimeInput
from landbridge.events.actions.replanning import DEFAULT_RATE, HIGHEST_RATE
from landbridge.events.queries.names import Names
from landbridge.events.states import DayChangeKind, WishKind
from landbridge.kernel import zones

NOBODY = _("Nobody here is called that. Begin with the label, such as P07, and choose from the list.")


class _DayForm(forms.Form):
    """A form about one day of the event; the day is asked only where there are several."""

    day = forms.TypedChoiceField(label=_("Day"), coerce=date.fromisoformat, required=False)

    def __init__(self, *args: Any, names: Names, days: tuple[date, ...], today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.names, self.material, self.today = names, names.material, today if today in days else days[0]
        if len(days) > 1:
            shown = [(day.isoformat(), formats.date_format(day)) for day in days]
            self.fields["day"].choices = shown  # type: ignore[attr-defined]
            self.fields["day"].initial = self.today.isoformat()
        else:
            del self.fields["day"]

    def instant(self, field: str) -> datetime | None:
        """The instant of a wall time typed for the chosen day, or None with the field's error set."""
        wall: time | None = self.cleaned_data.get(field)
        if wall is None:
            return None
        day = self.cleaned_data.get("day") or self.today
        try:
            return zones.to_instant(datetime.combine(day, wall), self.material.event.zone)
        except (zones.TimeDoesNotExist, zones.TimeIsAmbiguous) as refusal:
            self.add_error(field, refusals.words(refusal))
            return None


class PersonForm(_DayForm):
    """Somebody, or everybody of a party, is absent, comes late or leaves early."""

    who = forms.CharField(
        label=_("Who"),
        max_length=200,
        help_text=_("A person, an interpreter, or a label such as P07 for everybody of it."),
    )
    kind = forms.ChoiceField(
        label=_("What happens"),
        choices=[
            (DayChangeKind.ABSENT.value, _("does not come at all")),
            (DayChangeKind.LATE.value, _("comes only at")),
            (DayChangeKind.LEAVES.value, _("leaves at")),
        ],
        initial=DayChangeKind.ABSENT.value,
    )
    time = forms.TimeField(label=pgettext_lazy("clock", "Time"), required=False, widget=TimeInput())
    note = forms.CharField(label=_("Note"), max_length=200, required=False)
    field_order = ("who", "kind", "day", "time", "note")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["who"].widget.attrs |= {"list": "people-here", "autocomplete": "off"}

    def clean_who(self) -> dict[str, list[UUID]]:
        """The people or the interpreter meant, as the action takes them."""
        typed = self.cleaned_data["who"].strip().casefold()
        heard = [key for key in self.material.interpreters if self.names.interpreter(key).casefold() == typed]
        if heard:
            return {"interpreter_ids": heard}
        people = self.material.attendees.values()
        one = [a.id for a in people if self.names.person(a.id).casefold() == typed]
        found = one or [a.id for a in people if self.names.label(a.participant_id).casefold() == typed]
        if not found:
            raise forms.ValidationError(NOBODY)
        return {"attendee_ids": found}

    def facts(self) -> dict[str, Any]:
        """The change as the action takes it."""
        data = self.cleaned_data
        kind, moment = DayChangeKind(data["kind"]), self.instant("time")
        return {
            **data["who"],
            "kind": kind,
            "since": moment if kind is DayChangeKind.LEAVES else None,
            "until": moment if kind is DayChangeKind.LATE else None,
            "note": data["note"],
        }


class PlaceForm(_DayForm):
    """A table or a whole room cannot be used for a time."""

    what = forms.CharField(label=_("Table or room"), max_length=80)
    since = forms.TimeField(label=pgettext_lazy("clock", "From"), required=False, widget=TimeInput())
    until = forms.TimeField(label=pgettext_lazy("clock", "Until"), required=False, widget=TimeInput())
    note = forms.CharField(label=_("Note"), max_length=200, required=False)
    field_order = ("what", "day", "since", "until", "note")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["what"].widget.attrs |= {"list": "places-here", "autocomplete": "off"}
        self.fields["since"].help_text = _("Empty: from now on.")
        self.fields["until"].help_text = _("Empty: to the end.")

    def clean_what(self) -> dict[str, Any]:
        """The table or room meant, as the action takes it."""
        typed = self.cleaned_data["what"].strip().casefold()
        for table in self.material.tables:
            if table.label.casefold() == typed:
                return {"table_ids": [table.id]}
        for table in self.material.tables:
            if table.room.name.casefold() == typed:
                return {"room_id": table.room_id}
        raise forms.ValidationError(_("No table or room is called that."))

    def facts(self) -> dict[str, Any]:
        """The change as the action takes it."""
        data = self.cleaned_data
        return {**data["what"], "since": self.instant("since"), "until": self.instant("until"), "note": data["note"]}


class WishForm(forms.Form):
    """Somebody wants to meet somebody after all."""

    wisher = forms.CharField(label=_("Who asks"), max_length=200)
    target = forms.CharField(label=_("Whom they want to meet"), max_length=200)
    kind = forms.ChoiceField(
        label=_("How much"),
        choices=[(WishKind.WANT.value, _("would like")), (WishKind.MUST.value, _("must meet"))],
        initial=WishKind.WANT.value,
    )

    def __init__(self, *args: Any, names: Names, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.names = names
        for field in ("wisher", "target"):
            self.fields[field].widget.attrs |= {"list": "parties-here", "autocomplete": "off"}

    def clean_wisher(self) -> UUID:
        """The party that asks."""
        return self._party("wisher")

    def clean_target(self) -> UUID:
        """The party asked for."""
        return self._party("target")

    def _party(self, field: str) -> UUID:
        typed = self.cleaned_data[field].strip().casefold()
        for party in self.names.material.participants:
            if typed in {self.names.party(party).casefold(), self.names.label(party).casefold()}:
                return party
        raise forms.ValidationError(NOBODY)


class AskForm(forms.Form):
    """How dear a change is for the balanced choice."""

    rate = forms.IntegerField(
        label=_("Value that one changed meeting must bring"),
        min_value=0,
        max_value=HIGHEST_RATE,
        initial=DEFAULT_RATE,
        help_text=_("For the balanced choice. A wish of one side is worth 1, a must 2, a mutual wish 3."),
    )
