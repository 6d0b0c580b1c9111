"""Data for the pages of the day itself."""

from datetime import timedelta

from django.urls import reverse

from landbridge.events.actions import badges, desk, gatherings, publishing, screens
from landbridge.events.actions.gatherings import GatheringFacts
from landbridge.events.models import Badge
from landbridge.events.states import Deed, GatheringKind, HallNames
from landbridge.ground import installation
from landbridge.kernel.ids import uuid7
from tests.browser.conftest import World
from tests.browser.places import SYSTEM, Path, Set, inside, on_stage
from tests.events.stage import NINE, NOW


def on_the_day(world: World) -> Set:
    """The morning of the road show: an agenda stands, badges are made."""
    made = on_stage(world)
    publishing.publish_version(actor=SYSTEM, version_id=made.version.pk, over=None, at=NOW)
    badges.make_badges(actor=SYSTEM, event_id=made.show.event.pk, at=NOW)
    installation.move_clock(to=NINE)
    return made


def day(route: str, *keys: str, query: str = "") -> Path:
    """A page of the day, with one person here and the others not yet."""

    @inside
    def prepared(world: World) -> str:
        made = on_the_day(world)
        arrive(made, "P01")
        return reverse(route, args=[made.key(key) for key in keys]) + query

    return prepared


def group_session(route: str) -> Path:
    """A page of group sessions, with one that somebody takes part in."""

    @inside
    def prepared(world: World) -> str:
        made = on_the_day(world)
        starts = NINE.replace(tzinfo=None)
        facts = GatheringFacts(
            kind=GatheringKind.PITCH, starts=starts, ends=starts + timedelta(minutes=50), capacity=8,
            name_latin="Pitches of the delegation", name_chinese="代表团路演", place="East wing",
        )  # fmt: skip
        event = made.show.event.pk
        added = gatherings.add_gathering(actor=SYSTEM, event_id=event, facts=facts, at=NOW)
        gatherings.sign_up(actor=SYSTEM, gathering_id=added.pk, attendee_id=made.show.people["K01"].pk, at=NOW)
        return reverse(route, args=[event] if route == "events:gatherings" else [event, added.pk])

    return prepared


def arrive(made: Set, name: str) -> None:
    """Let the desk check somebody in."""
    who = made.show.people[name].pk
    desk.check(actor=SYSTEM, attendee_id=who, deed=Deed.ARRIVED, device=uuid7(), at=NINE)


@inside
def badge(world: World) -> str:
    """What a phone's camera opens from a badge."""
    made = on_the_day(world)
    return reverse("badge", args=[Badge.objects.get(attendee=made.show.people["K01"]).code])


@inside
def hall(world: World) -> str:
    """The board of the hall on its screen."""
    made = on_the_day(world)
    event = made.show.event.pk
    opened = screens.open_screen(actor=SYSTEM, event_id=event, names=HallNames.PARTIES, at=NOW)
    return reverse("hall", args=[opened.token])
