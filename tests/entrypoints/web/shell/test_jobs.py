"""Running work on pages: who sees it, what it says, who may stop it."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.test.utils import CaptureQueriesContext

from landbridge.entrypoints.web import refusals
from landbridge.entrypoints.web.shell import jobs
from landbridge.ground.hubs import account_context, hub_context
from landbridge.ground.jobs import jobs as registered
from landbridge.ground.models import JobRun
from landbridge.ground.states import JobState
from landbridge.network.models import Account, Hub, Membership
from landbridge.network.states import Role

pytestmark = pytest.mark.django_db
AT = datetime(2026, 1, 20, 2, 0, tzinfo=UTC)
Queries = Callable[[], AbstractContextManager[CaptureQueriesContext]]


def member(role: Role, hub: Hub) -> Account:
    account = Account.objects.create_user(f"{role}-{uuid4()}@example.org", name=role)
    with account_context(account.pk), hub_context(hub.pk):
        Membership.objects.create(
            hub_id=hub.pk,
            account=account,
            role=role,
            period=(AT - timedelta(days=900), None),
            granted_by=account.pk,
            recorded_at=AT,
        )
    return account


@pytest.fixture
def hub() -> Hub:
    return Hub.objects.create(name_latin="Park", country="CN", zone="Asia/Shanghai")


@pytest.fixture
def manager(hub: Hub) -> Account:
    return member(Role.HUB_MANAGER, hub)


def run(hub: Hub, by: UUID, state: JobState = JobState.RUNNING, **more: object) -> JobRun:
    values: dict[str, object] = {
        "started_at": AT,
        "finished_at": None if state in {JobState.QUEUED, JobState.RUNNING} else AT,
    }
    with hub_context(hub.pk):
        return JobRun.objects.create(
            hub_id=hub.pk, kind="events.plan", requested_by=by, state=state, queued_at=AT, **{**values, **more}
        )


def as_(account: Account) -> Client:
    client = Client()
    client.force_login(account)
    return client


def state_of(work: JobRun) -> tuple[str, datetime | None]:
    with hub_context(work.hub_id):
        found = JobRun.objects.get(pk=work.pk)
    return found.state, found.cancel_requested_at


@pytest.mark.parametrize("n", [1, 3])
def test_the_list_asks_a_constant_number_of_questions(hub: Hub, manager: Account, n: int, queries: Queries) -> None:
    for _ in range(n):
        run(hub, uuid4())
    client = as_(manager)
    client.get("/jobs/")
    with queries() as asked:
        page = client.get("/jobs/").content.decode()
    assert page.count("<tr>") == n + 1
    assert len([q for q in asked if "ground_jobrun" in q["sql"]]) == 2


def test_nothing_runs(manager: Account) -> None:
    assert "Nothing runs" in as_(manager).get("/jobs/").content.decode()


def test_progress_polls_while_it_goes_and_reloads_when_it_ends(hub: Hub, manager: Account) -> None:
    work = run(hub, manager.pk, progress=0.2)
    response = as_(manager).get(f"/jobs/{work.pk}/progress/")
    assert 'hx-trigger="every 1s"' in response.content.decode()
    assert 'value="20"' in response.content.decode()
    assert "HX-Refresh" not in response
    ended = run(hub, manager.pk, JobState.DONE, progress=1.0)
    response = as_(manager).get(f"/jobs/{ended.pk}/progress/")
    assert response["HX-Refresh"] == "true"
    assert "hx-trigger" not in response.content.decode()


def test_cancel_is_a_wish_the_worker_reads(hub: Hub, manager: Account) -> None:
    work = run(hub, manager.pk)
    response = as_(manager).post(f"/jobs/{work.pk}/cancel/")
    assert (response.status_code, response["Location"]) == (302, f"/jobs/{work.pk}/")
    assert state_of(work)[1] is not None
    assert "Stopping" in as_(manager).get(f"/jobs/{work.pk}/").content.decode()


def test_waiting_work_never_starts(hub: Hub, manager: Account) -> None:
    work = run(hub, manager.pk, JobState.QUEUED, started_at=None)
    as_(manager).post(f"/jobs/{work.pk}/cancel/")
    assert state_of(work)[0] == JobState.CANCELLED


def test_a_scout_sees_the_hubs_work_and_cannot_stop_it(hub: Hub) -> None:
    scout, work = member(Role.SCOUT, hub), run(hub, uuid4())
    assert as_(scout).get(f"/jobs/{work.pk}/").status_code == 200
    assert as_(scout).post(f"/jobs/{work.pk}/cancel/").status_code == 403
    assert state_of(work) == (JobState.RUNNING, None)


def test_a_founder_sees_only_what_they_asked_for(hub: Hub) -> None:
    founder = member(Role.FOUNDER, hub)
    other, own = run(hub, uuid4()), run(hub, founder.pk)
    client = as_(founder)
    assert client.get(f"/jobs/{other.pk}/").status_code == 404
    assert client.post(f"/jobs/{other.pk}/cancel/").status_code == 404
    assert state_of(other) == (JobState.RUNNING, None)
    assert client.get(f"/jobs/{own.pk}/").status_code == 200
    assert client.get("/jobs/").content.decode().count("<tr>") == 2


def test_another_hubs_work_does_not_exist(manager: Account) -> None:
    elsewhere = Hub.objects.create(name_latin="Elsewhere", country="CN", zone="Asia/Shanghai")
    work = run(elsewhere, uuid4())
    assert as_(manager).get(f"/jobs/{work.pk}/").status_code == 404


def test_visitors_are_sent_to_the_log_in() -> None:
    response = Client().get("/jobs/")
    assert (response.status_code, response["Location"]) == (302, "/account/login/?next=/jobs/")


def test_cancelling_by_a_link_is_refused(hub: Hub, manager: Account) -> None:
    work = run(hub, manager.pk)
    assert as_(manager).get(f"/jobs/{work.pk}/cancel/").status_code == 405
    assert state_of(work) == (JobState.RUNNING, None)


def test_a_refused_job_says_why_and_a_broken_one_that_nothing_was_kept(hub: Hub, manager: Account) -> None:
    refused = run(hub, manager.pk, JobState.FAILED, result={"refusal": "unknown_zone", "data": {"zone": "Mars"}})
    broken = run(hub, manager.pk, JobState.FAILED, result={"error": "ValueError: no"})
    assert "“Mars”" in jobs.shown(refused).note
    assert "ValueError: no" in jobs.shown(broken).note


def test_every_job_of_the_software_has_a_name_in_words() -> None:
    named = set(refusals.sentences("JOBS"))
    assert {name for name in registered if name.split(".")[0] not in {"test", "tests"}} <= named


def test_a_note_speaks_through_its_rooms_phrases(hub: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(refusals.sentences("JOB_NOTES"), "events.plan", "%(seconds)s of %(limit)s s")
    assert jobs.shown(run(hub, uuid4(), note={"seconds": 12})).note == "12 of – s"


def test_finished_work_leads_to_what_it_made_and_times_are_the_readers(
    client: Client, hub: Hub, manager: Account
) -> None:
    about = uuid4()
    run(hub, manager.pk, JobState.DONE, subject_id=about, result={"number": 3})
    client.force_login(manager)
    page = client.get("/jobs/").content.decode()
    assert f'href="/events/{about}/agenda/3/"' in page
    assert "10:00" in page
    assert "02:00" not in page
    kinds = {"events.plan", "events.replan", "events.make_shortlists", "events.send_messages"}
    assert kinds <= set(jobs.job_links)
    assert {jobs.job_links[kind](JobRun(kind=kind)) for kind in kinds} == {""}
