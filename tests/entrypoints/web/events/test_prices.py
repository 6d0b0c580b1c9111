"""The page that says what an unmet wish would cost."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.test.utils import CaptureQueriesContext

from landbridge.events.models import AgendaVersion, UnmetWish, WishPrice
from landbridge.ground.jobs import execute, jobs
from landbridge.ground.models import JobRun
from landbridge.network.models import Hub
from landbridge.network.states import Role
from tests.entrypoints.web.events.browsers import client_as
from tests.events.planned import lines_of, version_with
from tests.events.stage import NOW, Stage, small_show

Queries = Callable[[], AbstractContextManager[CaptureQueriesContext]]


@pytest.fixture
def manager(hub: Hub) -> Client:
    return client_as(Role.HUB_MANAGER, hub.id)


@pytest.fixture
def show(inside: UUID) -> Stage:
    return small_show(inside)


@pytest.fixture
def draft(show: Stage) -> AgendaVersion:
    return version_with(show, ("P02", "K02", 0, 0), ("P01", "K01", 1, 0), ("P01", "F01", 2, 0))


def address(show: Stage, one: str, other: str, tail: str = "") -> str:
    first, second = show.parties[one].pk, show.parties[other].pk
    return f"/events/{show.event.id}/agenda/1/wishes/{first}/{second}/{tail}"


def answer(client: Client, show: Stage, draft: AgendaVersion, one: str, other: str) -> None:
    client.post(address(show, one, other, "ask/"))
    run = JobRun.objects.get(kind="events.price_wish", state="queued")
    given = {
        "version_id": str(draft.pk), "first_id": str(show.parties[one].pk), "second_id": str(show.parties[other].pk),
        "as_of": NOW.isoformat(),
    }  # fmt: skip
    execute(jobs["events.price_wish"], run_id=run.pk, hub_id=show.hub_id, arguments=given)
    client.get("/")  # the browser leaves the test inside the hub again


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_asked_answered_and_made_a_draft(manager: Client, show: Stage, draft: AgendaVersion, language: str) -> None:
    manager.cookies["django_language"] = language
    for slot in (1, 2, 3):
        show.away("P02", slot)
    words = ("What would it cost?", "cancelled") if language == "en" else ("代价是什么？", "取消")
    assert words[0] in manager.get(address(show, "P02", "K01")).content.decode()
    answer(manager, show, draft, "P02", "K01")
    page = manager.get(address(show, "P02", "K01")).content.decode()
    assert words[1] in page
    assert "P02 P02 project – K02 K02 Ltd" in page or "K02公司" in page
    price = WishPrice.objects.get()
    manager.post(f"/events/{show.event.id}/agenda/1/wishes/prices/{price.pk}/take/")
    made = AgendaVersion.objects.get(number=2)
    assert ("P02", "K01") in {line[:2] for line in lines_of(show, made)}
    assert ("P02", "K02") not in {line[:2] for line in lines_of(show, made)}


def test_what_cannot_be_is_said(manager: Client, show: Stage, draft: AgendaVersion) -> None:
    assert (
        "meet in this version already"
        in manager.post(address(show, "P01", "K01", "ask/"), follow=True).content.decode()
    )
    for slot in range(4):
        show.away("P02", slot)
    AgendaVersion.objects.all().delete()
    version = version_with(show, ("P01", "K01", 1, 0))
    answer(manager, show, version, "P02", "K01")
    assert "No agenda with this meeting was found" in manager.get(address(show, "P02", "K01")).content.decode()
    first = uuid4()
    assert manager.get(f"/events/{show.event.id}/agenda/1/wishes/{first}/{first}/").status_code == 404


def test_progress_and_cancel(manager: Client, show: Stage, draft: AgendaVersion) -> None:
    manager.post(address(show, "P02", "K01", "ask/"))
    run = JobRun.objects.get()
    assert "Waiting for its turn." in manager.get(address(show, "P02", "K01")).content.decode()
    assert "Waiting" in manager.get(address(show, "P02", "K01", f"runs/{run.pk}/")).content.decode()
    manager.post(address(show, "P02", "K01", f"runs/{run.pk}/cancel/"))
    run.refresh_from_db()
    assert (run.state, WishPrice.objects.count()) == ("cancelled", 0)
    assert manager.get(address(show, "P02", "K01", f"runs/{run.pk}/")).status_code == 302


def test_every_unmet_wish_leads_to_its_price_unless_nothing_can_be_done(
    manager: Client, show: Stage, draft: AgendaVersion
) -> None:
    for other, proven in (("K01", False), ("K02", True)):
        UnmetWish.objects.create(
            hub_id=show.hub_id, event=show.event, version=draft, first=show.parties["P02"],
            second=show.parties[other], weight=1, mutual=False, reason="free", data={"proven": proven},
        )  # fmt: skip
    page = manager.get(f"/events/{show.event.id}/agenda/1/wishes/").content.decode()
    assert address(show, "P02", "K01") in page
    assert address(show, "P02", "K02") not in page


def test_who_may_only_look_changes_nothing(hub: Hub, show: Stage, draft: AgendaVersion) -> None:
    scout = client_as(Role.SCOUT, hub.id)
    assert "<button" in scout.get(address(show, "P02", "K01")).content.decode()
    assert scout.post(address(show, "P02", "K01", "ask/")).status_code == 404
    assert JobRun.objects.count() == 0


def test_queries_do_not_grow_with_the_answer(
    manager: Client, show: Stage, draft: AgendaVersion, queries: Queries
) -> None:
    def count() -> int:
        manager.get(address(show, "P02", "K01"))
        with queries() as asked:
            assert manager.get(address(show, "P02", "K01")).status_code == 200
        return len(asked)

    answer(manager, show, draft, "P02", "K01")
    once = count()
    answer(manager, show, draft, "P02", "K01")
    assert count() == once
