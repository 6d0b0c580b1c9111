"""The same press by two people at once, each with a connection of their own: one effect, and an answer for the other.

The other gets the same answer where saying a thing twice is saying it once, and a refusal where it is not.
"""

import io
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any, TypeAlias
from uuid import UUID, uuid4

import pytest
from django.db.models import Model

from landbridge.engines import agenda
from landbridge.events.actions import (
    answers,
    badges,
    desk,
    edits,
    feeds,
    follow_ups,
    frame,
    gatherings,
    imports,
    invitations,
    planning,
    prices,
    publishing,
    series,
    sharing,
    standby,
    wishes,
)
from landbridge.events.actions.desk import SaidAct
from landbridge.events.actions.follow_ups import Task
from landbridge.events.actions.gatherings import GatheringFacts
from landbridge.events.actions.planning import Order
from landbridge.events.models import (
    AgendaVersion,
    Badge,
    CalendarFeed,
    DeskAct,
    Event,
    FollowUp,
    Meeting,
    Message,
    Outcome,
    Participant,
    Reply,
    ReportShare,
    Season,
    Standby,
    Ticket,
    Wish,
)
from landbridge.events.sheets import COUNTERPARTIES
from landbridge.events.states import Deed, GatheringKind
from landbridge.evidence.models import Trail
from landbridge.ground.hubs import hub_context
from landbridge.ground.models import JobRun
from landbridge.kernel.ids import uuid7
from landbridge.matchmaking.models import PairMeeting
from landbridge.network.actions import imports as network_imports
from tests.events.after import NOON, SYSTEM, holder, published, say
from tests.events.planned import pair, version_with
from tests.events.stage import DAY, NINE, NOW, Stage, small_show
from tests.network import makers as network
from tests.together import BOTH, REFUSED, SAME, Acts, at_once, judge

Prepare: TypeAlias = Callable[[Stage], Acts]
EVENING = NOON + timedelta(hours=8)


def twice(act: Callable[..., object], **given: Any) -> Acts:
    """The same call by two."""
    return (lambda: act(actor=SYSTEM, **given)), (lambda: act(actor=SYSTEM, **given))


def count(model: type[Model], **where: Any) -> Callable[[Stage], int]:
    """How many rows of the case's hub there are."""
    return lambda show: model._default_manager.filter(hub_id=show.hub_id, **where).count()


def told(event: str) -> Callable[[Stage], int]:
    return count(Trail, event=event)


def publish(show: Stage) -> Acts:
    version = version_with(show, ("P01", "K01", 0, 0), ("P02", "K02", 1, 1))
    return twice(publishing.publish_version, version_id=version.pk, over=None, at=NOW)


def discard(show: Stage) -> Acts:
    return twice(edits.discard_version, version_id=version_with(show, ("P01", "K01", 0, 0)).pk, at=NOW)


def undo(show: Stage) -> Acts:
    version = version_with(show, ("P01", "K01", 0, 0))
    edits.drop_meeting(actor=SYSTEM, version_id=version.pk, pair_uid=pair(show, "P01", "K01"), consent=True, at=NOW)
    return twice(edits.undo_edit, version_id=version.pk, number=1, at=NOW)


def plan(show: Stage) -> Acts:
    return twice(planning.ask_for_agenda, event_id=show.event.pk, order=Order(seconds=2), at=NOW)


def grant(show: Stage) -> Acts:
    version = version_with(show, ("P01", "K01", 0, 0))
    question = prices.read(version, show.parties["P02"].pk, show.parties["K02"].pk, NOW)
    wish = str(question.interest.pair_uid)
    granted = agenda.grant(question.problem, question.stated, wish)
    price = prices.save_price(actor=SYSTEM, job_id=uuid7(), question=question, granted=granted, at=NOW)
    return twice(prices.take_price, price_id=price.pk, at=NOW)


