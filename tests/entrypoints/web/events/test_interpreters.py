"""Interpreters and languages in the browser: added, changed, seen where they are due, and by nobody else."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from uuid import UUID

import pytest
from django.test import Client
from django.test.utils import CaptureQueriesContext

from landbridge.events.actions import publishing
from landbridge.events.models import Attendee, Interpreter, Meeting, PersonalLink
from landbridge.ground.hubs import hub_context
from landbridge.kernel.actor import SystemActor
from tests.entrypoints.web.events.conftest import NOW
from tests.events.planned import pair, version_with
from tests.events.stage import Stage, small_show
from tests.network.makers import person

Queries = Callable[[], AbstractContextManager[CaptureQueriesContext]]


@pytest.fixture
def show(hub_id: UUID) -> Stage:
    with hub_context(hub_id):
        return small_show(hub_id)


def hire(manager: Client, show: Stage, name: str = "Li Na") -> Interpreter:
    with hub_context(show.hub_id):
        who = person(show.hub_id, name_latin=name)
    here = f"/events/{show.event.pk}/interpreters/"
    assert name in manager.get(here, {"q": name}).content.decode()
    manager.post(f"{here}add/", {"person": str(who.pk), "i-languages": ["zh", "da"]})
    with hub_context(show.hub_id):
        return Interpreter.objects.get(person=who)


def test_added_changed_and_removed(manager: Client, show: Stage) -> None:
    here = f"/events/{show.event.pk}/interpreters/"
    assert "No interpreter yet" in manager.get(here).content.decode()
    with hub_context(show.hub_id):
        who = person(show.hub_id, name_latin="Bo")
    refused = manager.post(f"{here}add/", {"q": "Bo", "person": str(who.pk), "i-languages": ["zh"]})
    assert refused.status_code == 422
    assert "at least two languages" in refused.content.decode()
    one = hire(manager, show)
    page = manager.get(here).content.decode()
    assert "Li Na" in page
    assert "Danish, Chinese" in page
    assert "languages count" in page
    edit = f"{here}{one.pk}/edit/"
    assert manager.post(edit, {"languages": ["zh"]}).status_code == 422
    assert manager.post(edit, {"languages": ["zh", "en"], "leaves": "2026-11-23T10:00"})["Location"] == here
    assert "until" in manager.get(here).content.decode()
    manager.post(f"{here}needed/", {"on": "0"})
    assert "languages do not count" in manager.get(here).content.decode()
    manager.post(f"{here}{one.pk}/remove/")
    with hub_context(show.hub_id):
        assert Interpreter.objects.count() == 0


def test_what_people_speak_is_said_on_their_partys_page(manager: Client, show: Stage) -> None:
    attendee = show.people["K01"]
    manager.post(f"/events/attendees/{attendee.pk}/languages/", {f"s{attendee.pk}-languages": ["da", "zh"]})
    with hub_context(show.hub_id):
        assert Attendee.objects.get(pk=attendee.pk).languages == ["da", "zh"]
    page = manager.get(f"/events/participants/{attendee.participant_id}/").content.decode()
    assert page.count("checked") >= 2


def test_who_interprets_is_seen_on_board_list_phone_and_own_agenda(manager: Client, show: Stage) -> None:
    one = hire(manager, show)
    with hub_context(show.hub_id):
        for name, language in (("P01", "da"), ("K01", "zh")):
            Attendee.objects.filter(pk=show.people[name].pk).update(languages=[language])
        version = version_with(show, ("P01", "K01", 0, 0))
    board = f"/events/{show.event.pk}/agenda/{version.number}/"
    manager.post(
        f"{board}edit/", {"command": "interpret", "pair": str(pair(show, "P01", "K01")), "interpreter": str(one.pk)}
    )
    with hub_context(show.hub_id):
        assert Meeting.objects.get().interpreter_id == one.pk
    assert "Interpreter: Li Na" in manager.get(board, {"m": str(pair(show, "P01", "K01"))}).content.decode()
    assert "interpreter Li Na" in manager.get(f"{board}people/").content.decode()
    own = f"/events/{show.event.pk}/interpreters/{one.pk}/"
    assert "No agenda is published yet" in manager.get(own).content.decode()
    with hub_context(show.hub_id):
        publishing.publish_version(actor=SystemActor(), version_id=version.pk, over=None, at=NOW)
    page = manager.get(own).content.decode()
    assert "P01" in page
    assert "K01" in page
    assert b"BEGIN:VEVENT" in manager.get(f"{own}agenda.ics").content


def test_a_link_is_made_listed_and_closed(manager: Client, show: Stage) -> None:
    one = hire(manager, show)
    page = f"/events/{show.event.pk}/interpreters/{one.pk}/link/"
    assert "None yet. A message" in manager.get(page).content.decode()
    made = manager.post(page)
    assert made["Cache-Control"] == "no-store"
    token = made.content.decode().split("/l/")[1][:32]
    assert Client().get(f"/l/{token}").status_code == 200
    assert "WeChat, SMS</b>" in manager.get(page).content.decode()
    with hub_context(show.hub_id):
        link = PersonalLink.objects.get()
    assert manager.post(f"/events/links/{link.pk}/revoke/")["Location"] == page
    assert Client().get(f"/l/{token}").status_code == 404
    token = manager.post(page).content.decode().split("/l/")[1][:32]
    assert manager.post(page.replace("/link/", "/links/revoke/"))["Location"] == page
    assert Client().get(f"/l/{token}").status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_pages_ask_the_same_of_few_and_many(manager: Client, show: Stage, queries: Queries, count: int) -> None:
    made = [hire(manager, show, f"Interpreter {n}") for n in range(count)]
    with hub_context(show.hub_id):
        version = version_with(show, *((("P01", "K01", 0, 0), ("P01", "F01", 1, 0), ("P02", "K01", 2, 0))[:count]))
        Meeting.objects.filter(version=version).update(interpreter=made[0])
        publishing.publish_version(actor=SystemActor(), version_id=version.pk, over=None, at=NOW)
    asked = []
    for path in ("", f"{made[0].pk}/"):
        with queries() as captured:
            assert manager.get(f"/events/{show.event.pk}/interpreters/{path}").status_code == 200
        asked.append(len(captured))
    assert asked == [20, 24]


def test_only_the_hubs_own(founder: Client, stranger: Client, manager: Client, show: Stage) -> None:
    one = hire(manager, show)
    here = f"/events/{show.event.pk}/interpreters/"
    for who in (founder, stranger):
        for path in ("", f"{one.pk}/", f"{one.pk}/edit/"):
            assert who.get(f"{here}{path}").status_code == 404
        assert who.post(f"{here}{one.pk}/remove/").status_code == 404
        assert who.post(f"{here}needed/", {"on": "0"}).status_code == 404
    with hub_context(show.hub_id):
        assert Interpreter.objects.count() == 1
        show.event.refresh_from_db()
    assert show.event.interpreting
