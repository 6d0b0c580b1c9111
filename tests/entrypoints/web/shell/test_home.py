"""The home page of those who signed in: where the network stands and what comes next."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from django.test import Client
from django.test.utils import CaptureQueriesContext

from landbridge.entrypoints.web.shell import home
from landbridge.events.models import Event
from landbridge.ground.hubs import hub_context
from landbridge.kernel.actor import SystemActor
from landbridge.kernel.clock import SystemClock
from landbridge.network.models import Hub
from landbridge.network.states import Role
from landbridge.projects.actions import register_project
from landbridge.projects.models import Project
from landbridge.projects.queries import stations_reached
from tests.entrypoints.web.shell.test_jobs import as_, member, run

pytestmark = pytest.mark.django_db
AT = datetime(2026, 1, 20, 2, 0, tzinfo=UTC)


@pytest.fixture
def hub() -> Hub:
    return Hub.objects.create(name_latin="Park", country="CN", zone="Asia/Shanghai")


def project(hub: Hub, stage: str) -> None:
    with hub_context(hub.pk):
        Project.objects.create(
            hub_id=hub.pk,
            code=f"P-{uuid4().hex[:6]}",
            thread_id=uuid4(),
            name_latin="Cells",
            stage=stage,
            created_at=AT,
        )


def event(hub: Hub, day: date, name: str) -> None:
    with hub_context(hub.pk):
        Event.objects.create(
            hub_id=hub.pk,
            code=f"E-{uuid4().hex[:6]}",
            name_latin=name,
            zone="Asia/Shanghai",
            first_day=day,
            last_day=day,
            retain_until=date(day.year + 2, 1, 1),
            created_at=AT,
        )


def test_projects_count_at_every_station_they_passed(hub: Hub) -> None:
    for stage in ("contact", "met", "met", "landed"):
        project(hub, stage)
    with hub_context(hub.pk):
        reached = stations_reached(Project.objects.all())
    assert [reached[key] for key in ("contact", "met", "intent", "landed", "incubating")] == [4, 3, 1, 1, 0]


def test_a_manager_sees_the_line_the_next_events_and_running_work(hub: Hub) -> None:
    manager = member(Role.HUB_MANAGER, hub)
    project(hub, "met")
    today = SystemClock().now().date()
    event(hub, date(today.year + 1, 5, 15), "Spring show")
    event(hub, date(2019, 5, 15), "Old show")
    run(hub, manager.pk)
    page = as_(manager).get("/").content.decode()
    assert '<span class="station-count">1</span>' in page
    assert "Spring show" in page
    assert "Old show" not in page
    assert 'hx-trigger="every 1s"' in page


def test_every_step_of_the_month_can_be_read(hub: Hub) -> None:
    manager, now = member(Role.HUB_MANAGER, hub), SystemClock().now()
    with hub_context(hub.pk):
        for number in range(home.MOST + 1):
            register_project(actor=SystemActor(), hub_id=hub.pk, at=now, name_latin=f"Cells {number}")
    page = as_(manager).get("/").content.decode()
    first, more = page.split('id="more-moves"')
    assert (first.count('">Cells '), more.count('">Cells ')) == (home.NEXT, home.MOST - home.NEXT)
    assert ("95 steps more" in more, "1 more: all projects, the latest moved first" in more) == (True, True)


def test_an_empty_hub_explains_the_line_and_says_what_will_stand_here(hub: Hub) -> None:
    page = as_(member(Role.HUB_MANAGER, hub)).get("/").content.decode()
    assert "heard of abroad" in page
    assert "No road show ahead" in page


def test_an_account_without_a_hub_sees_nothing_of_any(hub: Hub) -> None:
    project(hub, "met")
    event(hub, date(2100, 5, 15), "Secret show")
    elsewhere = Hub.objects.create(name_latin="Elsewhere", country="CN", zone="Asia/Shanghai")
    page = as_(member(Role.HUB_MANAGER, elsewhere)).get("/").content.decode()
    assert "Secret show" not in page
    assert "station-count" not in page


@pytest.mark.parametrize("n", [1, 3])
def test_a_constant_number_of_questions(
    hub: Hub, n: int, queries: Callable[[], AbstractContextManager[CaptureQueriesContext]]
) -> None:
    client: Client = as_(member(Role.HUB_MANAGER, hub))
    for _ in range(n):
        project(hub, "met")
        event(hub, date(2100, 5, 15), "Show")
    client.get("/")
    with queries() as asked:
        client.get("/")
    assert len([q for q in asked if "events_event" in q["sql"] or "projects_project" in q["sql"]]) == 3
