"""Pages of a road show among others ask the database the same for one row and for three."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from uuid import UUID

import pytest
from django.test import Client
from django.test.utils import CaptureQueriesContext

from landbridge.events.actions import frame, series
from landbridge.events.models import Event
from landbridge.ground.hubs import enter_context
from landbridge.kernel.clock import FixedClock
from landbridge.matchmaking.actions import board
from landbridge.matchmaking.actions.board import NoticeGiven
from landbridge.matchmaking.models import Need
from tests.events.after import NOON, SYSTEM, published, say
from tests.events.planned import version_with
from tests.events.stage import DAY, Stage, small_show
from tests.network import makers

Counting = Callable[[], AbstractContextManager[CaptureQueriesContext]]


@pytest.fixture
def show(inside: UUID, at_work: FixedClock) -> Stage:
    at_work.advance(NOON - at_work.now())
    return published(small_show(inside))


def asked(client: Client, path: str, queries: Counting) -> int:
    """How many questions the page asks, once what is kept for all pages is there."""
    assert client.get(path).status_code == 200
    with queries() as found:
        assert client.get(path).status_code == 200
    return len(found)


def another(show: Stage, number: int) -> Event:
    """One more road show of the season, listed publicly."""
    event = series.copy_event(
        actor=SYSTEM, event_id=show.event.pk, first_day=DAY + timedelta(days=number), name_latin=f"No. {number}",
        name_chinese="", at=NOON,
    )  # fmt: skip
    series.list_publicly(actor=SYSTEM, event_id=event.pk, listed=True, at=NOON)
    return event


def in_season(show: Stage, name: str = "2026") -> Event:
    event = series.set_season(actor=SYSTEM, event_id=show.event.pk, season_id=None, name_latin=name, at=NOON)
    series.list_publicly(actor=SYSTEM, event_id=event.pk, listed=True, at=NOON)
    return event


def test_a_season_and_the_public_calendar(manager: Client, inside: UUID, show: Stage, queries: Counting) -> None:
    event = in_season(show)
    paths = [f"/events/seasons/{event.season_id}/", f"/calendar/{show.hub_id}/", "/events/"]
    before = [asked(manager, path, queries) for path in paths]
    enter_context(hub_ids=[inside])
    for number in (1, 2):
        another(show, number)
    assert [asked(manager, path, queries) for path in paths] == before


def test_the_choice_of_seasons(manager: Client, inside: UUID, show: Stage, queries: Counting) -> None:
    in_season(show)
    path = f"/events/{show.event.pk}/series/"
    before = asked(manager, path, queries)
    enter_context(hub_ids=[inside])
    for name in ("2027", "2028"):
        in_season(show, name)
    assert asked(manager, path, queries) == before


@pytest.mark.parametrize("figure", ["came", "held", "wishes", "follow_ups", "missed", "no_shows"])
def test_the_rows_of_a_figure(manager: Client, inside: UUID, show: Stage, queries: Counting, figure: str) -> None:
    pairs = (("P01", "K01"), ("P02", "K02"), ("P02", "K01"))
    path = f"/events/{show.event.pk}/report/rows/{figure}/"
    counts = []
    for batch in (pairs[:1], pairs[1:]):
        enter_context(hub_ids=[inside])
        for one, other in batch:
            if figure in {"missed", "no_shows"}:
                say(show, one, other, met=False, missed="they_absent")
            else:
                say(show, one, other, interest="yes", step="papers")
                say(show, other, one, interest="yes")
        counts.append(asked(manager, path, queries))
    assert counts[0] == counts[1]


def test_two_versions_side_by_side(manager: Client, inside: UUID, show: Stage, queries: Counting) -> None:
    path = f"/events/{show.event.pk}/agenda/2/compare/"
    version_with(show, ("P01", "K01", 1, 0))
    before = asked(manager, path, queries)
    enter_context(hub_ids=[inside])
    version_with(show, ("P01", "K01", 1, 0), ("P02", "K02", 2, 0), ("P01", "F01", 3, 0))
    assert asked(manager, path.replace("/2/", "/3/"), queries) == before


def test_the_public_board(manager: Client, inside: UUID, show: Stage, queries: Counting) -> None:
    frame.change_event(actor=SYSTEM, event_id=show.event.pk, at=NOON, name_latin="Board")
    counts = []
    for names in (("One",), ("Two", "Three")):
        enter_context(hub_ids=[inside])
        for name in names:
            need = Need.objects.create(
                hub_id=inside,
                organisation=makers.organisation(inside, name_latin=name),
                text_latin=name,
                updated_at=NOON,
            )
            given = NoticeGiven(profile="TR", title_latin=name, text_latin=f"Looks for {name}.")
            notice = board.write_notice(actor=SYSTEM, subject=need, given=given, at=NOON)
            board.publish_notice(
                actor=SYSTEM,
                notice_id=notice.pk,
                expires_on=NOON.date() + timedelta(days=90),
                today=NOON.date(),
                at=NOON,
            )
        counts.append([asked(manager, path, queries) for path in ("/board/", "/matches/board/")])
    assert counts[0] == counts[1]
