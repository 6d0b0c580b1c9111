"""Organisations are listed, found, added once, changed, merged, in the browser."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from uuid import UUID

import pytest
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.html import strip_tags

from landbridge.entrypoints.demo.cast import INVENTED
from landbridge.evidence.models import Trail
from landbridge.ground.hubs import hub_context
from landbridge.ground.models import Installation
from landbridge.kernel.actor import SystemActor
from landbridge.matchmaking.actions import set_need
from landbridge.matchmaking.needs import NeedGiven
from landbridge.network.actions.codes import load_industries
from landbridge.network.actions.organisations import create_organisation
from landbridge.network.drafts import OrganisationDraft
from landbridge.network.models import Hub, Organisation
from landbridge.network.states import Role
from tests.entrypoints.web.network.conftest import NOW, SignIn
from tests.events.makers import event
from tests.matchmaking import makers as matches
from tests.network import makers

Queries = Callable[[], AbstractContextManager[CaptureQueriesContext]]
ACME = {"kind": "company", "name_latin": "Acme Robotics Ltd", "name_chinese": "江畔机器人有限公司", "country": "CN"}


def organisations(hub_id: UUID) -> list[Organisation]:
    with hub_context(hub_id):
        return list(Organisation.objects.order_by("pk"))


def made(hub_id: UUID, **said: str) -> Organisation:
    with hub_context(hub_id):
        return create_organisation(
            actor=SystemActor(), hub_id=hub_id, draft=OrganisationDraft(**said), at=NOW
        )  # fmt: skip


def text(client: Client, path: str, **asked: str) -> str:
    return client.get(path, asked).content.decode()


def test_an_empty_list_says_what_to_do_first(manager: Client) -> None:
    page = text(manager, "/network/organisations/")
    assert "No organisation yet" in page
    assert 'href="/network/organisations/add/"' in page


def test_one_is_added_and_found_in_both_scripts_and_by_pinyin(manager: Client, hub_id: UUID) -> None:
    answer = manager.post("/network/organisations/add/", ACME)
    (acme,) = organisations(hub_id)
    assert answer["Location"] == f"/network/organisations/{acme.pk}/"
    assert (acme.name_latin, acme.name_chinese, acme.country, acme.recorded_at) == (
        "Acme Robotics Ltd", "江畔机器人有限公司", "CN", NOW,
    )  # fmt: skip
    for asked in ("acme", "江畔", "jiangpan", "jpjqr", acme.code):
        assert f'href="/network/organisations/{acme.pk}/"' in text(manager, "/network/organisations/", q=asked), asked
        assert f'href="/network/organisations/{acme.pk}/"' in text(manager, "/network/search/", q=asked), asked
    assert "Nothing fits" in text(manager, "/network/organisations/", q="zzz")
    assert "Nothing fits" in text(manager, "/network/organisations/", kind="bank")
    assert "Acme" in text(manager, "/network/organisations/", kind="company", country="CN")
    assert "Organisation entered" in text(manager, f"/network/organisations/{acme.pk}/")


def test_a_likely_duplicate_is_shown_first_and_the_reader_decides(manager: Client, hub_id: UUID) -> None:
    made(hub_id, name_latin="Acme Robotics GmbH")
    answer = manager.post("/network/organisations/add/", ACME)
    page = answer.content.decode()
    assert (answer.status_code, len(organisations(hub_id))) == (422, 1)
    assert "Is it one of these?" in page
    assert "Same name, but for the legal form" in page
    assert 'value="江畔机器人有限公司"' in page
    manager.post("/network/organisations/add/", ACME | {"anyway": "1"})
    assert len(organisations(hub_id)) == 2


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"name_latin": "", "name_chinese": ""}, "a name, in Chinese or in Latin letters."),
        ({"uscc": "91440300715267269"}, "does not have the form of this code"),
        ({"lei": "506700GE1G29325QX364"}, "has a wrong check digit"),
        ({"website": "ftp://acme.example"}, "is no web address"),
    ],
)
def test_a_fault_stands_beside_its_field_and_nothing_typed_is_lost(
    manager: Client, hub_id: UUID, said: dict[str, str], words: str
) -> None:
    answer = manager.post("/network/organisations/add/", ACME | {"note": "met in Hannover"} | said)
    page = answer.content.decode()
    assert (answer.status_code, organisations(hub_id)) == (422, [])
    assert words in page
    assert f'id="id_{next(iter(said))}_error"' in page
    assert "met in Hannover" in page


def test_a_code_names_one_organisation(manager: Client, hub_id: UUID) -> None:
    first = made(hub_id, name_latin="Harbour Fund", ror="03cve4549")
    answer = manager.post("/network/organisations/add/", ACME | {"ror": "03cve4549", "anyway": "1"})
    assert answer.status_code == 422
    assert f"03cve4549 is the code of {first.code} already" in answer.content.decode()
    assert organisations(hub_id) == [first]


def test_it_is_changed_and_the_trail_keeps_which_columns(manager: Client, hub_id: UUID) -> None:
    acme = made(hub_id, name_latin="Acme")
    answer = manager.post(f"/network/organisations/{acme.pk}/change/", ACME)
    assert answer["Location"] == f"/network/organisations/{acme.pk}/"
    with hub_context(hub_id):
        (entry,) = Trail.objects.filter(event="network.organisation_changed")
    assert sorted(entry.data["fields"]) == ["country", "name_chinese", "name_latin"]


def test_others_may_not(founder: Client, stranger: Client, hub_id: UUID) -> None:
    acme = made(hub_id, name_latin="Acme")
    twin = made(hub_id, name_latin="Acme Ltd")
    for client in (founder, stranger):
        for path in ("", "change/", "merge/"):
            assert client.get(f"/network/organisations/{acme.pk}/{path}").status_code == 404
        client.post(f"/network/organisations/{acme.pk}/change/", ACME)
        client.post(f"/network/organisations/{acme.pk}/merge/", {"other": str(twin.pk)})
    assert founder.get("/network/organisations/").status_code == 404
    assert founder.post("/network/organisations/add/", ACME).status_code == 404
    assert "Acme" not in text(stranger, "/network/organisations/")
    assert "/network/organisations/" not in text(stranger, "/network/search/", q="acme").split('id="main"')[1]
    assert [row.name_latin for row in organisations(hub_id)] == ["Acme", "Acme Ltd"]
    assert {row.state for row in organisations(hub_id)} == {"active"}


def test_a_stranger_adds_to_their_own_hub(stranger: Client, other_hub: Hub, hub_id: UUID) -> None:
    stranger.post("/network/organisations/add/", ACME)
    assert (len(organisations(other_hub.pk)), organisations(hub_id)) == (1, [])


def test_who_has_several_hubs_changes_over_and_stays_there(sign_in: SignIn, hub: Hub, other_hub: Hub) -> None:
    made(hub.pk, name_latin="Acme")
    made(other_hub.pk, name_latin="Beta")
    client = sign_in(Role.HUB_MANAGER, hub, other_hub)
    page = text(client, "/network/organisations/", hub=str(hub.pk))
    assert ("Acme" in page, "Beta" in page, f'value="{other_hub.pk}"' in page) == (True, False, True)
    page = text(client, "/network/organisations/", hub=str(other_hub.pk))
    assert ("Acme" in page, "Beta" in page) == (False, True)
    client.post("/network/organisations/add/", ACME | {"name_latin": "Gamma"})
    assert [row.name_latin for row in organisations(other_hub.pk)] == ["Beta", "Gamma"]
    assert "Beta" in text(client, "/network/organisations/", hub="nonsense")


def test_a_network_administrator_sees_every_hub(sign_in: SignIn, hub: Hub, other_hub: Hub) -> None:
    made(other_hub.pk, name_latin="Beta")
    client = sign_in(Role.NETWORK_ADMINISTRATOR, hub)
    assert "Beta" in text(client, "/network/organisations/", hub=str(other_hub.pk))


def test_the_duplicate_is_found_compared_and_merged(manager: Client, hub_id: UUID) -> None:
    keep = made(hub_id, name_latin="Acme Robotics")
    twin = made(hub_id, name_latin="Acme Robotics Ltd", name_chinese="江畔机器人", country="CN")
    base = f"/network/organisations/{keep.pk}/merge/"
    assert f"?other={twin.pk}" in text(manager, base)
    assert f"?other={twin.pk}" in text(manager, base, q="jiangpan")
    page = text(manager, base, other=str(twin.pk))
    assert page.count("江畔机器人</td>") == 2
    answer = manager.post(base, {"other": str(twin.pk)})
    assert answer["Location"] == f"/network/organisations/{keep.pk}/"
    kept, merged = organisations(hub_id)
    assert (kept.name_latin, kept.name_chinese, kept.country) == ("Acme Robotics", "江畔机器人", "CN")
    assert (merged.state, merged.merged_into_id) == ("merged", keep.pk)
    page = text(manager, f"/network/organisations/{twin.pk}/")
    assert f'href="/network/organisations/{keep.pk}/"' in page
    assert f"{twin.pk}/change/" not in page
    assert manager.post(base, {"other": str(twin.pk)}).status_code == 409
    assert manager.post(base, {"other": str(keep.pk)}).status_code == 409
    assert manager.get(base, {"other": "nonsense"}).status_code == 404


def test_what_is_invented_says_so_only_in_a_demonstration(manager: Client, hub_id: UUID) -> None:
    with hub_context(hub_id):
        invented = makers.provenance(hub_id, source=INVENTED)
        one = makers.organisation(hub_id, provenance=invented)
    paths = ("/network/organisations/", f"/network/organisations/{one.pk}/")
    assert ["fictional" in text(manager, path).split('id="main"')[1] for path in paths] == [False, False]
    Installation.objects.update_or_create(pk=1, defaults={"demonstration_since": NOW})
    assert ["fictional" in text(manager, path).split('id="main"')[1] for path in paths] == [True, True]


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_pages_speak_the_reader_s_language(manager: Client, hub_id: UUID, language: str) -> None:
    acme = made(hub_id, name_latin="Acme", name_chinese="江畔")
    page = manager.get(f"/network/organisations/{acme.pk}/", headers={"accept-language": language}).content.decode()
    assert {"en": "Codes and contact", "zh-hans": "代码与联系方式"}[language] in page


def test_the_search_box_finds_projects_needs_and_road_shows(manager: Client, hub_id: UUID) -> None:
    metro = made(hub_id, name_latin="Metro operator", name_chinese="地铁运营", country="CN")
    with hub_context(hub_id):
        project = matches.project(hub_id, "Cell balancing", name_chinese="电芯均衡")
        need = set_need(
            actor=matches.SYSTEM, hub_id=hub_id, organisation_id=metro.pk, given=NeedGiven(text_latin="Packs"), at=NOW
        )
        show = event(hub_id, name_latin="Rhine delegation", name_chinese="莱茵代表团")
    for asked in ("cell bal", "电芯", "dianxin", "dxjh", project.code):
        assert f'href="/projects/{project.pk}/"' in text(manager, "/network/search/", q=asked), asked
    assert f'href="/matches/needs/{need.pk}/"' in text(manager, "/network/search/", q="ditie")
    assert f'href="/events/{show.pk}/"' in text(manager, "/network/search/", q="莱茵")
    nothing = text(manager, "/network/search/", q="qqqq")
    assert ("Nothing is called that" in nothing, "<h2>Projects" in nothing) == (True, False)
    api = manager.get("/api/search", {"q": "莱茵"}).json()
    assert (api["projects"], [one["code"] for one in api["events"]]) == ([], [show.code])


@pytest.mark.parametrize("count", [1, 3])
def test_few_and_many_cost_the_same(manager: Client, hub_id: UUID, queries: Queries, count: int) -> None:
    found = [made(hub_id, name_latin=f"Acme {number}", country="CN") for number in range(count)]
    manager.get("/network/organisations/")
    asked: dict[str, int] = {}
    for path in ("/network/organisations/", f"/network/organisations/{found[0].pk}/", "/network/search/?q=acme"):
        with queries() as seen:
            manager.get(path)
        asked[path] = len(seen)
    with queries() as seen:
        manager.get("/network/organisations/", {"export": "csv"}).close()
    assert (list(asked.values()), len(seen)) == ([10, 12, 13], 8)


def test_an_industry_is_named_beside_its_code(manager: Client, hub_id: UUID) -> None:
    known = made(hub_id, name_latin="Acme", gbt_4754="C2761", nace_2_1="C21.20")
    path = f"/network/organisations/{known.pk}/"
    page = words(manager, path)
    assert "C2761 not checked" in page
    assert "C21.20 Manufacture of pharmaceutical preparations" in page
    load_industries(actor=SystemActor(), scheme="gbt_4754", names={"01": "农业"}, source="table", at=NOW)
    assert "C2761 not in the table" in words(manager, path)


def words(client: Client, path: str) -> str:
    """The words of a page, without its markup."""
    return " ".join(strip_tags(text(client, path)).split())
