"""Group sessions in the browser: for staff, and on one's own page."""

from uuid import UUID

import pytest
from django.test import Client

from landbridge.events.actions.links import make_link
from landbridge.events.models import Gathering, Ticket
from landbridge.ground.hubs import hub_context
from landbridge.kernel.actor import SystemActor
from tests.entrypoints.web.events.conftest import NOW
from tests.events.stage import Stage, small_show

FORM = {
    "kind": "round_table", "name_latin": "Batteries", "name_chinese": "电池圆桌", "place": "Room 2",
    "starts": "2026-11-23T09:00", "ends": "2026-11-23T10:00", "capacity": "1",
}  # fmt: skip


@pytest.fixture
def show(hub_id: UUID) -> Stage:
    with hub_context(hub_id):
        return small_show(hub_id)


def test_set_signed_up_and_called_off(manager: Client, client: Client, show: Stage) -> None:
    path = f"/events/{show.event.pk}/group-sessions/"
    assert "No group session yet" in manager.get(path).content.decode()
    assert manager.post(path, FORM | {"ends": "2026-11-23T08:00"}).status_code == 422
    assert manager.post(path, FORM)["Location"] == path
    assert "Batteries" in manager.get(path).content.decode()
    with hub_context(show.hub_id):
        one = Gathering.objects.get()
        token = make_link(actor=SystemActor(), attendee_id=show.people["K02"].pk, at=NOW).token
    manager.post(f"{path}{one.pk}/change/", {"attendee": str(show.people["K01"].pk)})
    assert "Person K01" in manager.get(f"{path}{one.pk}/", {"q": "K02"}).content.decode()
    phone = Client()
    phone.post(f"/l/{token}")
    assert "full" in phone.get("/me/group-sessions/").content.decode()
    phone.post(f"/me/group-sessions/{one.pk}/")
    assert "you wait for a place" in phone.get("/me/group-sessions/").content.decode()
    manager.post(f"{path}{one.pk}/change/", {"attendee": str(show.people["K01"].pk), "give_up": "1"})
    assert "you take part" in phone.get("/me/group-sessions/").content.decode()
    edit = f"{path}{one.pk}/edit/"
    assert "2026-11-23T09:00" in manager.get(edit).content.decode()
    assert manager.post(edit, FORM | {"ends": "2026-11-23T08:00"}).status_code == 422
    assert manager.post(edit, FORM | {"starts": "2026-11-23T09:30"})["Location"] == f"{path}{one.pk}/"
    assert "09:30" in phone.get("/me/group-sessions/").content.decode()
    manager.post(f"{path}{one.pk}/change/", {"capacity": "x"})
    manager.post(f"{path}{one.pk}/change/", {"off": "1"})
    assert "No group session" in phone.get("/me/group-sessions/").content.decode()


def test_only_the_hubs_own(founder: Client, stranger: Client, show: Stage) -> None:
    path = f"/events/{show.event.pk}/group-sessions/"
    for who in (founder, stranger):
        assert who.get(path).status_code == 404
        assert who.post(path, FORM).status_code == 404
    with hub_context(show.hub_id):
        assert (Gathering.objects.count(), Ticket.objects.count()) == (0, 0)
