"""Personal links: looking changes nothing, opening swaps the secret for a session, wrong ones all look alike."""

import logging
from collections.abc import Mapping
from datetime import datetime, timedelta

import pytest
from django.apps import apps
from django.core.signing import dumps
from django.db import connection
from django.test import Client, override_settings

from landbridge.entrypoints.logs import RedactSecrets, redacted
from landbridge.events.actions import links
from landbridge.events.models import Event, PersonalLink
from landbridge.events.states import LinkWay
from landbridge.ground.hubs import hub_context
from landbridge.kernel.clock import FixedClock
from landbridge.network.actions.personal import opt_out_secret
from landbridge.network.models import ContactPreference
from tests.entrypoints.web.personal.conftest import Scene
from tests.events.makers import SYSTEM


def contents(scene: Scene) -> Mapping[str, object]:
    """Every row of every table of ours, as the database has it."""
    found = {}
    with scene.inside(), connection.cursor() as cursor:
        for model in apps.get_models():
            table = model._meta.db_table
            cursor.execute(f"SELECT md5(coalesce(string_agg(t::text, '|' ORDER BY t::text), '')) FROM \"{table}\" t")  # noqa: S608 -- our own names
            found[table] = cursor.fetchone()
    return found


def test_a_scanner_that_fetches_the_link_changes_nothing(client: Client, scene: Scene) -> None:
    before = contents(scene)
    for _ in range(3):
        page = client.get(f"/l/{scene.token}", HTTP_USER_AGENT="MicroMessenger preview")
        client.head(f"/l/{scene.token}")
    assert contents(scene) == before
    assert page.status_code == 200
    assert not page.cookies
    assert "Spring road show" in page.content.decode()
    assert page["Referrer-Policy"] == "no-referrer"
    assert page["Cache-Control"] == "no-store"


def test_on_the_day_itself_the_link_leads_to_where_to_go_next(client: Client, scene: Scene, clock: FixedClock) -> None:
    today = clock.now().date()
    with scene.inside():
        Event.objects.update(state="published", published_at=clock.now(), first_day=today, last_day=today)
    assert client.post(f"/l/{scene.token}")["Location"] == "/me/agenda/"


def test_opening_swaps_the_secret_for_a_cookie_and_leaves_it_out_of_the_address(client: Client, scene: Scene) -> None:
    answer = client.post(f"/l/{scene.token}")
    assert (answer.status_code, answer["Location"]) == (302, "/me/")
    cookie = answer.cookies["landbridge_link"]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Lax", "/me/")
    assert int(cookie["max-age"]) == 41 * 24 * 3600 + 14 * 3600
    assert scene.token not in cookie.value
    assert answer["Cache-Control"] == "no-store"
    page = client.get("/me/")
    assert page.status_code == 200
    assert page["Cache-Control"] == "no-store"
    assert scene.token not in page.content.decode()
    with scene.inside():
        assert PersonalLink.objects.get().opened_at is not None


def closed_pages(client: Client, scene: Scene, token: str) -> set[tuple[int, str]]:
    answers = [client.get(f"/l/{token}"), client.post(f"/l/{token}")]
    assert all(not answer.cookies for answer in answers)
    return {(answer.status_code, answer.content.decode()) for answer in answers}


def test_wrong_expired_and_revoked_look_the_same(client: Client, scene: Scene, clock: FixedClock) -> None:
    wrong = closed_pages(client, scene, "x" * 32)
    assert wrong == closed_pages(client, scene, "y")
    clock.at = datetime.fromisoformat("2027-01-01T00:00+08:00")
    expired = closed_pages(client, scene, scene.token)
    clock.at = datetime.fromisoformat("2026-11-20T10:00+08:00")
    with scene.inside():
        links.revoke_links(actor=SYSTEM, attendee_id=scene.ada.pk, at=clock.now())
    revoked = closed_pages(client, scene, scene.token)
    assert wrong == expired == revoked
    assert [status for status, _page in wrong] == [404]


def test_the_session_ends_with_the_link(holder: Client, scene: Scene, clock: FixedClock) -> None:
    assert holder.get("/me/").status_code == 200
    clock.at = datetime.fromisoformat("2027-01-01T00:00+08:00")
    assert holder.get("/me/").status_code == 404
    clock.at = datetime.fromisoformat("2026-12-31T23:59+08:00")
    assert holder.get("/me/").status_code == 200
    with scene.inside():
        links.make_link(actor=SYSTEM, attendee_id=scene.ada.pk, at=clock.now())
    assert holder.get("/me/").status_code == 200
    with scene.inside():
        links.revoke_link(actor=SYSTEM, link_id=PersonalLink.objects.earliest("made_at").pk, at=clock.now())
    assert holder.get("/me/").status_code == 404


