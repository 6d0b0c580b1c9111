"""What the agenda pages send: one command per form, checked before an action is called."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from landbridge.events.actions.commands import NEEDS
from landbridge.events.actions.planning import LONGEST, SHORTEST, Order
from landbridge.events.queries.replanning import Choice, Keep

COMMANDS = (*NEEDS, "give")
KEEP_CHOICES = (
    (Keep.ALL.value, _("Fill free places, move nobody")),
    (Keep.MOST.value, _("Move as few as possible")),
    (Keep.EARLIER.value, _("Only from a certain time on")),
    (Keep.PINNED.value, _("Everything but the pinned")),
)


class EditForm(forms.Form):
    """A change by hand. Which fields it needs depends on the command."""

    command = forms.ChoiceField(choices=[(name, name) for name in COMMANDS])
    pair = forms.UUIDField(required=False)
    other = forms.UUIDField(required=False)
    first = forms.UUIDField(required=False)
    second = forms.UUIDField(required=False)
    parties = forms.CharField(required=False)
    slot = forms.UUIDField(required=False)
    table = forms.UUIDField(required=False)
    interpreter = forms.UUIDField(required=False)
    consent = forms.BooleanField(required=False)

    NEEDS = {**NEEDS, "give": ("first", "second", "slot")}

    def clean(self) -> dict[str, Any]:
        """Every field the command needs; two parties may come as one choice, `first:second`."""
        data: dict[str, Any] = super().clean() or {}
        first, _colon, second = str(data.get("parties", "")).partition(":")
        if first and second:
            try:
                data["first"], data["second"] = UUID(first), UUID(second)
            except ValueError:
                self.add_error("parties", _("Choose two parties from the list."))
        missing = [name for name in self.NEEDS.get(str(data.get("command")), ()) if not data.get(name)]
        if missing and not self.errors:
            self.add_error(None, _("Choose from the list first."))
        return data


class PlanForm(forms.Form):
    """How to plan: what may move, for how long."""

    keep = forms.ChoiceField(
        label=_("How much may move"), choices=KEEP_CHOICES, initial=Keep.MOST.value, required=False
    )
    from_slot = forms.UUIDField(label=_("From"), required=False)
    seconds = forms.IntegerField(label=_("Seconds at most"), min_value=SHORTEST, max_value=LONGEST, initial=30)
    seed = forms.IntegerField(label=_("Seed"), min_value=0, max_value=2**31 - 1, initial=1, required=False)
    based_on = forms.UUIDField(required=False)

    def order(self) -> Order:
        """The order a valid form describes."""
        data = self.cleaned_data
        keep = Keep(data["keep"]) if data["keep"] else Keep.PINNED
        return Order(
            based_on=data["based_on"],
            choice=Choice(keep, data["from_slot"]),
            seconds=data["seconds"],
            seed=1 if data["seed"] is None else data["seed"],
        )