def import_people(show: Stage) -> Acts:
    held = network_imports.upload_import(
        actor=SYSTEM, hub_id=show.hub_id, schema_key=COUNTERPARTIES.key, at=NOW, original_name="list.csv",
        file=io.BytesIO("公司,姓名\n江畔,李静\n北岸,王明\n".encode()),
    )  # fmt: skip
    source = network.provenance(show.hub_id)
    return twice(
        imports.apply_people_import, event_id=show.event.pk, import_id=held.pk, provenance_id=source.pk,
        all_or_nothing=True, at=NOW,
    )  # fmt: skip


def accept(show: Stage) -> Acts:
    me, party = holder(show, "K01"), show.parties["K01"].pk
    act = lambda: answers.answer(actor=me, participant_id=party, coming=True, at=NOW)  # noqa: E731
    return act, act


def check_in(show: Stage) -> Acts:
    act = SaidAct(1, Deed.ARRIVED, NINE, show.people["K01"].pk)
    return twice(desk.record_acts, event_id=show.event.pk, device=uuid7(), sent_at=NINE, acts=[act], at=NINE)


def say_twice(show: Stage) -> Acts:
    published(show)
    act = lambda: say(show, "P01", "K01", interest="yes", step="visit")  # noqa: E731
    return act, act


def both_sides_say(show: Stage) -> Acts:
    published(show)
    return (
        lambda: say(show, "P01", "K01", interest="yes", step="visit"),
        lambda: say(show, "K01", "P01", interest="yes", step="visit"),
    )


def close(show: Stage) -> Acts:
    published(show)
    say(show, "P01", "K01")
    say(show, "K01", "P01")
    return twice(frame.mark_held, event_id=show.event.pk, at=EVENING)


def call_off(show: Stage) -> Acts:
    published(show)
    return twice(frame.cancel_event, event_id=show.event.pk, at=NOW)


def copy(show: Stage) -> Acts:
    return twice(
        series.copy_event, event_id=show.event.pk, first_day=DAY + timedelta(days=90), name_latin="Spring",
        name_chinese="", at=NOW,
    )  # fmt: skip


def name_season(show: Stage) -> Acts:
    other = small_show(show.hub_id)
    return (
        lambda: series.set_season(actor=SYSTEM, event_id=show.event.pk, season_id=None, name_latin="2027", at=NOW),
        lambda: series.set_season(actor=SYSTEM, event_id=other.event.pk, season_id=None, name_latin="2027", at=NOW),
    )


def session_of_one(show: Stage) -> UUID:
    starts = NINE.replace(hour=9, tzinfo=None)
    facts = GatheringFacts(
        kind=GatheringKind.PITCH, starts=starts, ends=starts + timedelta(minutes=50), capacity=1, name_latin="Pitches"
    )
    return gatherings.add_gathering(actor=SYSTEM, event_id=show.event.pk, facts=facts, at=NOW).pk


def last_place(show: Stage) -> Acts:
    made = session_of_one(show)
    return (
        lambda: gatherings.sign_up(actor=SYSTEM, gathering_id=made, attendee_id=show.people["K01"].pk, at=NOW),
        lambda: gatherings.sign_up(actor=SYSTEM, gathering_id=made, attendee_id=show.people["K02"].pk, at=NOW),
    )


def sign_up(show: Stage) -> Acts:
    return twice(gatherings.sign_up, gathering_id=session_of_one(show), attendee_id=show.people["K01"].pk, at=NOW)


def session_off(show: Stage) -> Acts:
    made = session_of_one(show)
    gatherings.sign_up(actor=SYSTEM, gathering_id=made, attendee_id=show.people["K01"].pk, at=NOW)
    return twice(gatherings.cancel_gathering, gathering_id=made, at=NOW)


def withdraw_wish(show: Stage) -> Acts:
    wish = Wish.objects.get(event=show.event, wisher=show.parties["P02"], target=show.parties["K01"])
    return twice(wishes.withdraw_wish, wish_id=wish.pk, at=NOW)


def follow_up(show: Stage) -> FollowUp:
    published(show)
    say(show, "P01", "K01", interest="yes", step="visit")
    say(show, "K01", "P01", interest="yes")
    return FollowUp.objects.get(event=show.event)


