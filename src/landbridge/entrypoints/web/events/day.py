"""What every page of the day itself shows: the road show, and the tabs from the desk to the papers."""

from collections.abc import Mapping
from typing import Any, Final

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from landbridge.events import rules
from landbridge.events.models import Event
from landbridge.events.states import EventState
from landbridge.kernel.actor import Actor

TABS: Final[Mapping[str, Promise]] = {
    "desk": _("Desk"),
    "walk_ins": _("Walk-ins"),
    "gatherings": _("Group sessions"),
    "live": _("Live board"),
    "papers": _("Papers"),
}
"""The pages of the day by the name of their route, in the order of the tabs."""


def _rest_of_the_day(actor: Actor, event: Event) -> list[tuple[str, str, bool]]:
    """Who is absent is said where the agenda is planned again; it has a page once an agenda stands."""
    if event.state != EventState.PUBLISHED or not actor.may(rules.NEEDS["look"], event.hub_id):
        return []
    return [(reverse("events:replan", args=[event.pk]), gettext("Rest of the day"), False)]


def day_context(actor: Actor, event: Event, *, here: str) -> dict[str, Any]:
    """What `events/day.html` needs."""
    return {
        "event": event,
        "tabs": [(reverse(f"events:{route}", args=[event.pk]), words, route == here) for route, words in TABS.items()]
        + _rest_of_the_day(actor, event),
        "may_plan": actor.may(rules.PLAN, event.hub_id),
    }