def test_a_mailed_link_leaves_the_handed_one_and_its_page_open(holder: Client, scene: Scene, clock: FixedClock) -> None:
    with scene.inside():
        links.issue(SYSTEM, scene.ada, clock.now() + timedelta(hours=1), way=LinkWay.MAIL)
    assert holder.get("/me/").status_code == 200
    assert holder.get(f"/l/{scene.token}").status_code == 200


@pytest.mark.parametrize(
    "cookie",
    ["", "nonsense", dumps({"hub": "x", "family": "y"}, salt="landbridge.personal"), dumps({"hub": 1}, salt="other")],
    ids=["empty", "nonsense", "no hub", "another salt"],
)
def test_a_made_up_session_opens_nothing(client: Client, scene: Scene, cookie: str) -> None:
    client.cookies["landbridge_link"] = cookie
    assert client.get("/me/").status_code == 404
    assert client.post("/me/answer/", {"coming": "no"}).status_code == 404


def test_the_language_is_that_of_the_person_until_they_choose(client: Client, scene: Scene) -> None:
    with scene.inside():
        scene.ada.person.language = "zh-hans"
        scene.ada.person.save(update_fields=["language"])
    assert "打开我的页面" in client.get(f"/l/{scene.token}").content.decode()
    assert "Open my page" in client.get(f"/l/{scene.token}?language=en").content.decode()
    answer = client.post(f"/l/{scene.token}", {"language": "en"})
    assert answer.cookies["django_language"].value == "en"


def test_too_many_tries_wait(client: Client, scene: Scene) -> None:
    answers = [client.get(f"/l/{number:032}").status_code for number in range(31)]
    assert set(answers[:30]) == {404}
    assert answers[30] == 429
    assert client.post(f"/l/{scene.token}").status_code == 429


def test_a_whole_hall_opens_its_links_from_one_address(client: Client, scene: Scene) -> None:
    assert {client.get(f"/l/{scene.token}").status_code for _ in range(40)} == {200}


def test_tries_count_by_the_address_that_the_trusted_proxy_names(client: Client, scene: Scene) -> None:
    with override_settings(ALLAUTH_TRUSTED_PROXY_COUNT=1):
        said = [f"203.0.113.{number}, 198.51.100.7" for number in range(31)]
        answers = [
            client.get(f"/l/{n:032}", headers={"X-Forwarded-For": who}).status_code for n, who in enumerate(said)
        ]
        assert answers[30] == 429
        other = client.get(f"/l/{scene.token}", headers={"X-Forwarded-For": "198.51.100.7, 203.0.113.8"})
        assert other.status_code == 200


def test_one_who_presses_too_often_does_not_shut_out_the_others(client: Client, scene: Scene) -> None:
    client.post(f"/l/{scene.token}")
    answers = [client.post("/me/calendar/").status_code for _ in range(31)]
    assert (answers[29], answers[30]) == (200, 429)
    assert client.get("/me/").status_code == 200


def test_one_press_ends_all_messages(client: Client, scene: Scene) -> None:
    with scene.inside():
        from landbridge.network.actions.personal import tell_person  # noqa: PLC0415 -- beside its only use

        secret = tell_person(actor=SYSTEM, person_id=scene.ada.person_id, at=scene.event.created_at)
    assert secret == opt_out_secret(scene.ada.person_id)
    assert client.get(f"/l/no/{secret}").status_code == 200
    with hub_context(scene.hub.pk):
        assert ContactPreference.objects.get().opted_out_at is None
    one_click = client.post(f"/l/no/{secret}", {"List-Unsubscribe": "One-Click"})
    assert one_click.status_code == 200
    with hub_context(scene.hub.pk):
        assert ContactPreference.objects.get().opted_out_at is not None
    assert client.post("/l/no/wrong").status_code == 404


def test_no_log_holds_a_secret(client: Client, scene: Scene, caplog: pytest.LogCaptureFixture) -> None:
    assert redacted('GET /l/abc-DEF_1 404 "/l/no/feed"') == 'GET /l/[redacted] 404 "/l/no/[redacted]"'
    handler = logging.StreamHandler()
    handler.addFilter(RedactSecrets())
    seen: list[str] = []
    handler.emit = lambda record: seen.append(record.getMessage())  # type: ignore[method-assign]
    root = logging.getLogger()
    root.addHandler(handler)
    try:
        with caplog.at_level(logging.DEBUG):
            client.get("/l/" + "z" * 32)
            client.post(f"/l/{scene.token}")
    finally:
        root.removeHandler(handler)
    assert any("/l/[redacted]" in line for line in seen)
    assert not any("z" * 32 in line or scene.token in line for line in seen)
