"""What is printed for the day: PDF that reads, a code that leads to the badge's page, one badge again."""

import io
from uuid import UUID

import pytest
from django.test import Client
from pypdf import PdfReader

from landbridge.events.actions import publishing
from landbridge.events.models import Badge
from landbridge.ground.hubs import hub_context
from landbridge.kernel.actor import SystemActor
from tests.entrypoints.web.events.conftest import NOW
from tests.events.planned import version_with
from tests.events.stage import Stage, small_show

SYSTEM = SystemActor()


@pytest.fixture
def show(hub_id: UUID) -> Stage:
    with hub_context(hub_id):
        made = small_show(hub_id)
        version = version_with(made, ("P01", "K01", 0, 0), ("P02", "K02", 0, 1), ("P01", "F01", 1, 0))
        publishing.publish_version(actor=SYSTEM, version_id=version.pk, over=None, at=NOW)
        return made


def words(content: bytes) -> str:
    """The text of a PDF, page after page."""
    assert content.startswith(b"%PDF")
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)


def test_badges_for_all_and_again_for_one(manager: Client, show: Stage) -> None:
    base = f"/events/{show.event.pk}/papers/"
    assert manager.get(f"{base}badges.pdf").status_code == 404
    assert "6 people have none yet" in manager.get(base).content.decode()
    assert manager.post(f"{base}badges/")["Location"] == f"{base}badges.pdf"
    every = words(manager.get(f"{base}badges.pdf").content)
    assert {label for label in ("P01", "P02", "K01", "K02", "F01") if label in every} == set(show.parties)
    assert "K01 公司" in every
    who = show.people["K01"].pk
    with hub_context(show.hub_id):
        before = Badge.objects.get(attendee=who).code
    assert "K02" not in words(manager.get(f"{base}badges.pdf?one={who}").content)
    replaced = manager.post(f"{base}badges/{who}/replace/")
    assert replaced["Location"] == f"{base}badges.pdf?one={who}"
    with hub_context(show.hub_id):
        assert Badge.objects.get(attendee=who, revoked_at=None).code != before
    assert b"replaced by a newer one" in manager.get(f"/b/{before}").content
    assert "Print it again" in manager.get(base, {"q": "K0"}).content.decode()


def test_lists_cards_and_the_printed_agenda(manager: Client, show: Stage) -> None:
    base = f"/events/{show.event.pk}/papers/"
    for kind in ("tables", "doors", "agenda"):
        text = words(manager.get(f"{base}{kind}.pdf").content)
        assert "T01" in text
        assert "09:00" in text
        assert "K01 公司" in text
    assert manager.get(f"{base}faces.pdf").status_code == 404


def test_chinese_comes_first_for_a_chinese_reader(manager: Client, show: Stage) -> None:
    manager.cookies["django_language"] = "zh-hans"
    text = words(manager.get(f"/events/{show.event.pk}/papers/doors.pdf").content)
    assert "北美专场" in text


def test_nothing_is_printed_for_others(founder: Client, stranger: Client, show: Stage) -> None:
    for who in (founder, stranger):
        for path in ("", "badges.pdf", "agenda.pdf"):
            assert who.get(f"/events/{show.event.pk}/papers/{path}").status_code == 404
        assert who.post(f"/events/{show.event.pk}/papers/badges/").status_code == 404
    with hub_context(show.hub_id):
        assert Badge.objects.count() == 0
