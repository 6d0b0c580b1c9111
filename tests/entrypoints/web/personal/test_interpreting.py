"""An interpreter's own page: by their link alone, their meetings alone, with a calendar; nothing of a participant's."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
import vobject
from django.core.cache import cache
from django.test import Client
from django.test.utils import CaptureQueriesContext

from landbridge.entrypoints import clock as site_clock
from landbridge.events.actions import interpreters, links, publishing
from landbridge.events.actions.interpreters import Service
from landbridge.events.models import Attendee, Interpreter, Meeting
from landbridge.ground.hubs import hub_context
from landbridge.kernel.clock import FixedClock
from landbridge.network.models import Hub
from tests.events.makers import SYSTEM
from tests.events.planned import pair, version_with
from tests.events.stage import NOW, Stage, small_show
from tests.network.makers import person

Queries = Callable[[], AbstractContextManager[CaptureQueriesContext]]
LINES = (("P01", "K01", 0, 0), ("P02", "K02", 1, 0), ("P01", "F01", 2, 0))


@pytest.fixture(autouse=True)
def at(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(site_clock, "current", lambda: FixedClock(NOW))
    cache.clear()


@pytest.fixture
def show(db: None) -> Stage:
    hub = Hub.objects.create(name_latin="Park", country="CN", zone="Asia/Shanghai")
    with hub_context(hub.pk):
        show = small_show(hub.pk)
        for name, language in (("P01", "da"), ("K01", "zh")):
            Attendee.objects.filter(pk=show.people[name].pk).update(languages=[language])
        return show


@pytest.fixture
def li(show: Stage) -> Interpreter:
    with hub_context(show.hub_id):
        who = person(show.hub_id, name_latin="Li Na")
        service = Service(("zh", "da"))
        return interpreters.add_interpreter(
            actor=SYSTEM, event_id=show.event.pk, person_id=who.pk, service=service, at=NOW
        )


@pytest.fixture
def phone(show: Stage, li: Interpreter) -> Client:
    with hub_context(show.hub_id):
        token = links.make_interpreters_link(actor=SYSTEM, interpreter_id=li.pk, at=NOW).token
    client = Client()
    client.cookies["django_language"] = "en"
    assert "Li Na" in client.get(f"/l/{token}").content.decode()
    assert client.post(f"/l/{token}")["Location"] == "/me/interpreting/"
    return client


def publish(show: Stage, li: Interpreter, helped: int, over: int | None = None) -> None:
    with hub_context(show.hub_id):
        version = version_with(show, *LINES)
        for first, second, _slot, _table in LINES[:helped]:
            Meeting.objects.filter(version=version, pair_uid=pair(show, first, second)).update(interpreter=li)
        publishing.publish_version(actor=SYSTEM, version_id=version.pk, over=over, at=NOW)


def test_it_says_when_where_for_whom_and_between_which_languages(phone: Client, show: Stage, li: Interpreter) -> None:
    assert "Not published yet" in phone.get("/me/interpreting/").content.decode()
    publish(show, li, 1)
    answer = phone.get("/me/interpreting/")
    assert answer["Cache-Control"] == "no-store"
    page = answer.content.decode()
    assert "<b>09:00</b>" in page
    assert ("P01" in page, "K01" in page, "K02" in page) == (True, True, False)
    assert "Danish – Chinese" in page
    publish(show, li, 0, over=1)
    assert "No meeting needs you" in phone.get("/me/interpreting/").content.decode()


def test_the_file_and_the_feed_tell_the_same(phone: Client, show: Stage, li: Interpreter) -> None:
    publish(show, li, 2)
    kept = phone.get("/me/interpreting/agenda.ics")
    assert kept["Content-Disposition"].startswith("attachment")
    text = phone.post("/me/interpreting/calendar/").content.decode()
    assert 'href="/me/interpreting/"' in text
    path = "/cal/" + text.split("/cal/", 1)[1].split(".ics", 1)[0] + ".ics"
    followed = Client().get(path)
    assert len(vobject.readOne(followed.content.decode()).vevent_list) == 2
    assert kept.content.count(b"BEGIN:VEVENT") == 2
    phone.post("/me/interpreting/calendar/end/")
    assert Client().get(path).status_code == 404


def test_an_interpreter_opens_no_participants_page_and_none_opens_theirs(
    phone: Client, show: Stage, client: Client
) -> None:
    for path in ("/me/", "/me/agenda/", "/me/agenda.ics", "/me/times/", "/me/details/", "/me/outcomes/", "/me/now/"):
        assert phone.get(path).status_code == 404, path
    assert phone.post("/me/answer/", {"coming": "no"}).status_code == 404
    with hub_context(show.hub_id):
        token = links.make_link(actor=SYSTEM, attendee_id=show.people["P01"].pk, at=NOW).token
    assert client.get("/me/interpreting/").status_code == 404
    client.post(f"/l/{token}")
    assert client.get("/me/interpreting/").status_code == 404
    assert client.get("/me/interpreting/agenda.ics").status_code == 404
    assert client.post("/me/interpreting/calendar/").status_code == 404


@pytest.mark.parametrize("helped", [1, 3])
def test_the_page_costs_the_same_for_one_and_three_meetings(
    phone: Client, show: Stage, li: Interpreter, queries: Queries, helped: int
) -> None:
    publish(show, li, helped)
    with queries() as asked:
        assert phone.get("/me/interpreting/").status_code == 200
    assert len(asked) == 10
