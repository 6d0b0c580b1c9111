"""The page of the day: what changed, three ways out, one taken."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.test.utils import CaptureQueriesContext

from landbridge.events.actions import publishing
from landbridge.events.models import AgendaVersion, DayChange, Event, Interpreter, Message, Replan, ReplanChoice, Wish
from landbridge.events.queries.replans import choices_of
from landbridge.ground.hubs import hub_context
from landbridge.ground.jobs import execute, jobs
from landbridge.ground.models import JobRun
from landbridge.kernel.clock import FixedClock
from landbridge.network.models import Hub
from landbridge.network.states import Role
from tests.entrypoints.web.events.browsers import client_as
from tests.events.makers import SYSTEM
from tests.events.planned import lines_of, version_with
from tests.events.stage import NINE, NOW, Stage, small_show
from tests.network.makers import person

Queries = Callable[[], AbstractContextManager[CaptureQueriesContext]]
SECOND = NINE + timedelta(minutes=25)


@pytest.fixture
def manager(hub: Hub) -> Client:
    return client_as(Role.HUB_MANAGER, hub.id)


@pytest.fixture
def show(inside: UUID) -> Stage:
    return small_show(inside)


@pytest.fixture
def published(show: Stage) -> AgendaVersion:
    version = version_with(show, ("P01", "K01", 0, 0), ("P02", "K02", 1, 1), ("P01", "F01", 2, 0))
    publishing.publish_version(actor=SYSTEM, version_id=version.id, over=None, at=NOW)
    version.refresh_from_db()
    return version


@pytest.fixture(autouse=True)
def on_the_day(at_work: FixedClock, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first slot is over, the second begins."""
    monkeypatch.setattr(at_work, "now", lambda: SECOND)


def address(show: Stage, tail: str = "") -> str:
    return f"/events/{show.event.id}/agenda/replan/{tail}"


def choose(client: Client, show: Stage) -> list[ReplanChoice]:
    """Ask, and do what the worker does."""
    client.post(address(show, "ask/"), {"rate": "1"})
    run = JobRun.objects.get(kind="events.replan")
    given = {"event_id": str(show.event.pk), "as_of": SECOND.isoformat(), "rate": 1}
    execute(jobs["events.replan"], run_id=run.pk, hub_id=show.hub_id, arguments=given)
    client.get("/")  # the browser leaves the test inside the hub again
    return choices_of(Replan.objects.get(job_id=run.pk))


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_the_page_opens_in_both_languages(
    manager: Client, show: Stage, published: AgendaVersion, language: str
) -> None:
    manager.cookies["django_language"] = language
    page = manager.get(address(show)).content.decode()
    assert ("当天余下日程" if language != "en" else "Rest of the day") in page
    assert "P01 Person P01" in page


def test_without_a_published_agenda_it_leads_to_the_agenda(manager: Client, show: Stage) -> None:
    assert manager.get(address(show)).url == f"/events/{show.event.id}/agenda/"  # type: ignore[attr-defined]
    assert manager.post(address(show, "person/"), {"who": "P01"}).status_code == 404


def test_absent_late_and_leaving(manager: Client, show: Stage, published: AgendaVersion) -> None:
    manager.post(address(show, "person/"), {"who": "f01 person f01", "kind": "absent", "note": "ill"})
    manager.post(address(show, "person/"), {"who": "P01", "kind": "late", "time": "10:00"})
    manager.post(address(show, "person/"), {"who": "K02", "kind": "leaves", "time": "10:15"})
    rows = DayChange.objects.order_by("id").values_list("attendee__participant__label", "kind")
    assert list(rows) == [("F01", "absent"), ("P01", "late"), ("P01", "late"), ("K02", "leaves")]
    page = manager.get(address(show)).content.decode()
    for words in ("does not come", "comes only at 10:00", "leaves at 10:15", "ill"):
        assert words in page


