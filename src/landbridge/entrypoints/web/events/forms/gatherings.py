"""A group session as a form."""

from django import forms
from django.utils.translation import gettext_lazy as _

from landbridge.entrypoints.web.forms import WallTimeField
from landbridge.events.actions.gatherings import GatheringFacts
from landbridge.events.models import Gathering
from landbridge.events.phrases.desk import GATHERINGS
from landbridge.events.states import GatheringKind
from landbridge.kernel import zones


class GatheringForm(forms.Form):
    """What it is, when, where, for how many."""

    kind = forms.ChoiceField(label=_("Kind"), choices=list(GATHERINGS.items()))
    name_latin = forms.CharField(label=_("Name in Latin letters"), max_length=200, required=False)
    name_chinese = forms.CharField(label=_("Name in Chinese"), max_length=200, required=False)
    place = forms.CharField(label=_("Place"), max_length=120, required=False)
    starts = WallTimeField(label=_("Begins"))
    ends = WallTimeField(label=_("Ends"))
    capacity = forms.IntegerField(label=_("Places"), min_value=1, max_value=5_000, initial=20)

    @classmethod
    def of(cls, gathering: Gathering, zone: str) -> "GatheringForm":
        """The session as it is set, its times on the wall of the event's zone."""
        same = ("kind", "name_latin", "name_chinese", "place", "capacity")
        initial = {name: getattr(gathering, name) for name in same}
        walls = {"starts": gathering.starts_at, "ends": gathering.ends_at}
        return cls(initial=initial | {name: zones.to_wall(moment, zone) for name, moment in walls.items()})

    def facts(self) -> GatheringFacts:
        """The session as the action takes it."""
        given = dict(self.cleaned_data)
        return GatheringFacts(kind=GatheringKind(given.pop("kind")), **given)
