"""The public board: nothing is public before it is published, and nothing after its day."""

import json
import re
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.core.cache import cache
from django.test import Client

from landbridge.evidence.models import Trail
from landbridge.ground.hubs import hub_context
from landbridge.matchmaking.actions import board
from landbridge.matchmaking.models import Lead, Notice
from landbridge.network.models import Hub
from tests.entrypoints.web.network.conftest import NOW
from tests.matchmaking import makers

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 20)
ASKED = {"name": "Ada", "email": "ada@example.org", "message": "May we test it?", "organisation": "Elbe Works"}


@pytest.fixture(autouse=True)
def fresh_limits() -> None:
    cache.clear()


def published(hub_id: UUID, title: str = "Cell balancing", *, days: int = 30, **said: object) -> Notice:
    with hub_context(hub_id):
        offer = makers.project(hub_id, title)
        given: dict[str, Any] = {
            "profile": "TO", "title_latin": title, "title_chinese": "电芯均衡", "text_latin": "Balances cells.",
            "fields": ("energy",), "country": "DE", "trl": 6,
        } | said  # fmt: skip
        written = board.write_notice(
            actor=makers.SYSTEM,
            subject=offer,
            given=board.NoticeGiven(**given),
            at=NOW,
        )
        return board.publish_notice(
            actor=makers.SYSTEM, notice_id=written.pk, expires_on=TODAY + timedelta(days=days), today=TODAY, at=NOW
        )


def text(client: Client, path: str, **asked: str) -> str:
    return client.get(path, asked).content.decode()


def test_everybody_reads_what_is_published_of_every_hub_and_nothing_else(hub: Hub, other_hub: Hub) -> None:
    one, other = published(hub.pk), published(other_hub.pk, "Sleep lamp", profile="TR", country="GB", trl=2)
    with hub_context(hub.pk):
        draft = board.write_notice(
            actor=makers.SYSTEM, subject=makers.project(hub.pk, "Secret"),
            given=board.NoticeGiven(profile="TO", title_latin="Secret plan"), at=NOW,
        )  # fmt: skip
    visitor = Client()
    page = text(visitor, "/board/")
    assert "Cell balancing" in page
    assert "Sleep lamp" in page
    assert "Secret" not in page
    assert visitor.get(f"/board/{draft.pk}/").status_code == 404
    assert Notice.objects.count() == 2
    for asked, seen in (
        ({"profile": "TR"}, other), ({"country": "DE"}, one), ({"stage": "pilot"}, one), ({"q": "均衡 lamp"}, other),
    ):  # fmt: skip
        found = text(visitor, "/board/", **asked)
        assert (f"/board/{one.pk}/" in found, f"/board/{other.pk}/" in found) == (seen is one, seen is other), asked


def test_what_is_withdrawn_or_past_its_day_is_gone(hub_id: UUID, manager: Client) -> None:
    one, short = published(hub_id), published(hub_id, "Sleep lamp", days=1)
    with hub_context(hub_id):
        Notice.objects.filter(pk=short.pk).update(expires_on=TODAY)
    assert Client().get(f"/board/{short.pk}/").status_code == 404
    assert manager.post(f"/matches/board/{one.pk}/withdraw/").status_code == 302
    assert Client().get(f"/board/{one.pk}/").status_code == 404
    assert "Nothing on the board now" in text(Client(), "/board/")
    with hub_context(hub_id):
        assert Trail.objects.filter(event="matchmaking.notice_withdrawn").count() == 1


def test_pages_stand_in_both_languages_with_linked_data_for_machines(hub_id: UUID) -> None:
    one = published(hub_id, text_latin="Cells </script><b>now</b>")
    page = text(Client(), f"/board/zh/{one.pk}/")
    assert '<html lang="zh-CN"' in page
    assert "电芯均衡" in page
    assert f'hreflang="en" href="http://localhost:8000/board/en/{one.pk}/"' in page or 'hreflang="en"' in page
    (data,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page)
    item = json.loads(data)
    assert (item["@type"], item["name"], item["inLanguage"]) == ("Offer", "电芯均衡", "zh-CN")
    assert item["description"] == "Cells </script><b>now</b>"
    assert f"/board/en/{one.pk}/" in text(Client(), "/board/sitemap.xml")
    assert "Allow: /board/" in text(Client(), "/robots.txt")


