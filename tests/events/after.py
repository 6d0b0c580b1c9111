"""What tests of the time after a meeting start from: a published agenda, people who answer by their links."""

from datetime import datetime, timedelta
from typing import Any

from landbridge.events.actions import outcomes, publishing
from landbridge.events.holders import LinkHolder
from landbridge.events.models import Outcome, Reply
from landbridge.events.outcomes import Said
from landbridge.kernel.actor import Actor, SystemActor
from tests.events.planned import Line, pair, version_with
from tests.events.stage import NINE, NOW, Stage

SYSTEM = SystemActor()
NOON = NINE + timedelta(hours=3)
YES = Said(interest="yes")
MEETINGS: tuple[Line, ...] = (("P01", "K01", 0, 0), ("P01", "F01", 1, 0), ("P02", "K01", 1, 1), ("P02", "K02", 2, 1))


def published(show: Stage, *lines: Line) -> Stage:
    """The show with these meetings on its agenda."""
    version = version_with(show, *(lines or MEETINGS))
    publishing.publish_version(actor=SYSTEM, version_id=version.pk, over=None, at=NOW)
    show.event.refresh_from_db()
    return show


def holder(show: Stage, name: str) -> LinkHolder:
    """Somebody with their personal link."""
    person = show.people[name]
    return LinkHolder(
        actor_id=person.person_id,
        hub_id=show.hub_id,
        event_id=show.event.pk,
        attendee_id=person.pk,
        participant_id=person.participant_id,
    )


def say(
    show: Stage,
    who: str,
    about: str,
    said: Said = YES,
    *,
    at: datetime = NOON,
    actor: Actor | None = None,
    **words: Any,
) -> Reply:
    """One side's answer about its meeting with another."""
    return outcomes.say_outcome(
        actor=actor or holder(show, who),
        event_id=show.event.pk,
        pair_uid=pair(show, who, about),
        party_id=show.parties[who].pk,
        said=Said(**words) if words else said,
        at=at,
    )


def outcome_of(show: Stage, one: str, other: str) -> Outcome:
    """What came of the meeting of two."""
    return Outcome.objects.get(pair_uid=pair(show, one, other))
