"""The organiser after the meetings: what both sides say, what is about to be forgotten, what became of a follow-up."""

import io
import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook
from pypdf import PdfReader

from landbridge.entrypoints.web.events.pages import follow_ups as pages
from landbridge.events.actions import frame, history
from landbridge.events.actions.follow_ups import Task, add_follow_up
from landbridge.events.models import FollowUp, Reply, ReportShare
from landbridge.evidence.models import Document
from landbridge.ground.hubs import enter_context
from landbridge.kernel.clock import FixedClock
from tests.events.after import NOON, SYSTEM, outcome_of, published, say
from tests.events.planned import pair
from tests.events.stage import Stage, small_show
from tests.network import makers

Counting = Callable[[], AbstractContextManager[CaptureQueriesContext]]


@pytest.fixture(autouse=True)
def staying(monkeypatch: pytest.MonkeyPatch, inside: UUID) -> None:
    """The tests look into the hub after each request, which leaves it."""
    plain = Client.request

    def request(client: Client, **asked: Any) -> Any:
        answered = plain(client, **asked)
        enter_context(hub_ids=[inside])
        return answered

    monkeypatch.setattr(Client, "request", request)


@pytest.fixture
def show(inside: UUID, at_work: FixedClock) -> Stage:
    at_work.advance(NOON - at_work.now())
    return published(small_show(inside))


def at(show: Stage, path: str) -> str:
    return f"/events/{show.event.pk}/{path}"


def meeting(show: Stage, one: str = "P01", other: str = "K01") -> str:
    return at(show, f"outcomes/{pair(show, one, other)}/")


def text(client: Client, path: str) -> str:
    answered = client.get(path)
    assert answered.status_code == 200
    return answered.content.decode()


def test_the_list_tells_what_became_of_each_meeting_and_how_far_both_agree(manager: Client, show: Stage) -> None:
    say(show, "P01", "K01", interest="yes")
    say(show, "K01", "P01", interest="maybe")
    page = text(manager, at(show, "outcomes/"))
    assert "Do both sides tell the same story?" in page
    assert "100 %" in page
    assert "nobody has said" in page
    assert text(manager, at(show, "outcomes/?fate=held")).count("P01") < page.count("P01")
    table = manager.get(at(show, "outcomes/?export=csv"))
    assert "P01 project" in b"".join(table).decode("utf-8-sig")


def test_an_answer_is_noted_for_a_side(manager: Client, show: Stage) -> None:
    form = meeting(show) + "answer/second/"
    assert "What K01 says" in text(manager, form)
    assert manager.post(form, {"interest": "maybe", "step": "visit", "owner": "hub"}).status_code == 302
    reply = Reply.objects.get()
    assert (reply.end, reply.by_staff, reply.owner) == ("second", True, "hub")
    assert "noted by staff" in text(manager, meeting(show))
    assert "Say whether you want to go on." in manager.post(form, {"met": "met"}).content.decode()


def test_what_is_no_meeting_is_not_found(manager: Client, show: Stage) -> None:
    assert manager.get(meeting(show, "P01", "K02")).status_code == 404
    assert manager.get(meeting(show) + "answer/third/").status_code == 404
    assert manager.get(at(show, "follow-ups/add/?of=nonsense")).status_code == 404


def test_who_only_sees_that_there_is_a_road_show_sees_none_of_it(
    founder: Client, stranger: Client, show: Stage
) -> None:
    say(show, "P01", "K01", interest="yes", step="papers")
    say(show, "K01", "P01", interest="yes")
    task = FollowUp.objects.get()
    paths = [at(show, "outcomes/"), meeting(show), at(show, "follow-ups/"), f"/events/follow-ups/{task.pk}/"]
    for client in (founder, stranger):
        assert [client.get(path).status_code for path in paths] == [404] * 4
        client.post(f"/events/follow-ups/{task.pk}/drop/", {"reason": "timing"})
        client.post(meeting(show) + "answer/first/", {"interest": "none"})
    task.refresh_from_db()
    assert (task.state, Reply.objects.filter(interest="none").count()) == ("open", 0)