def test_an_interpreter_who_does_not_come(manager: Client, show: Stage, published: AgendaVersion) -> None:
    who = person(show.hub_id, name_latin="Li Na")
    interpreter = Interpreter.objects.create(hub_id=show.hub_id, event=show.event, person=who, languages=["en", "zh"])
    Event.objects.update(interpreting=True)
    assert '<option value="Li Na">' in manager.get(address(show)).content.decode()
    manager.post(address(show, "person/"), {"who": "li na", "kind": "absent"})
    change = DayChange.objects.get()
    assert (change.interpreter, change.attendee, change.kind) == (interpreter, None, "absent")
    page = manager.get(address(show)).content.decode()
    assert re.search(r"<b>Li Na</b>\s+does not come", page)
    assert "Is here now" in page
    manager.post(address(show, f"changes/{change.pk}/undo/"))
    assert DayChange.objects.filter(undone_at=None).count() == 0


def test_a_lost_table_and_a_lost_room(manager: Client, show: Stage, published: AgendaVersion) -> None:
    manager.post(address(show, "place/"), {"what": "t02", "since": "09:50", "until": "10:15"})
    manager.post(address(show, "place/"), {"what": "Hall", "since": "10:15"})
    rows = DayChange.objects.order_by("id")
    assert [row.kind for row in rows] == ["table_lost", "room_lost"]
    page = manager.get(address(show)).content.decode()
    assert "lost from 09:50 to 10:15" in page
    assert "lost from 10:15 on" in page


def test_a_new_wish_after_the_deadline(manager: Client, show: Stage, published: AgendaVersion) -> None:
    show.event.wishes_until = NOW
    show.event.save(update_fields=["wishes_until"])
    manager.post(address(show, "wish/"), {"wisher": "P02", "target": "F01 F01 Ltd", "kind": "must"})
    assert Wish.objects.filter(wisher__label="P02", target__label="F01", kind="must").exists()
    assert "now asks for F01 F01 Ltd" in manager.get(address(show)).content.decode()


@pytest.mark.parametrize(
    ("about", "data", "words"),
    [
        ("person", {"who": "Nobody", "kind": "absent"}, "Nobody here is called that."),
        ("person", {"who": "P01", "kind": "late"}, "Say when."),
        ("person", {"who": "P01", "kind": "late", "time": "soon"}, "Enter a valid time."),
        ("place", {"what": "T99"}, "No table or room is called that."),
        ("place", {"what": "T01", "since": "11:00", "until": "10:00"}, "It would be over before it begins."),
        ("wish", {"wisher": "P01", "target": "P01", "kind": "want"}, "itself"),
    ],
)
def test_what_cannot_be_is_said_at_the_form_and_nothing_is_lost(
    manager: Client, show: Stage, published: AgendaVersion, about: str, data: dict[str, str], words: str
) -> None:
    before = Wish.objects.count()
    page = manager.post(address(show, f"{about}/"), data).content.decode()
    assert words in page
    assert all(f'value="{value}"' in page for value in data.values() if value not in {"absent", "late", "want"})
    assert (DayChange.objects.count(), Wish.objects.count()) == (0, before)


def test_taken_back_and_over(manager: Client, show: Stage, published: AgendaVersion) -> None:
    for who in ("P01 Person P01", "K02"):
        manager.post(address(show, "person/"), {"who": who, "kind": "absent"})
    one, other = DayChange.objects.order_by("id")
    manager.post(address(show, f"changes/{one.pk}/undo/"))
    manager.post(address(show, f"changes/{other.pk}/ended/"))
    one.refresh_from_db()
    other.refresh_from_db()
    assert (one.undone_at, other.undone_at, other.ends_at) == (SECOND, None, SECOND)
    assert (
        "over or was taken back" in manager.post(address(show, f"changes/{one.pk}/undo/"), follow=True).content.decode()
    )
    assert manager.post(address(show, f"changes/{uuid4()}/undo/")).status_code == 404


