"""One's own page: wishes, answers, times, details, by form and without script."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path
from uuid import UUID

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from django.test.utils import CaptureQueriesContext

from landbridge.events.actions import invitations, suggestions, wishes
from landbridge.events.models import Absence, Attendee, Participant, Slot, Wish
from landbridge.kernel.clock import FixedClock
from landbridge.matchmaking import actions as matchmaking
from landbridge.network.models import ContactPreference, Person
from tests.entrypoints.web.personal.conftest import Scene
from tests.events import makers
from tests.events.makers import AT, SYSTEM

Queries = Callable[[], AbstractContextManager[CaptureQueriesContext]]


def said(scene: Scene) -> list[tuple[str, str, str]]:
    with scene.inside():
        return list(Wish.objects.order_by("said_at", "pk").values_list("kind", "message", "state"))


def press(holder: Client, target: Participant, **form: str) -> int:
    return holder.post(f"/me/wish/{target.pk}/", form).status_code


def test_the_page_says_whom_one_may_meet_and_why(holder: Client, scene: Scene) -> None:
    page = holder.get("/me/").content.decode()
    assert "Rover" in page
    assert "robotics, Dublin" in page
    assert "Harbour fund" not in page
    assert "0 of 1 answered" in page


def test_a_word_is_kept_changed_and_taken_back(holder: Client, scene: Scene) -> None:
    answer = holder.post(f"/me/wish/{scene.rover.pk}/", {"kind": "want", "message": "We have a yard."})
    assert answer["Location"] == "/me/#p-P01"
    assert said(scene) == [("want", "We have a yard.", "open")]
    page = holder.get("/me/").content.decode()
    assert "you: would like to meet" in page
    assert "We have a yard." in page
    press(holder, scene.rover, kind="must", message="We have a yard.")
    press(holder, scene.rover, back="1")
    assert said(scene) == [("must", "We have a yard.", "withdrawn")]


def test_what_was_typed_comes_back_with_the_refusal(holder: Client, scene: Scene) -> None:
    with scene.inside():
        until = datetime.fromisoformat("2026-11-20T10:30")
        wishes.set_wish_deadline(actor=SYSTEM, event_id=scene.event.pk, until=until, at=AT)
    answer = holder.post(f"/me/wish/{scene.rover.pk}/", {"kind": "want", "message": "x" * 600})
    assert answer.status_code == 409
    assert "x" * 600 in answer.content.decode()
    assert said(scene) == []


def test_after_the_deadline_the_page_says_so(holder: Client, scene: Scene, clock: FixedClock) -> None:
    with scene.inside():
        until = datetime.fromisoformat("2026-11-20T10:30")
        wishes.set_wish_deadline(actor=SYSTEM, event_id=scene.event.pk, until=until, at=AT)
    clock.at = datetime.fromisoformat("2026-11-20T10:31+08:00")
    assert "Wishes are not taken any more" in holder.get("/me/").content.decode()
    assert press(holder, scene.rover, kind="want") == 409
    assert said(scene) == []


def test_nobody_is_told_that_the_other_side_said_never(holder: Client, scene: Scene) -> None:
    with scene.inside():
        wishes.say_wish(actor=SYSTEM, wisher_id=scene.rover.pk, target_id=scene.acme.pk, kind="never", at=AT)
    page = holder.get("/me/").content.decode()
    assert "wants to meet you" not in page
    assert "Rover" in page
    with scene.inside():
        wishes.say_wish(
            actor=SYSTEM, wisher_id=scene.rover.pk, target_id=scene.acme.pk, kind="want", message="Your yard?", at=AT
        )
    page = holder.get("/me/").content.decode()
    assert "wants to meet you" in page
    assert "Your yard?" in page


def test_one_speaks_for_oneself_and_of_the_other_side_only(holder: Client, scene: Scene) -> None:
    assert press(holder, scene.fund, kind="want") == 404
    assert press(holder, scene.acme, kind="want") == 404
    assert holder.post(f"/me/wish/{UUID(int=1)}/", {"kind": "want"}).status_code == 404
    assert said(scene) == []


def test_a_refused_pair_is_not_shown(holder: Client, scene: Scene) -> None:
    assert scene.rover.project_id
    assert scene.acme.organisation_id
    with scene.inside():
        matchmaking.refuse_pair(
            actor=SYSTEM, hub_id=scene.hub.pk, project_id=scene.rover.project_id,
            organisation_id=scene.acme.organisation_id, reason="conflict", at=AT,
        )  # fmt: skip
    assert "Nobody to meet yet" in holder.get("/me/").content.decode()
    assert press(holder, scene.rover, kind="want") == 404


def test_coming_and_not_coming(holder: Client, scene: Scene) -> None:
    def state() -> str:
        with scene.inside():
            return str(Participant.objects.get(pk=scene.acme.pk).state)

    assert "Do you come?" in holder.get("/me/").content.decode()
    holder.post("/me/answer/", {"coming": "no"})
    assert state() == "declined"
    assert "I come after all" in holder.get("/me/").content.decode()
    holder.post("/me/answer/", {"coming": "yes"})
    holder.post("/me/answer/", {"coming": "yes"})
    assert state() == "coming"
    answered = holder.get("/me/").content.decode()
    assert "You said that you come" in answered
    assert "I cannot come after all" in answered
    holder.post("/me/answer/", {"coming": "no"})
    assert state() == "declined"


def test_times_are_kept_and_shown_again(holder: Client, scene: Scene) -> None:
    with scene.inside():
        third = Slot.objects.get(event=scene.event, number=3)
    given = {"arrives": "2026-12-01T09:30", "leaves": "2026-12-01T16:00", "busy": [str(third.pk)]}
    assert holder.post("/me/times/", given).status_code == 302
    with scene.inside():
        assert sorted(Absence.objects.values_list("reason", flat=True)) == ["arrives_late", "busy", "leaves_early"]
        assert set(Absence.objects.values_list("attendee_id", flat=True)) == {scene.ada.pk}
    page = holder.get("/me/times/").content.decode()
    assert 'value="2026-12-01T09:30"' in page
    assert f'value="{third.pk}" id="id_busy_2" checked' in " ".join(page.split()).replace('" checked', '" checked')
    backwards = holder.post("/me/times/", {"arrives": "2026-12-01T12:00", "leaves": "2026-12-01T10:00"})
    assert "Leaving comes before arriving." in backwards.content.decode()


def test_details_are_corrected_and_names_kept(holder: Client, scene: Scene) -> None:
    given = {"language": "zh-hans", "email": "ada@example.com", "phone": "+86 21 5555 0000", "wechat": "ada"}
    assert holder.post("/me/details/", given).status_code == 302
    with scene.inside():
        person = Person.objects.get(pk=scene.ada.person_id)
        assert (person.email, person.wechat, person.name_latin) == ("ada@example.com", "ada", "Acme representative")
        assert Attendee.objects.get(pk=scene.ada.pk).language == "zh-hans"
    assert holder.post("/me/details/", given | {"email": "not an address"}).status_code == 200
    with scene.inside():
        assert Person.objects.get(pk=scene.ada.person_id).email == "ada@example.com"


def test_no_more_messages_from_the_page(holder: Client, scene: Scene) -> None:
    with scene.inside():
        invitations.copy_invitation(actor=SYSTEM, attendee_id=scene.ada.pk, at=AT)
    assert holder.post("/me/no-messages/").status_code == 302
    with scene.inside():
        assert ContactPreference.objects.get().opted_out_at is not None


def test_closing_forgets_the_phone(holder: Client, scene: Scene) -> None:
    holder.post("/me/leave/")
    assert holder.get("/me/").status_code == 404


@pytest.mark.parametrize("path", ["/me/", "/me/times/", "/me/details/"])
def test_in_chinese(holder: Client, scene: Scene, path: str) -> None:
    holder.cookies["django_language"] = "zh-hans"
    page = holder.get(path).content.decode()
    assert 'lang="zh-CN"' in page
    assert "春季路演" in page


@pytest.mark.parametrize("projects", [1, 3])
def test_the_page_costs_the_same_however_many_one_may_meet(
    holder: Client, scene: Scene, queries: Queries, projects: int
) -> None:
    with scene.inside():
        for number in range(projects - 1):
            makers.delegate(scene.event, f"Rover {number}")
        suggestions.make_shortlists(actor=SYSTEM, event_id=scene.event.pk, at=AT)
    holder.get("/me/")
    with queries() as asked:
        assert holder.get("/me/").content.decode().count('class="match"') == projects
    assert len(asked) == 21


def test_the_first_view_fits_a_bad_network(holder: Client, scene: Scene) -> None:
    with scene.inside():
        for number in range(63):
            makers.delegate(scene.event, f"Rover {number}")
        suggestions.make_shortlists(actor=SYSTEM, event_id=scene.event.pk, at=AT)
    page = holder.get("/me/").content
    sheets = {part.split(b'"')[0] for part in page.split(b'href="/static/')[1:]}
    scripts = {part.split(b'"')[0] for part in page.split(b'src="/static/')[1:]}
    size = len(page)
    for name in sheets | scripts:
        found = finders.find(name.decode())
        assert isinstance(found, str), name
        size += Path(found).stat().st_size
    assert page.count(b'class="match"') == 10
    assert size < 100_000
    assert holder.get("/me/?all=1").content.count(b'class="match"') == 64
    assert holder.get("/me/?q=rover+62").content.count(b'class="match"') == 1