def test_a_question_becomes_a_lead_for_the_hub_alone(hub_id: UUID, manager: Client, founder: Client) -> None:
    one = published(hub_id)
    answer = Client().post(f"/board/{one.pk}/ask/", ASKED)
    assert answer["Location"] == f"/board/{one.pk}/"
    with hub_context(hub_id):
        (lead,) = Lead.objects.all()
        told = Trail.objects.get(event="matchmaking.lead_received")
    assert "ada@example.org" not in json.dumps(told.data)
    assert "ada@example.org" not in text(Client(), f"/board/{one.pk}/")
    assert "ada@example.org" in text(manager, "/matches/leads/")
    assert founder.get("/matches/leads/").status_code == 404
    manager.post(f"/matches/leads/{lead.pk}/settle/", {"to": "answered"})
    manager.post(f"/matches/leads/{lead.pk}/settle/", {"to": "erase"})
    with hub_context(hub_id):
        kept = Lead.objects.get()
    assert (kept.state, kept.email, kept.message) == ("answered", "", "")


def test_machines_and_the_hasty_leave_no_lead(hub_id: UUID) -> None:
    one = published(hub_id)
    visitor = Client()
    visitor.post(f"/board/{one.pk}/ask/", ASKED | {"homepage": "http://spam.example"})
    faulty = visitor.post(f"/board/{one.pk}/ask/", ASKED | {"email": "nowhere"})
    assert (faulty.status_code, "May we test it?" in faulty.content.decode()) == (422, True)
    with hub_context(hub_id):
        assert Lead.objects.count() == 0
    for more in ("", " Soon."):
        visitor.post(f"/board/{one.pk}/ask/", ASKED | {"message": f"{ASKED['message']}{more}"})
    assert visitor.post(f"/board/{one.pk}/ask/", ASKED).status_code == 429
    with hub_context(hub_id):
        assert Lead.objects.count() == 2


def test_a_notice_is_written_published_and_rewritten_only_off_the_board(manager: Client, hub_id: UUID) -> None:
    with hub_context(hub_id):
        offer, wanted = makers.project(hub_id), makers.need(hub_id)
    said = {"profile": "TO", "title_latin": "Cells", "tags": ["energy"]}
    assert "Cell balancing" in text(manager, f"/matches/projects/{offer.pk}/board/")
    assert "Longer life for the battery packs" in text(manager, f"/matches/needs/{wanted.pk}/board/")
    harvest = manager.post(f"/matches/projects/{offer.pk}/board/", said | {"text_latin": "Write to ada@example.org"})
    assert harvest.status_code == 422
    path = manager.post(f"/matches/projects/{offer.pk}/board/", said)["Location"]
    for day in ("2026-11-20", "2028-11-20", ""):
        assert manager.post(f"{path}publish/", {"expires_on": day}).status_code == 422, day
    manager.post(f"{path}publish/", {"expires_on": "2027-03-01"})
    assert "Cells" in text(Client(), "/board/")
    assert manager.post(f"{path}change/", said | {"title_latin": "Other"}).status_code == 422
    assert "Cells" in text(Client(), "/board/")
    assert "on the board" in text(manager, "/matches/board/")


def test_others_may_not(stranger: Client, founder: Client, scout: Client, hub_id: UUID) -> None:
    one = published(hub_id)
    for client in (stranger, founder, scout):
        assert client.post(f"/matches/board/{one.pk}/withdraw/").status_code == 404
        assert client.post(f"/matches/board/{one.pk}/publish/", {"expires_on": "2027-01-01"}).status_code == 404
    with hub_context(hub_id):
        assert Notice.objects.get().state == "published"