def test_a_follow_up_is_kept_with_a_document_and_becomes_the_next(manager: Client, show: Stage) -> None:
    say(show, "P01", "K01", interest="yes", step="visit")
    say(show, "K01", "P01", interest="yes")
    task = FollowUp.objects.get()
    page = f"/events/follow-ups/{task.pk}/"
    assert "P01 P01 project – K01 K01 Ltd" in text(manager, page)
    assert "Say in a word what shows it" in manager.post(f"{page}keep/", {}).content.decode()
    paper = SimpleUploadedFile("minutes.pdf", b"%PDF-1.7 minutes")
    kept = manager.post(f"{page}keep/", {"paper": paper, "becomes": "intent", "due": "2026-12-20"})
    assert kept.status_code == 302
    task.refresh_from_db()
    intent = FollowUp.objects.get(kind="intent")
    assert (task.state, task.evidence_id, intent.came_from_id) == ("kept", Document.objects.get().pk, task.pk)
    assert "the next follow-up" in text(manager, page)
    assert "the follow-up before" in text(manager, kept["Location"])


def test_a_follow_up_is_changed_dropped_and_taken_up_again(manager: Client, show: Stage) -> None:
    say(show, "P01", "K01", interest="yes", step="visit")
    say(show, "K01", "P01", interest="yes")
    page = f"/events/follow-ups/{FollowUp.objects.get().pk}/"
    manager.post(f"{page}change/", {"kind": "papers", "holder": "hub", "due": "2026-12-24"})
    assert FollowUp.objects.get().kind == "papers"
    assert "Choose one reason" in manager.post(f"{page}drop/", {"reason": ""}).content.decode()
    manager.post(f"{page}drop/", {"reason": "other", "note": "They moved"})
    assert FollowUp.objects.get().state == "dropped"
    manager.post(f"{page}reopen/")
    assert FollowUp.objects.get().state == "open"


def test_what_is_about_to_be_forgotten_comes_first(manager: Client, show: Stage) -> None:
    say(show, "P01", "K01", interest="yes", step="visit", owner="them")
    say(show, "K01", "P01", interest="yes", step="visit", owner="them")
    page = text(manager, at(show, "follow-ups/"))
    assert "nobody has it in hand" in page
    assert "no answer from either side" in page
    assert "Visit" in text(manager, "/events/follow-ups/")


