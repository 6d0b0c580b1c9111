"""The organiser looks at who did not come before: the list, what follows, an excuse and its end."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from uuid import UUID

import pytest
from django.test import Client
from django.test.utils import CaptureQueriesContext

from landbridge.entrypoints.web.matches import reasons_of
from landbridge.events.actions import frame, groups, series, suggestions
from landbridge.events.attendance import CODES
from landbridge.events.models import Event, NoShow, Participant
from landbridge.events.queries.suggestions import cards, lines_of
from landbridge.ground.hubs import enter_context
from landbridge.kernel.clock import FixedClock
from tests.events.after import NOON, SYSTEM, published, say
from tests.events.stage import DAY, Stage, small_show

Counting = Callable[[], AbstractContextManager[CaptureQueriesContext]]


@pytest.fixture
def show(inside: UUID, at_work: FixedClock) -> Stage:
    at_work.advance(NOON - at_work.now())
    made = published(small_show(inside))
    say(made, "P01", "F01", met=False, missed="they_absent")
    frame.mark_held(actor=SYSTEM, event_id=made.event.pk, at=NOON)
    return made


@pytest.fixture
def following(show: Stage) -> Event:
    """The next road show with the same parties, where funds that stayed away once have at most three meetings."""
    event = series.copy_event(
        actor=SYSTEM, event_id=show.event.pk, first_day=DAY + timedelta(days=60), name_latin="Next", name_chinese="",
        at=NOON,
    )  # fmt: skip
    letters = {group.letter: group for group in groups.in_order(event)}
    for label, party in show.parties.items():
        Participant.objects.create(
            hub_id=event.hub_id, event=event, group=letters[label[0]], label=label, project_id=party.project_id,
            organisation_id=party.organisation_id, created_at=NOON,
        )  # fmt: skip
    groups.change_group(
        actor=SYSTEM, event_id=event.pk, group_id=letters["F"].pk, no_shows_from=1, no_show_meetings=3, at=NOON
    )
    return event


def page(client: Client, event: Event, path: str = "no-shows/") -> str:
    answered = client.get(f"/events/{event.pk}/{path}")
    assert answered.status_code == 200
    return answered.content.decode()


def test_the_organiser_sees_who_and_why_and_what_follows(manager: Client, inside: UUID, following: Event) -> None:
    people = page(manager, following, "people/")
    assert "1 party did not come to an earlier road show" in people
    assert "1 no-show" in people
    shown = page(manager, following)
    assert "at most 3 meetings" in shown
    assert "North American day" in shown
    enter_context(hub_ids=[inside])
    party = Participant.objects.get(event=following, label="F01")
    own = manager.get(f"/events/participants/{party.pk}/").content.decode()
    assert "Did not come to 1 earlier road show, without notice" in own
    assert "0 to 3 meetings" in own


def test_the_list_of_people_can_be_cut_to_those(manager: Client, following: Event) -> None:
    found = page(manager, following, "people/?no_shows=yes")
    assert "F01 Ltd" in found
    assert "K01 Ltd" not in found
    others = page(manager, following, "people/?no_shows=no")
    assert "F01 Ltd" not in others
    assert "K01 Ltd" in others


def test_an_excuse_lifts_the_limit_and_can_be_taken_back(manager: Client, inside: UUID, following: Event) -> None:
    row = NoShow.objects.get()
    answered = manager.post(f"/events/{following.pk}/no-shows/{row.pk}/excuse/", {"excuse": "Snow."}, follow=True)
    assert "All of it is excused" in answered.content.decode()
    assert "Snow." in answered.content.decode()
    answered = manager.post(f"/events/{following.pk}/no-shows/{row.pk}/count/", follow=True)
    assert "at most 3 meetings" in answered.content.decode()
    enter_context(hub_ids=[inside])
    row.refresh_from_db()
    assert row.excuse == ""


def test_an_excuse_without_a_reason_is_asked_for_again(manager: Client, inside: UUID, following: Event) -> None:
    row = NoShow.objects.get()
    answered = manager.post(f"/events/{following.pk}/no-shows/{row.pk}/excuse/", {"excuse": " "})
    assert answered.status_code == 422
    assert "Say why it is excused" in answered.content.decode()
    enter_context(hub_ids=[inside])
    row.refresh_from_db()
    assert row.excused_at is None


def test_the_organiser_reads_it_with_the_pair_and_a_party_does_not(
    manager: Client, inside: UUID, following: Event
) -> None:
    suggestions.make_shortlists(actor=SYSTEM, event_id=following.pk, at=NOON)
    project = Participant.objects.get(event=following, label="P01")
    fund = Participant.objects.get(event=following, label="F01")
    told = manager.get(f"/events/pairs/{project.pk}/{fund.pk}/").content.decode()
    assert "did not come, without notice, on 2026-11-23" in told
    enter_context(hub_ids=[inside])
    (card,) = (card for card in cards(project, list(lines_of(project))) if card.other == fund)
    assert [fact["code"] for fact in card.against] == ["partner_attendance_against"]
    assert reasons_of(card, untold=CODES).cons == []


def test_nobody_stayed_away_says_when_it_is_noted(manager: Client, show: Stage) -> None:
    assert "Nobody on this list stayed away" in page(manager, show.event)


def test_the_page_asks_the_same_queries_for_one_and_three(
    manager: Client, inside: UUID, show: Stage, following: Event, queries: Counting
) -> None:
    asked = []
    for labels in ((), ("K01", "P01")):
        enter_context(hub_ids=[inside])
        for label in labels:
            NoShow.objects.create(hub_id=inside, event=show.event, participant=show.parties[label], noted_at=NOON)
        page(manager, following)
        with queries() as asking:
            page(manager, following)
        asked.append(len(asking))
    assert asked[0] == asked[1]
