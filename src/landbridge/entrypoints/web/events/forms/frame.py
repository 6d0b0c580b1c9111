"""What is said of a road show, as a form."""

from functools import cache
from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.utils.translation import gettext_lazy as _

from landbridge.entrypoints.web.forms import DateInput
from landbridge.events.models import Event
from landbridge.network.models import Hub

REGIONS = ("Africa", "America", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific")
SLOT_MINUTES = 30
"""Divides the hours of a usual morning and afternoon."""
FIRST = ("Asia/Shanghai", "Asia/Hong_Kong", "Asia/Singapore", "Europe/London", "Europe/Berlin", "America/Los_Angeles")


@cache
def zones() -> list[tuple[Any, Any]]:
    """The zones to choose from: those asked for most, then all by region."""
    every = sorted(available_timezones())
    by_region = [(region, [(z, z) for z in every if z.startswith(f"{region}/")]) for region in REGIONS]
    return [(_("Often used"), [(z, z) for z in FIRST]), *by_region]


class EventForm(forms.Form):
    """Name, place, zone, days, slot length."""

    name_latin = forms.CharField(label=_("Name in Latin letters"), max_length=200, required=False)
    name_chinese = forms.CharField(label=_("Name in Chinese"), max_length=200, required=False)
    place_latin = forms.CharField(label=_("Place in Latin letters"), max_length=200, required=False)
    place_chinese = forms.CharField(label=_("Place in Chinese"), max_length=200, required=False)
    zone = forms.ChoiceField(
        label=_("Time zone of the place"), choices=zones, help_text=_("All times of the road show are in this zone.")
    )
    first_day = forms.DateField(label=_("First day"), widget=DateInput)
    last_day = forms.DateField(label=_("Last day"), widget=DateInput)
    slot_minutes = forms.IntegerField(label=_("Length of a slot in minutes"), min_value=1, initial=SLOT_MINUTES)

    def facts(self) -> dict[str, Any]:
        """The answers as the action takes them."""
        return {name: self.cleaned_data[name] for name in EventForm.base_fields}

    @classmethod
    def of(cls, event: Event) -> "EventForm":
        """The form as it stands for a road show."""
        return cls(initial={name: getattr(event, name) for name in cls.base_fields})


class NewEventForm(EventForm):
    """A new road show, or one that was held before anybody planned it here."""

    hub = forms.ChoiceField(label=_("Hub"))
    history = forms.BooleanField(
        label=_("It has been held already: record it as history"),
        required=False,
        help_text=_("Its page will say that it was entered later."),
    )
    source = forms.CharField(
        label=_("Where this is known from"), max_length=200, required=False, help_text=_("For history only.")
    )

    def __init__(self, *args: Any, hubs: list[Hub], language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        hub = self.fields["hub"]
        assert isinstance(hub, forms.ChoiceField)  # noqa: S101 -- tells the type checker what stands above
        hub.choices = [(str(h.pk), h.name.shown(language)) for h in hubs]
        if len(hubs) == 1:
            hub.widget = forms.HiddenInput()
            hub.initial = str(hubs[0].pk)
        if hubs:
            self.fields["zone"].initial = hubs[0].zone
