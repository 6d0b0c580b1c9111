"""One's own agenda under one's account: only for a founder or partner whose account is bound to the person."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from uuid import UUID

import pytest
import vobject
from django.test import Client
from django.test.utils import CaptureQueriesContext

from landbridge.entrypoints import clock as site_clock
from landbridge.events.actions import publishing
from landbridge.ground.hubs import hub_context
from landbridge.kernel.clock import FixedClock
from landbridge.network.models import Hub, Membership
from landbridge.network.states import Role
from tests.entrypoints.web.events.browsers import client_as
from tests.events.makers import SYSTEM
from tests.events.planned import version_with
from tests.events.stage import NOW, Stage, small_show
from tests.network import makers as network

Queries = Callable[[], AbstractContextManager[CaptureQueriesContext]]
LINES = (("P01", "K01", 0, 0), ("P01", "K02", 1, 0), ("P02", "K01", 1, 1))
FORMS = ("", "agenda.pdf", "agenda.ics")


@pytest.fixture(autouse=True)
def at(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(site_clock, "current", lambda: FixedClock(NOW))


@pytest.fixture
def show(db: None) -> Stage:
    hub = Hub.objects.create(name_latin="Park", country="CN", zone="Asia/Shanghai")
    with hub_context(hub.pk):
        return small_show(hub.pk)


def publish(show: Stage, *lines: tuple[str, str, int, int]) -> None:
    with hub_context(show.hub_id):
        version = version_with(show, *lines)
        publishing.publish_version(actor=SYSTEM, version_id=version.pk, over=None, at=NOW)


def account(show: Stage, role: Role, person: UUID | None) -> Client:
    client = client_as(role, show.hub_id)
    with hub_context(show.hub_id):
        Membership.objects.filter(role=role).update(person=person)
    return client


def path(show: Stage, label: str, form: str = "") -> str:
    return f"/my/agendas/{show.people[label].pk}/{form}"


@pytest.mark.parametrize("role", [Role.FOUNDER, Role.PARTNER])
def test_who_is_bound_finds_their_own_meetings_from_the_home_page(show: Stage, role: Role) -> None:
    publish(show, *LINES)
    client = account(show, role, show.people["P01"].person_id)
    home = client.get("/").content.decode()
    assert path(show, "P01") in home
    assert "2 meetings" in home
    page = client.get(path(show, "P01"))
    assert page["Cache-Control"] == "no-store"
    text = page.content.decode()
    assert ("K01" in text, "K02" in text, "P02" in text) == (True, True, False)
    assert client.get(path(show, "P01", "agenda.pdf")).content.startswith(b"%PDF")
    calendar = client.get(path(show, "P01", "agenda.ics")).content.decode()
    assert len(vobject.readOne(calendar).vevent_list) == 2


def test_nobody_opens_anothers_agenda(show: Stage) -> None:
    publish(show, *LINES)
    own, other = show.people["P01"], show.people["K01"]
    clients = {
        "bound to somebody else": (account(show, Role.FOUNDER, own.person_id), "K01"),
        "bound to nobody": (account(show, Role.PARTNER, None), "P01"),
        "bound, and no founder": (account(show, Role.HUB_MANAGER, other.person_id), "K01"),
        "bound, and a judge": (account(show, Role.JUDGE, other.person_id), "K01"),
    }
    told = {
        (who, form): c.get(path(show, label, form)).status_code for who, (c, label) in clients.items() for form in FORMS
    }
    assert set(told.values()) == {404}, told
    assert Client().get(path(show, "P01")).status_code == 302
    assert path(show, "K01") not in clients["bound to somebody else"][0].get("/").content.decode()
    assert "No road show of yours yet" in clients["bound to nobody"][0].get("/").content.decode()
    assert "My road shows" not in clients["bound, and a judge"][0].get("/").content.decode()


def test_the_wall_between_hubs_holds(show: Stage) -> None:
    publish(show, *LINES)
    far = Hub.objects.create(name_latin="Far", country="CN", zone="Asia/Shanghai")
    client = client_as(Role.FOUNDER, far.pk)
    with hub_context(far.pk):
        Membership.objects.filter(hub_id=far.pk).update(person=network.person(far.pk, name_latin="Ada"))
    assert client.get(path(show, "P01")).status_code == 404


def test_before_and_without_an_agenda_the_page_says_so(show: Stage) -> None:
    client = account(show, Role.FOUNDER, show.people["P02"].person_id)
    assert "the agenda is not published yet" in client.get("/").content.decode()
    assert "Not published yet" in client.get(path(show, "P02")).content.decode()
    publish(show, LINES[0])
    assert "no meeting" in client.get("/").content.decode()
    assert "No meeting for you" in client.get(path(show, "P02")).content.decode()


def test_the_pages_cost_the_same_for_one_and_three_meetings(show: Stage, queries: Queries) -> None:
    publish(show, *LINES)
    counted = []
    for label, role in (("P02", Role.FOUNDER), ("P01", Role.PARTNER)):
        client = account(show, role, show.people[label].person_id)
        client.get(path(show, label))
        with queries() as asked:
            assert client.get(path(show, label)).status_code == 200
        counted.append(len(asked))
    assert counted[0] == counted[1]