def keep(show: Stage) -> Acts:
    row = follow_up(show)
    return twice(follow_ups.keep_follow_up, follow_up_id=row.pk, note="Seen", becomes=Task("papers"), at=NOON)


def add_task(show: Stage) -> Acts:
    outcome = follow_up(show).outcome_id
    return twice(follow_ups.add_follow_up, event_id=show.event.pk, outcome_id=outcome, task=Task("papers"), at=NOON)


def share(show: Stage) -> Acts:
    host = network.organisation(show.hub_id)
    frame.set_co_hosts(actor=SYSTEM, event_id=show.event.pk, at=NOW, organisation_ids=[host.pk])
    return twice(sharing.share_report, event_id=show.event.pk, organisation_id=host.pk, at=NOW)


def copy_letter(show: Stage) -> Acts:
    network.hub(pk=show.hub_id)
    return twice(invitations.copy_invitation, attendee_id=show.people["K01"].pk, at=NOW)


CASES: dict[str, tuple[Prepare, str, Callable[[Stage], int], int]] = {
    "publish a version": (publish, REFUSED, count(Meeting, published=True), 2),
    "publish and tell": (publish, REFUSED, count(Message, kind="agenda"), 4),
    "put a draft away": (discard, REFUSED, told("events.agenda_discarded"), 1),
    "undo a change": (undo, REFUSED, told("events.agenda_undone"), 1),
    "plan an agenda": (plan, REFUSED, count(JobRun, kind=planning.JOB), 1),
    "grant a wish": (grant, SAME, count(AgendaVersion), 2),
    "apply an import": (import_people, REFUSED, count(Participant, import_id__isnull=False), 2),
    "accept an invitation": (accept, SAME, told("events.party_answered"), 1),
    "check in": (check_in, BOTH, count(DeskAct), 1),
    "say what came of it": (say_twice, SAME, count(Reply), 1),
    "both sides say": (both_sides_say, BOTH, count(FollowUp), 1),
    "both sides settle": (both_sides_say, BOTH, count(Outcome, state="settled"), 1),
    "mark it held": (close, REFUSED, count(PairMeeting), 1),
    "call it off": (call_off, REFUSED, told("events.cancelled"), 1),
    "copy a road show": (copy, REFUSED, count(Event), 2),
    "name a season": (name_season, BOTH, count(Season), 1),
    "take the last place": (last_place, BOTH, count(Ticket, state="takes_part"), 1),
    "sign up": (sign_up, SAME, count(Ticket), 1),
    "call a session off": (session_off, REFUSED, count(Message, kind="session_off"), 1),
    "take a wish back": (withdraw_wish, REFUSED, told("events.wish_withdrawn"), 1),
    "keep a follow-up": (keep, REFUSED, count(FollowUp), 2),
    "add a follow-up": (add_task, REFUSED, count(FollowUp), 2),
    "share a report": (share, BOTH, count(ReportShare, revoked_at=None), 1),
    "copy an invitation": (copy_letter, BOTH, count(Message), 1),
    "invite": (
        lambda show: twice(invitations.invite, event_id=show.event.pk, at=NOW), BOTH, count(Message), 6,
    ),
    "make badges": (
        lambda show: twice(badges.make_badges, event_id=show.event.pk, at=NOW), BOTH, count(Badge), 6,
    ),
    "wait for a place": (
        lambda show: twice(standby.stand_by, participant_id=show.parties["K01"].pk, at=NOW), SAME, count(Standby), 1,
    ),
    "open a calendar": (
        lambda show: twice(feeds.open_feed, attendee_id=show.people["K01"].pk, at=NOW), BOTH,
        count(CalendarFeed, revoked_at=None), 1,
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_two_at_once_have_one_effect(lasting: Path, name: str) -> None:
    prepare, expected, effects, number = CASES[name]
    hub_id = uuid4()
    with hub_context(hub_id):
        show = small_show(hub_id)
        acts = prepare(show)
    judge(at_once(hub_id, *acts), expected)
    with hub_context(hub_id):
        assert effects(show) == number
