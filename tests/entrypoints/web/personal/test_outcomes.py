"""What came of it, on a phone: three taps, blind until both have answered."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db.models import QuerySet
from django.test import Client
from django.test.utils import CaptureQueriesContext

from landbridge.entrypoints import clock as site_clock
from landbridge.events.actions import links, publishing
from landbridge.events.models import FollowUp, Reply
from landbridge.ground.hubs import hub_context
from landbridge.kernel.clock import FixedClock
from landbridge.network.models import Hub
from tests.events.after import MEETINGS, NOON, SYSTEM, published, say
from tests.events.planned import pair, version_with
from tests.events.stage import NINE, NOW, Stage, small_show

Counting = Callable[[], AbstractContextManager[CaptureQueriesContext]]


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> FixedClock:
    standing = FixedClock(NOON)
    monkeypatch.setattr(site_clock, "current", lambda: standing)
    cache.clear()
    return standing


@pytest.fixture
def show(db: None, at: FixedClock) -> Stage:
    hub = Hub.objects.create(name_latin="Park", country="CN", zone="Asia/Shanghai")
    with hub_context(hub.pk):
        return published(small_show(hub.pk))


@pytest.fixture
def phone(client: Client, show: Stage) -> Client:
    """The phone of P01's first person, who opened the link."""
    with hub_context(show.hub_id):
        token = links.make_link(actor=SYSTEM, attendee_id=show.people["P01"].id, at=NOW).token
    assert client.post(f"/l/{token}").status_code == 302
    client.cookies["django_language"] = "en"
    return client


def answers(show: Stage) -> QuerySet[Reply]:
    return Reply.objects.filter(outcome__first=show.parties["P01"])


def address(show: Stage, other: str) -> str:
    return f"/me/outcomes/{pair(show, 'P01', other)}/"


def test_the_first_meeting_without_answer_is_asked_for_and_three_taps_keep_it(phone: Client, show: Stage) -> None:
    page = phone.get("/me/outcomes/").content.decode()
    assert "09:00 with K01: what came of it?" in page
    assert phone.post(address(show, "K01"), {"interest": "yes", "step": "papers"}).status_code == 302
    with hub_context(show.hub_id):
        assert list(answers(show).values_list("interest", "step", "owner", "by_staff")) == [
            ("yes", "papers", "us", False)
        ]
    assert "09:25 with F01: what came of it?" in phone.get("/me/outcomes/").content.decode()


def test_the_other_answer_shows_only_after_mine(phone: Client, show: Stage) -> None:
    with hub_context(show.hub_id):
        say(show, "K01", "P01", interest="none", barrier="too_early", note="Come back in a year")
    assert "Come back in a year" not in phone.get("/me/outcomes/").content.decode()
    phone.post(address(show, "K01"), {"interest": "yes"})
    assert "Come back in a year" in phone.get("/me/outcomes/").content.decode()
    refused = phone.post(address(show, "K01"), {"interest": "none"})
    assert refused.status_code == 409
    assert "Both sides can read both answers" in refused.content.decode()
    with hub_context(show.hub_id):
        assert answers(show).get(end="first").interest == "yes"


def test_what_is_missing_is_said_and_nothing_is_lost(phone: Client, show: Stage) -> None:
    answered = phone.post(address(show, "K01"), {"step": "visit", "note": "A good talk"})
    page = answered.content.decode()
    assert answered.status_code == 409
    assert "Say whether you want to go on." in page
    assert "A good talk" in page
    with hub_context(show.hub_id):
        assert not Reply.objects.exists()


def test_a_missed_meeting_is_told_with_its_reason(phone: Client, show: Stage) -> None:
    phone.post(address(show, "K01"), {"met": "they_absent"})
    with hub_context(show.hub_id):
        assert list(answers(show).values_list("met", "missed")) == [(False, "they_absent")]
    assert "The others did not come" in phone.get("/me/outcomes/").content.decode()


def test_a_strangers_meeting_and_one_to_come_are_refused(phone: Client, show: Stage, at: FixedClock) -> None:
    assert phone.post(f"/me/outcomes/{pair(show, 'P02', 'K02')}/", {"interest": "yes"}).status_code == 404
    at.advance(NINE - timedelta(minutes=1) - at.now())
    assert phone.post(address(show, "K01"), {"interest": "yes"}).status_code == 409
    with hub_context(show.hub_id):
        assert not Reply.objects.exists()


def test_one_says_what_became_of_the_own_step(phone: Client, show: Stage) -> None:
    with hub_context(show.hub_id):
        say(show, "P01", "K01", interest="yes", step="papers")
        say(show, "K01", "P01", interest="yes", step="visit")
        mine, theirs = FollowUp.objects.get(kind="papers"), FollowUp.objects.get(kind="visit")
    assert phone.post(f"/me/follow-ups/{theirs.pk}/", {"done": "1", "note": "x"}).status_code == 404
    assert phone.post(f"/me/follow-ups/{mine.pk}/", {"done": "1", "note": ""}).status_code == 409
    assert phone.post(f"/me/follow-ups/{mine.pk}/", {"done": "1", "note": "Sent today"}).status_code == 302
    with hub_context(show.hub_id):
        assert list(FollowUp.objects.order_by("kind").values_list("kind", "state")) == [
            ("papers", "kept"), ("visit", "open"),
        ]  # fmt: skip


def test_nothing_comes_of_it(phone: Client, show: Stage) -> None:
    with hub_context(show.hub_id):
        say(show, "P01", "K01", interest="yes", step="papers")
        say(show, "K01", "P01")
        mine = FollowUp.objects.get()
    assert phone.post(f"/me/follow-ups/{mine.pk}/", {"reason": "timing"}).status_code == 302
    with hub_context(show.hub_id):
        assert FollowUp.objects.get().reason == "timing"


def test_before_the_day_there_is_no_such_tab(phone: Client, show: Stage, at: FixedClock) -> None:
    assert "What came of it" in phone.get("/me/").content.decode()
    at.advance(NOW - at.now())
    assert "What came of it" not in phone.get("/me/").content.decode()
    assert "No meeting has begun yet" in phone.get("/me/outcomes/").content.decode()


def test_the_page_asks_the_same_number_of_queries_for_one_and_three_meetings(
    phone: Client, show: Stage, at: FixedClock, queries: Counting
) -> None:
    at.advance(NINE - at.now())
    with hub_context(show.hub_id):
        say(show, "P01", "K01", at=NINE, step="papers", interest="yes")
        say(show, "K01", "P01", at=NINE, step="visit", interest="yes")
    phone.get("/me/outcomes/")
    with queries() as one:
        phone.get("/me/outcomes/")
    with hub_context(show.hub_id):
        again = published_again(show)
    at.advance(NOON - at.now())
    with hub_context(show.hub_id):
        for other in ("F01", "K02"):
            say(again, "P01", other, step="papers", interest="yes")
            say(again, other, "P01", step="visit", interest="yes")
    with queries() as three:
        page = phone.get("/me/outcomes/").content.decode()
    assert page.count('<article class="match"') == 3
    assert len(one) == len(three) == 11, [query["sql"][:90] for query in three]


def published_again(show: Stage) -> Stage:
    version = version_with(show, *MEETINGS[:2], ("P01", "K02", 2, 0))
    publishing.publish_version(actor=SYSTEM, version_id=version.pk, over=1, at=NOW)
    return show


def test_chinese(phone: Client, show: Stage) -> None:
    phone.cookies["django_language"] = "zh-hans"
    page = phone.get("/me/outcomes/").content.decode()
    assert "愿意继续推进吗？" in page
