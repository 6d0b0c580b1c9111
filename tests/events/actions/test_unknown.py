"""Every action that is told an identifier says `Missing` to one that names nothing, and changes nothing."""

from collections.abc import Callable
from uuid import UUID

import pytest

from landbridge.events import rules
from landbridge.events.actions import (
    answers,
    badges,
    desk,
    edits,
    feeds,
    follow_ups,
    gatherings,
    invitations,
    links,
    no_shows,
    planning,
    screens,
    series,
    sharing,
    standby,
    venue,
    wishes,
)
from landbridge.events.actions.follow_ups import Task
from landbridge.events.actions.planning import Order
from landbridge.events.states import Deed
from landbridge.evidence.models import Trail
from landbridge.kernel.ids import uuid7
from landbridge.kernel.refusal import Missing
from tests.events.after import SYSTEM, published
from tests.events.makers import Stranger
from tests.events.stage import NOW, Stage

Ask = Callable[[Stage, UUID], object]
S = SYSTEM

ASKS: dict[str, Ask] = {
    "event": lambda _, x: rules.access_event(S, x),
    "event locked": lambda _, x: rules.access_event(S, x, lock=True),
    "participant": lambda _, x: rules.access_participant(S, x),
    "attendee": lambda _, x: rules.access_attendee(S, x),
    "version": lambda _, x: rules.access_version(S, x),
    "answer": lambda _, x: answers.answer(actor=S, participant_id=x, coming=True, at=NOW),
    "own details": lambda _, x: answers.change_own_details(
        actor=S, attendee_id=x, email="", phone="", wechat="", language="", at=NOW
    ),
    "badge": lambda _, x: badges.replace_badge(actor=S, attendee_id=x, at=NOW),
    "badges": lambda _, x: badges.make_badges(actor=S, event_id=x, at=NOW),
    "check in": lambda _, x: desk.check(actor=S, attendee_id=x, deed=Deed.ARRIVED, device=uuid7(), at=NOW),
    "draft": lambda _, x: edits.draft_from(actor=S, version_id=x, at=NOW),
    "feed": lambda _, x: feeds.open_feed(actor=S, attendee_id=x, at=NOW),
    "follow-up of an outcome": lambda show, x: follow_ups.add_follow_up(
        actor=S, event_id=show.event.pk, outcome_id=x, task=Task("visit"), at=NOW
    ),
    "follow-up": lambda _, x: follow_ups.reopen_follow_up(actor=S, follow_up_id=x, at=NOW),
    "session": lambda _, x: gatherings.cancel_gathering(actor=S, gathering_id=x, at=NOW),
    "place in a session": lambda show, x: gatherings.sign_up(
        actor=S, gathering_id=x, attendee_id=show.people["K01"].pk, at=NOW
    ),
    "invitation": lambda _, x: invitations.copy_invitation(actor=S, attendee_id=x, at=NOW),
    "who gets a link": lambda _, x: links.make_link(actor=S, attendee_id=x, at=NOW),
    "link": lambda _, x: links.revoke_link(actor=S, link_id=x, at=NOW),
    "base of a plan": lambda show, x: planning.ask_for_agenda(
        actor=S, event_id=show.event.pk, order=Order(based_on=x), at=NOW
    ),
    "no-show": lambda _, x: no_shows.excuse_no_show(actor=S, no_show_id=x, excuse="Ill", at=NOW),
    "screen": lambda _, x: screens.end_screen(actor=S, screen_id=x, at=NOW),
    "season": lambda show, x: series.set_season(actor=S, event_id=show.event.pk, season_id=x, at=NOW),
    "co-host": lambda show, x: sharing.share_report(actor=S, event_id=show.event.pk, organisation_id=x, at=NOW),
    "share": lambda _, x: sharing.revoke_share(actor=S, share_id=x, at=NOW),
    "standby": lambda _, x: standby.stand_by(actor=S, participant_id=x, at=NOW),
    "waiting": lambda _, x: standby.leave_standby(actor=S, standby_id=x, at=NOW),
    "table": lambda show, x: venue.change_table(
        actor=S, event_id=show.event.pk, table_id=x, at=NOW, label="T9", seats=4
    ),
    "wish": lambda _, x: wishes.withdraw_wish(actor=S, wish_id=x, at=NOW),
    "slot": lambda show, x: edits.move_meeting(
        actor=S, version_id=show.event.agendas.get().pk, pair_uid=meeting(show), slot_id=x, at=NOW
    ),
}  # fmt: skip


def meeting(show: Stage) -> UUID:
    return UUID(str(show.event.meetings.values_list("pair_uid", flat=True).earliest("starts_at")))


@pytest.mark.parametrize("name", ASKS)
def test_what_is_not_there_is_missing(show: Stage, name: str) -> None:
    published(show)
    told = Trail.objects.count()
    with pytest.raises(Missing):
        ASKS[name](show, uuid7())
    assert Trail.objects.count() == told


def test_to_a_stranger_everything_is_missing(show: Stage) -> None:
    version = published(show).event.agendas.get()
    event, party, person = show.event.pk, show.parties["K01"].pk, show.people["K01"].pk
    for ask in (
        lambda: rules.access_event(Stranger(), event),
        lambda: rules.access_participant(Stranger(), party),
        lambda: rules.access_attendee(Stranger(), person),
        lambda: rules.access_version(Stranger(), version.pk),
    ):
        with pytest.raises(Missing):
            ask()
    assert list(rules.visible_events(Stranger(), hub_id=show.hub_id)) == []
    assert list(rules.visible_in(Stranger(), hub_ids=[show.hub_id])) == []
    assert list(rules.visible_in(SYSTEM, hub_ids=[show.hub_id])) == [show.event]


def test_identifiers_of_another_hub_are_missing(show: Stage) -> None:
    rows = type(show.parties["K01"]).objects.all()
    rules.require_of_hub(rows, [show.parties["K01"].pk], hub_id=show.hub_id)
    strange = uuid7()
    with pytest.raises(Missing) as refused:
        rules.require_of_hub(rows, [show.parties["K01"].pk, strange], hub_id=show.hub_id)
    assert refused.value.data == {"identifiers": [str(strange)]}
