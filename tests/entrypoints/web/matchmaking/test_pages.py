"""Needs, shortlists and pairs in the browser."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from uuid import UUID

import pytest
from django.test import Client
from django.test.utils import CaptureQueriesContext

from landbridge.ground.hubs import hub_context
from landbridge.ground.models import JobRun
from landbridge.matchmaking import lists
from landbridge.matchmaking.actions import shortlists
from landbridge.matchmaking.models import Need, PairOutcome, PairRefusal, PairSighting
from landbridge.network.models import Hub
from landbridge.network.states import Role
from landbridge.projects.models import Project
from tests.entrypoints.web.network.conftest import NOW, SignIn
from tests.matchmaking import makers, rows

Queries = Callable[[], AbstractContextManager[CaptureQueriesContext]]
SAID = {
    "text_latin": "Quieter buses",
    "tags": ["energy"],
    "offers": ["customer"],
    "countries": ["DE", "IL"],
    "trl_min": "4",
}


def text(client: Client, path: str, **asked: str) -> str:
    return client.get(path, asked).content.decode()


def needs(hub_id: UUID) -> list[Need]:
    with hub_context(hub_id):
        return list(Need.objects.order_by("pk"))


def a_pair(hub_id: UUID, *, listed: bool = True) -> tuple[Project, Need]:
    with hub_context(hub_id):
        offer, wanted = makers.project(hub_id), makers.need(hub_id)
        if listed:
            made = lists.for_project(lists.field_of(hub_id, asof=NOW.date()), offer.pk, encoder=None)
            shortlists.save_shortlist(actor=makers.SYSTEM, subject=offer, made=made, at=NOW)
    return offer, wanted


def test_an_empty_list_says_what_to_do_first(manager: Client) -> None:
    page = text(manager, "/matches/")
    assert "No need yet" in page
    assert 'href="/matches/needs/add/"' in page


def test_a_need_is_entered_found_changed_closed_and_opened(manager: Client, hub_id: UUID) -> None:
    with hub_context(hub_id):
        firm = rows.organisation(hub_id, "Metro operator", name_chinese="地铁公司", kind="company")
    answer = manager.post("/matches/needs/add/", SAID | {"organisation": firm.code})
    (made,) = needs(hub_id)
    assert answer["Location"] == f"/matches/needs/{made.pk}/"
    assert (made.fields, made.countries, made.trl_min) == (["energy"], ["DE", "IL"], 4)
    for asked in ({"kind": "company"}, {"field": "energy"}, {"state": "open"}):
        assert f'href="/matches/needs/{made.pk}/"' in text(manager, "/matches/", **asked), asked
    for asked in ({"kind": "bank"}, {"field": "ai"}, {"state": "closed"}, {"q": "zzz"}):
        assert "Nothing fits" in text(manager, "/matches/", **asked), asked
    twice = manager.post("/matches/needs/add/", SAID | {"organisation": firm.code})
    assert (twice.status_code, len(needs(hub_id))) == (422, 1)
    manager.post(f"/matches/needs/{made.pk}/change/", SAID | {"text_latin": "Silent buses"})
    assert "Silent buses" in text(manager, f"/matches/needs/{made.pk}/")
    manager.post(f"/matches/needs/{made.pk}/close/")
    assert "Open again" in text(manager, f"/matches/needs/{made.pk}/")
    assert f'href="/matches/needs/{made.pk}/"' in text(manager, "/matches/", state="closed")
    manager.post(f"/matches/needs/{made.pk}/reopen/")
    assert needs(hub_id)[0].closed_at is None


@pytest.mark.parametrize(
    ("said", "field", "words"),
    [
        ({"trl_min": "7", "trl_max": "3"}, "trl_max", "before it begins"),
        ({"ticket_min": "5000"}, "ticket_currency", "in which currency"),
        ({"organisation": "nobody"}, "organisation", "No organisation of that name or code"),
    ],
)
def test_a_fault_stands_beside_its_field(
    manager: Client, hub_id: UUID, said: dict[str, str], field: str, words: str
) -> None:
    with hub_context(hub_id):
        firm = rows.organisation(hub_id)
    answer = manager.post("/matches/needs/add/", SAID | {"organisation": firm.code} | said)
    page = answer.content.decode()
    assert (answer.status_code, needs(hub_id)) == (422, [])
    assert f'id="id_{field}_error"' in page
    assert words in page


def test_a_list_is_asked_for_and_its_progress_shown(manager: Client, hub_id: UUID) -> None:
    offer, wanted = a_pair(hub_id, listed=False)
    for path in (f"/matches/projects/{offer.pk}/", f"/matches/needs/{wanted.pk}/"):
        assert "No shortlist yet" in text(manager, path)
        assert manager.post(f"{path}make/")["Location"] == path
        page = text(manager, path)
        assert "<progress" in page
        assert "Make the shortlist" not in page
    with hub_context(hub_id):
        assert JobRun.objects.filter(kind="matchmaking.make_shortlist").count() == 2


def test_a_list_says_why_and_its_pair_opens_side_by_side(manager: Client, hub_id: UUID) -> None:
    offer, wanted = a_pair(hub_id)
    page = text(manager, f"/matches/projects/{offer.pk}/")
    assert "Field: both name battery management." in page
    assert f'href="/matches/pairs/{offer.pk}/{wanted.pk}/"' in page
    pair = text(manager, f"/matches/pairs/{offer.pk}/{wanted.pk}/")
    assert "Longer life for the battery packs of our buses." in pair
    assert "Balances the cells" in pair
    assert "On a list 1 time" in pair
    with hub_context(hub_id):
        assert PairSighting.objects.get().opened_at == NOW


def test_a_refusal_wants_a_reason_and_can_be_lifted(manager: Client, hub_id: UUID) -> None:
    offer, wanted = a_pair(hub_id)
    path = f"/matches/pairs/{offer.pk}/{wanted.pk}/refuse/"
    without = manager.post(path, {"note": "we know them"})
    assert (without.status_code, "we know them" in without.content.decode()) == (422, True)
    manager.post(path, {"reason": "timing"})
    with hub_context(hub_id):
        refusal = PairRefusal.objects.get()
    page = text(manager, f"/matches/projects/{offer.pk}/")
    assert "Wrong time" in page
    assert 'id="m-1"' not in page
    manager.post(f"/matches/refusals/{refusal.pk}/lift/", {"next": f"/matches/needs/{wanted.pk}/"})
    assert 'id="m-1"' in text(manager, f"/matches/projects/{offer.pk}/")


def test_what_came_of_a_pair_is_recorded(manager: Client, hub_id: UUID) -> None:
    offer, wanted = a_pair(hub_id)
    path = f"/matches/pairs/{offer.pk}/{wanted.pk}/outcome/"
    ahead = manager.post(path, {"result": "signed", "happened_on": "2026-12-24"})
    assert (ahead.status_code, "has not come yet" in ahead.content.decode()) == (422, True)
    manager.post(path, {"result": "signed", "happened_on": "2026-11-19", "note": "two buses"})
    assert "two buses" in text(manager, f"/matches/pairs/{offer.pk}/{wanted.pk}/")


def test_others_may_not(founder: Client, stranger: Client, scout: Client, sign_in: SignIn, hub: Hub) -> None:
    offer, wanted = a_pair(hub.pk)
    pair = f"/matches/pairs/{offer.pk}/{wanted.pk}/"
    seen = ("/matches/projects/", f"/matches/projects/{offer.pk}/", f"/matches/needs/{wanted.pk}/", pair)
    for client in (founder, stranger):
        for path in seen[1:]:
            assert client.get(path).status_code == 404, path
    authority = sign_in(Role.AUTHORITY, hub)
    for client in (scout, authority):
        assert client.get(pair).status_code == 200
        for path, said in ((f"{pair}refuse/", {"reason": "timing"}), (f"{pair}outcome/", {"result": "signed"})):
            assert client.post(path, said).status_code == 404, path
        assert client.post(f"/matches/needs/{wanted.pk}/close/").status_code == 404
    with hub_context(hub.pk):
        assert (PairRefusal.objects.count(), PairOutcome.objects.count()) == (0, 0)
    assert needs(hub.pk)[0].closed_at is None


def test_pages_ask_a_constant_number_of_queries(manager: Client, hub_id: UUID, queries: Queries) -> None:
    with hub_context(hub_id):
        offer, wanted = makers.project(hub_id), makers.need(hub_id)
    counts = []
    for size in (1, 3):
        with hub_context(hub_id):
            for number in range(size - 1):
                makers.project(hub_id, f"Cells {number}")
                makers.need(hub_id, f"Firm {number}")
            field = lists.field_of(hub_id, asof=NOW.date())
            for subject, make in ((offer, lists.for_project), (wanted, lists.for_need)):
                made = make(field, subject.pk, encoder=None)
                shortlists.save_shortlist(actor=makers.SYSTEM, subject=subject, made=made, at=NOW)
        asked = []
        for path in ("/matches/", f"/matches/projects/{offer.pk}/", f"/matches/needs/{wanted.pk}/"):
            with queries() as captured:
                manager.get(path)
            asked.append(len(captured))
        counts.append(asked)
    assert counts[0] == counts[1]