def test_three_ways_out_and_one_is_taken_and_published(manager: Client, show: Stage, published: AgendaVersion) -> None:
    Message.objects.all().delete()
    manager.post(address(show, "person/"), {"who": "F01", "kind": "absent"})
    found = choose(manager, show)
    page = manager.get(address(show)).content.decode()
    for words in ("Fewest changes", "Balanced", "Best value", "Fewer changes are not possible."):
        assert words in page
    whom = manager.get(address(show, f"choices/{found[0].pk}/")).content.decode()
    assert "cancelled" in whom
    assert "<s>09:50 T01</s>" in whom
    answer: Any = manager.post(address(show, f"choices/{found[0].pk}/take/"))
    assert answer.url == f"/events/{show.event.id}/agenda/2/publish/"
    draft = AgendaVersion.objects.get(number=2)
    assert lines_of(show, draft) == [("P01", "K01", 0, 0), ("P02", "K02", 1, 1)]
    assert Message.objects.count() == 0
    manager.post(answer.url, {"over": "1"})
    told = set(Message.objects.values_list("attendee__participant__label", flat=True))
    assert told == {"P01", "F01"}


def test_choices_that_do_not_know_the_last_word_say_so(
    manager: Client, show: Stage, published: AgendaVersion, at_work: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = choose(manager, show)
    assert "Something changed since" not in manager.get(address(show)).content.decode()
    monkeypatch.setattr(at_work, "now", lambda: SECOND + timedelta(minutes=1))
    manager.post(address(show, "person/"), {"who": "F01", "kind": "absent"})
    assert "Something changed since" in manager.get(address(show)).content.decode()
    page = manager.post(address(show, f"choices/{found[0].pk}/take/"), follow=True).content.decode()
    assert AgendaVersion.objects.count() == 1
    assert "Plan" in page


def test_progress_and_cancel(manager: Client, show: Stage, published: AgendaVersion) -> None:
    manager.post(address(show, "ask/"), {"rate": "1"})
    run = JobRun.objects.get(kind="events.replan")
    assert "progress" in manager.get(address(show)).content.decode()
    assert "Waiting for its turn." in manager.get(address(show, f"runs/{run.pk}/")).content.decode()
    manager.post(address(show, f"runs/{run.pk}/cancel/"))
    run.refresh_from_db()
    assert (run.state, Replan.objects.count()) == ("cancelled", 0)
    assert manager.get(address(show, f"runs/{run.pk}/")).status_code == 302
    assert manager.get(address(show, f"runs/{uuid4()}/")).status_code == 404


def test_everybody_absent_and_a_rate_of_nonsense_are_said(
    manager: Client, show: Stage, published: AgendaVersion
) -> None:
    for party in show.parties:
        manager.post(address(show, "person/"), {"who": party, "kind": "absent"})
    page = manager.post(address(show, "ask/"), {"rate": "1"}, follow=True).content.decode()
    assert "Slots that are left: 3, and in none can anybody be met." in page
    manager.post(address(show, "ask/"), {"rate": "many"})
    assert JobRun.objects.filter(kind="events.replan").count() == 0


def test_who_may_only_look_changes_nothing(hub: Hub, show: Stage, published: AgendaVersion) -> None:
    scout = client_as(Role.SCOUT, hub.id)
    page = scout.get(address(show)).content.decode()
    assert "Record it" not in page
    assert "Make three choices" not in page
    for tail in ("person/", "place/", "wish/", "ask/"):
        assert scout.post(address(show, tail), {"who": "P01", "kind": "absent"}).status_code in {403, 404}
    assert (DayChange.objects.count(), JobRun.objects.filter(kind="events.replan").count()) == (0, 0)


def test_another_hub_sees_nothing(show: Stage, published: AgendaVersion) -> None:
    elsewhere = Hub.objects.create(name_latin="Elsewhere", country="CN", zone="Asia/Shanghai")
    stranger = client_as(Role.HUB_MANAGER, elsewhere.id)
    assert stranger.get(address(show)).status_code == 404
    assert stranger.post(address(show, "ask/"), {"rate": "1"}).status_code == 404
    with hub_context(show.hub_id):
        assert JobRun.objects.filter(kind="events.replan").count() == 0


def test_queries_do_not_grow_with_what_changed(
    manager: Client, show: Stage, published: AgendaVersion, queries: Queries
) -> None:
    def count() -> int:
        manager.get(address(show))
        with queries() as asked:
            assert manager.get(address(show)).status_code == 200
        return len(asked)

    manager.post(address(show, "person/"), {"who": "F01", "kind": "absent"})
    with_one = count()
    for who in ("P02", "K02"):
        manager.post(address(show, "person/"), {"who": who, "kind": "absent"})
    assert count() == with_one
