"""Walk-ins and standby in the browser."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import Client

from landbridge.events.actions import publishing, standby, wishes
from landbridge.events.models import Attendee, Standby, Wish
from landbridge.ground.hubs import hub_context
from landbridge.kernel.actor import SystemActor
from landbridge.network.models import Organisation, Person
from tests.entrypoints.web.events.conftest import NOW
from tests.events.planned import version_with
from tests.events.stage import Stage, small_show

SYSTEM = SystemActor()


@pytest.fixture
def show(hub_id: UUID) -> Stage:
    with hub_context(hub_id):
        return small_show(hub_id)


def said(show: Stage, **more: str) -> dict[str, str]:
    group = str(show.groups["K"].pk)
    return {"name": "王小明", "company": "滨江光电", "group": group, "device": str(uuid4()), "stands_by": "on", **more}


def test_a_walk_in_is_made_and_a_likely_one_is_asked_about(manager: Client, show: Stage) -> None:
    path = f"/events/{show.event.pk}/walk-ins/"
    made = manager.post(path, said(show, wants="P01"))
    assert made["Location"].startswith(f"{path}?made=")
    page = manager.get(made["Location"]).content.decode()
    assert "K03" in page
    assert "one waits for a free place" in page
    again = manager.post(path, said(show))
    assert again.status_code == 409
    assert "Is it one of these?" in again.content.decode()
    with hub_context(show.hub_id):
        assert Attendee.objects.filter(person__name_chinese="王小明").count() == 1
        earlier = NOW - timedelta(minutes=1)  # within a moment it would be the same press again
        Person.objects.update(recorded_at=earlier)
        Organisation.objects.update(recorded_at=earlier)
    assert manager.post(path, said(show, sure="1")).status_code == 302


def test_bad_input_is_told_beside_the_field(manager: Client, show: Stage) -> None:
    path = f"/events/{show.event.pk}/walk-ins/"
    wrong = manager.post(path, said(show, wants="X99"))
    assert wrong.status_code == 422
    assert "There is nobody called X99" in wrong.content.decode()
    assert manager.post(path, said(show, device="none")).status_code == 404
    with hub_context(show.hub_id):
        assert Standby.objects.count() == 0


def test_the_standby_list_is_kept_by_hand(manager: Client, show: Stage) -> None:
    path = f"/events/{show.event.pk}/walk-ins/"
    manager.post(f"{path}standby/", {"labels": "k01 F01"})
    with hub_context(show.hub_id):
        first = Standby.objects.order_by("since", "pk").first()
    assert first is not None
    manager.post(f"{path}standby/{first.pk}/place/")
    assert "Nobody this party wants to meet is here and free" in manager.get(path).content.decode()
    manager.post(f"{path}standby/{first.pk}/leave/")
    manager.post(f"{path}standby/fill/")
    assert "one waits for a free place" in manager.get(path).content.decode()


def test_who_waits_in_vain_is_marked(manager: Client, show: Stage) -> None:
    path = f"/events/{show.event.pk}/walk-ins/"
    page = manager.get(path).content.decode()
    assert "It makes no new pairs" in page
    with hub_context(show.hub_id):
        Wish.objects.all().delete()
        for label in ("K01", "K02", "F01", "P02"):
            standby.stand_by(actor=SYSTEM, participant_id=show.parties[label].pk, at=NOW)
        for one, other, kind in (
            ("P01", "K01", "must"),
            ("F01", "P01", "want"),
            ("P02", "K02", "never"),
            ("K02", "P02", "must"),
        ):
            wishes.say_wish(
                actor=SYSTEM, wisher_id=show.parties[one].pk, target_id=show.parties[other].pk, kind=kind, at=NOW
            )
    assert manager.get(path).content.decode().count("nothing can be given") == 2
    with hub_context(show.hub_id):
        version = version_with(show, ("P01", "K01", 0, 0))
        publishing.publish_version(actor=SYSTEM, version_id=version.pk, over=None, at=NOW)
    assert manager.get(path).content.decode().count("nothing can be given") == 3


def test_only_the_hubs_own_desk(founder: Client, stranger: Client, show: Stage) -> None:
    path = f"/events/{show.event.pk}/walk-ins/"
    for who in (founder, stranger):
        assert who.get(path).status_code == 404
        assert who.post(path, said(show)).status_code == 404
        assert who.post(f"{path}standby/", {"labels": "K01"}).status_code == 404
    with hub_context(show.hub_id):
        assert (Standby.objects.count(), Attendee.objects.count()) == (0, 6)


def test_the_page_asks_the_same_however_many_wait(manager: Client, show: Stage, queries: Callable[[], Any]) -> None:
    counted = []
    for labels in (["K01"], ["K02", "F01"]):
        with hub_context(show.hub_id):
            for label in labels:
                standby.stand_by(actor=SYSTEM, participant_id=show.parties[label].pk, at=NOW)
        with queries() as asked:
            manager.get(f"/events/{show.event.pk}/walk-ins/")
        counted.append(len(asked))
    assert counted[0] == counted[1]