def test_right_after_the_day_the_silent_meetings_do_not_bury_the_rest(
    manager: Client, show: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert text(manager, at(show, "follow-ups/")).count("no answer from either side") == 4
    monkeypatch.setattr(pages, "SILENT", 1)
    page = text(manager, at(show, "follow-ups/"))
    assert page.count("no answer from either side") == 1
    assert "and 3 more meetings of which nobody has said anything yet" in page
    assert f'href="{at(show, "outcomes/")}?fate=unknown"' in page


def test_something_of_the_whole_road_show_is_added(manager: Client, show: Stage) -> None:
    add = at(show, "follow-ups/add/")
    assert "Say what it is" in manager.post(add, {"kind": "enterprise"}).content.decode()
    assert manager.post(add, {"kind": "enterprise", "title": "Battery Works", "holder": "hub"}).status_code == 302
    say(show, "P01", "K01")
    of = add + f"?of={pair(show, 'P01', 'K01')}"
    assert manager.post(of, {"kind": "fund", "holder": "second"}).status_code == 302
    assert FollowUp.objects.get(kind="fund").outcome == outcome_of(show, "P01", "K01")


@pytest.mark.parametrize("path", ["outcomes/", "follow-ups/"])
def test_lists_ask_the_same_number_of_queries(manager: Client, show: Stage, queries: Counting, path: str) -> None:
    one_story(show, "P01", "K01")
    with queries() as one:
        text(manager, at(show, path))
    one_story(show, "P01", "F01")
    one_story(show, "P02", "K01")
    with queries() as three:
        text(manager, at(show, path))
    assert len(one) == len(three), [query["sql"][:90] for query in three]


def one_story(show: Stage, one: str, other: str) -> None:
    say(show, one, other, interest="yes", step="papers")
    say(show, other, one, interest="yes")
    task = Task("introduction", "hub")
    add_follow_up(actor=SYSTEM, event_id=show.event.pk, outcome_id=outcome_of(show, one, other).pk, task=task, at=NOON)


# ---- the report


def test_the_report_opens_each_figure_to_its_rows_and_these_to_their_meeting(manager: Client, show: Stage) -> None:
    say(show, "P01", "K01", interest="yes")
    say(show, "K01", "P01", interest="yes")
    say(show, "P01", "F01", met=False, missed="they_absent")
    page = text(manager, at(show, "report/"))
    for figure in ("planned", "held", "missed", "both", "came", "no_shows", "wishes"):
        path = at(show, f"report/rows/{figure}/")
        assert path in page
        assert "P01" in text(manager, path) or "F01" in text(manager, path)
    assert meeting(show) in text(manager, at(show, "report/rows/held/"))
    assert manager.get(at(show, "report/rows/nonsense/")).status_code == 404


def test_the_report_as_pdf_and_workbook(manager: Client, show: Stage) -> None:
    one_story(show, "P01", "K01")
    paper = manager.get(at(show, "report.pdf"))
    assert "North American day" in "".join(p.extract_text() for p in PdfReader(io.BytesIO(paper.content)).pages)
    manager.cookies["django_language"] = "zh-hans"
    chinese = PdfReader(io.BytesIO(manager.get(at(show, "report.pdf")).content))
    assert "北美专场" in "".join(p.extract_text() for p in chinese.pages)
    manager.cookies["django_language"] = "en"
    book = load_workbook(io.BytesIO(b"".join(manager.get(at(show, "report.xlsx")))))
    assert book.sheetnames == ["Figures", "By group"]
    held = next(row for row in book["Figures"].iter_rows(values_only=True) if row[0] == "Meetings held")
    assert held == ("Meetings held", 1, "meetings")


def test_a_co_host_reads_figures_and_no_names(manager: Client, founder: Client, show: Stage) -> None:
    one_story(show, "P01", "K01")
    host = makers.organisation(show.hub_id, name_latin="Promotion Centre")
    frame.set_co_hosts(actor=SYSTEM, event_id=show.event.pk, at=NOON, organisation_ids=[host.pk])
    assert "New link for Promotion Centre" in text(manager, at(show, "report/"))
    assert founder.post(at(show, "report/share/"), {"organisation": str(host.pk)}).status_code == 404
    made = manager.post(at(show, "report/share/"), {"organisation": str(host.pk)}).content.decode()
    path = re.search(r"(/reports/[\w-]{32}/)", made)
    assert path is not None
    page = text(Client(), path[1])
    assert "Meetings held" in page
    for hidden in ("P01 project", "K01 Ltd", "Person", "report/rows"):
        assert hidden not in page
    assert manager.post(at(show, "report/share/"), {"organisation": str(show.event.pk)}).status_code == 404
    share = ReportShare.objects.get()
    assert manager.post(f"/events/report-shares/{share.pk}/end/").status_code == 302
    assert Client().get(path[1]).status_code == 404


def test_the_report_asks_the_same_number_of_queries(manager: Client, show: Stage, queries: Counting) -> None:
    one_story(show, "P01", "K01")
    with queries() as one:
        text(manager, at(show, "report/"))
    one_story(show, "P01", "F01")
    one_story(show, "P02", "K01")
    with queries() as three:
        text(manager, at(show, "report/"))
    assert len(one) == len(three), [query["sql"][:90] for query in three]


def test_history_of_which_only_an_announcement_is_known_shows_no_figures(manager: Client, show: Stage) -> None:
    held_before = history.record_past_event(
        actor=SYSTEM, hub_id=show.hub_id, at=NOON, name_latin="Before", zone="Asia/Shanghai",
        first_day=date(2019, 5, 15), last_day=date(2019, 5, 15), counterparties_announced="more than 60 partners",
        source="The park's report",
    )  # fmt: skip
    told = text(manager, f"/events/{held_before.pk}/report/")
    assert "more than 60 partners" in told
    assert "The park&#x27;s report" in told
    assert "no figure is counted" in told
    assert "Parties invited" not in told
    book = load_workbook(io.BytesIO(b"".join(manager.get(f"/events/{held_before.pk}/report.xlsx"))))
    rows = [row for row in book.worksheets[0].iter_rows(values_only=True) if row[0] == "Announced"]
    assert [row[:3] for row in rows] == [("Announced", "more than 60 partners", "The park's report")]
    assert "Beside earlier road shows" not in text(manager, at(show, "report/"))
