"""One's own agenda: on the phone, on paper, in a calendar."""

import io
from datetime import timedelta

import pytest
import vobject
from django.core.cache import cache
from django.test import Client
from pypdf import PdfReader

from landbridge.entrypoints import clock as site_clock
from landbridge.events.actions import links, publishing
from landbridge.events.models import CalendarFeed, Participant
from landbridge.ground.hubs import hub_context
from landbridge.kernel.actor import SystemActor
from landbridge.kernel.clock import FixedClock
from landbridge.network.models import Hub
from tests.events.planned import version_with
from tests.events.stage import NINE, NOW, Stage, small_show


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> FixedClock:
    standing = FixedClock(NOW)
    monkeypatch.setattr(site_clock, "current", lambda: standing)
    cache.clear()
    return standing


@pytest.fixture
def show(db: None, at: FixedClock) -> Stage:
    hub = Hub.objects.create(name_latin="Park", country="CN", zone="Asia/Shanghai")
    with hub_context(hub.pk):
        return small_show(hub.pk)


@pytest.fixture
def phone(client: Client, show: Stage) -> Client:
    """The phone of P01's first person, who opened the link."""
    with hub_context(show.hub_id):
        token = links.make_link(actor=SystemActor(), attendee_id=show.people["P01"].id, at=NOW).token
    assert client.post(f"/l/{token}").status_code == 302
    client.cookies["django_language"] = "en"
    return client


def publish(show: Stage, *lines: tuple[str, str, int, int], over: int | None = None) -> None:
    with hub_context(show.hub_id):
        version = version_with(show, *lines)
        publishing.publish_version(actor=SystemActor(), version_id=version.id, over=over, at=NOW)


def page(phone: Client) -> str:
    return phone.get("/me/agenda/").content.decode()


def test_before_publishing_it_says_when_it_will_be_there(phone: Client, show: Stage) -> None:
    assert "Not published yet" in page(phone)


def test_my_meetings_are_there_and_nobody_elses(phone: Client, show: Stage) -> None:
    publish(show, ("P01", "K01", 0, 0), ("P01", "F01", 2, 1), ("P02", "K02", 1, 0))
    text = page(phone)
    assert "2 meetings, times in Shanghai" in text
    assert "K01 K01 Ltd" in text
    assert "K02" not in text


def test_now_and_next_come_first(phone: Client, show: Stage, at: FixedClock) -> None:
    publish(show, ("P01", "K01", 0, 0), ("P01", "F01", 2, 1))
    at.at = NINE + timedelta(minutes=5)
    text = page(phone)
    assert "now, until 09:25" in text
    assert "table T02" in text
    at.at = NINE + timedelta(days=1)
    assert "now, until" not in page(phone)


def test_who_has_no_meeting_is_told_what_to_do(phone: Client, show: Stage) -> None:
    publish(show, ("P02", "K02", 1, 0))
    with hub_context(show.hub_id):
        show.event.refresh_from_db()
    assert "ask at the desk" in page(phone)


def test_the_paper_has_chinese_type(phone: Client, show: Stage) -> None:
    publish(show, ("P01", "K01", 0, 0))
    phone.cookies["django_language"] = "zh-hans"
    answer = phone.get("/me/agenda.pdf")
    assert answer["Content-Type"] == "application/pdf"
    reader = PdfReader(io.BytesIO(answer.content))
    text = reader.pages[0].extract_text()
    assert len(reader.pages) == 1
    assert "北美专场" in text
    assert "公司" in text
    assert "09:00" in text


def test_a_calendar_is_given_once_followed_by_its_secret_and_ended(phone: Client, show: Stage) -> None:
    publish(show, ("P01", "K01", 0, 0))
    text = phone.post("/me/calendar/").content.decode()
    path = "/cal/" + text.split("/cal/", 1)[1].split(".ics", 1)[0] + ".ics"
    reader = Client()  # a calendar programme: no cookie, no session
    answer = reader.get(path)
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert (answer["Referrer-Policy"], answer["Cache-Control"]) == ("no-referrer", "no-store")
    assert len(vobject.readOne(answer.content.decode()).vevent_list) == 1
    assert reader.get(path, headers={"If-None-Match": answer["ETag"]}).status_code == 304
    publish(show, ("P01", "K01", 1, 0), over=1)
    changed = vobject.readOne(reader.get(path).content.decode()).vevent_list
    assert [event.sequence.value for event in changed] == ["1"]
    phone.post("/me/calendar/end/")
    assert reader.get(path).status_code == 404


def test_the_agenda_is_also_a_file_to_keep(phone: Client, show: Stage) -> None:
    publish(show, ("P01", "K01", 0, 0))
    answer = phone.get("/me/agenda.ics")
    assert answer["Content-Disposition"] == f'attachment; filename="{show.event.code}-P01.ics"'
    assert len(vobject.readOne(answer.content.decode()).vevent_list) == 1


def test_who_is_placed_says_to_the_organiser_that_they_cannot_come(phone: Client, show: Stage) -> None:
    phone.post("/me/answer/", {"coming": "yes"})
    publish(show, ("P01", "K01", 0, 0))
    seen = phone.get("/me/").content.decode()
    assert 'one meeting of yours is in it: if you cannot come, tell the organiser, <span lang="en">Park</span>.' in seen
    assert "I cannot come after all" not in seen
    refused = phone.post("/me/answer/", {"coming": "no"})
    assert refused.status_code == 409
    assert "Tell the organiser that you cannot come." in refused.content.decode()
    with hub_context(show.hub_id):
        assert Participant.objects.get(label="P01").state == "coming"


def test_a_wrong_address_opens_nothing(client: Client, show: Stage) -> None:
    for token in ("x" * 32, "short", "%27%20or%201=1"):
        assert client.get(f"/cal/{token}.ics").status_code == 404


def test_without_the_link_nothing_opens(client: Client, show: Stage) -> None:
    publish(show, ("P01", "K01", 0, 0))
    assert client.get("/me/agenda/").status_code == 404
    assert client.get("/me/agenda.pdf").status_code == 404
    assert client.get("/me/agenda.ics").status_code == 404
    assert client.post("/me/calendar/").status_code == 404
    with hub_context(show.hub_id):
        assert not CalendarFeed.objects.exists()
