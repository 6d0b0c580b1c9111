"""People are listed, added once, changed, placed, moved, merged and erased, in the browser."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, timedelta
from uuid import UUID

import pytest
from django.test import Client
from django.test.utils import CaptureQueriesContext

from landbridge.ground.hubs import hub_context
from landbridge.kernel.actor import SystemActor
from landbridge.kernel.clock import FixedClock
from landbridge.network.actions.affiliations import affiliate
from landbridge.network.actions.organisations import create_organisation
from landbridge.network.actions.people import create_person
from landbridge.network.drafts import OrganisationDraft, PersonDraft
from landbridge.network.models import Affiliation, Organisation, Person
from tests.entrypoints.web.network.conftest import NOW
from tests.network import makers

Queries = Callable[[], AbstractContextManager[CaptureQueriesContext]]
ADA = {"name_latin": "Ada Wang", "name_chinese": "王爱达", "email": "ada@example.org", "language": "zh"}
SYSTEM = SystemActor()


def people(hub_id: UUID) -> list[Person]:
    with hub_context(hub_id):
        return list(Person.objects.order_by("pk"))


def made(hub_id: UUID, **said: str) -> Person:
    with hub_context(hub_id):
        return create_person(actor=SYSTEM, hub_id=hub_id, draft=PersonDraft(**said), at=NOW)


def firm(hub_id: UUID, name: str) -> Organisation:
    with hub_context(hub_id):
        draft = OrganisationDraft(name_latin=name)
        return create_organisation(actor=SYSTEM, hub_id=hub_id, draft=draft, at=NOW)


def placed(person: Person, organisation: Organisation, since: date | None = None) -> Affiliation:
    with hub_context(person.hub_id):
        return affiliate(actor=SYSTEM, person_id=person.pk, organisation_id=organisation.pk, at=NOW, since=since)


def affiliations(hub_id: UUID) -> list[tuple[str, str, date | None, date | None]]:
    with hub_context(hub_id):
        rows = Affiliation.objects.select_related("person", "organisation").order_by("pk")
        return [(a.person.name_latin, a.organisation.name_latin, a.period.lower, a.period.upper) for a in rows]


def test_one_is_added_and_shown(manager: Client, hub_id: UUID) -> None:
    answer = manager.post("/network/people/add/", ADA)
    (ada,) = people(hub_id)
    assert answer["Location"] == f"/network/people/{ada.pk}/"
    page = manager.get(f"/network/people/{ada.pk}/").content.decode()
    assert 'href="mailto:ada@example.org"' in page
    assert "Entered by hand; no source recorded." in page
    assert f'href="/network/people/{ada.pk}/"' in manager.get("/network/people/", {"q": "wangaida"}).content.decode()
    assert f'href="/network/people/{ada.pk}/"' in manager.get("/network/people/", {"language": "zh"}).content.decode()
    assert "Nothing fits" in manager.get("/network/people/", {"language": "de"}).content.decode()


def test_a_likely_duplicate_is_shown_first(manager: Client, hub_id: UUID) -> None:
    made(hub_id, name_latin="A. Wang", email="ada@example.org")
    answer = manager.post("/network/people/add/", ADA)
    assert (answer.status_code, len(people(hub_id))) == (422, 1)
    assert "Same e-mail address" in answer.content.decode()
    manager.post("/network/people/add/", ADA | {"anyway": "1"})
    assert len(people(hub_id)) == 2


def test_a_fault_stands_beside_its_field(manager: Client, hub_id: UUID) -> None:
    answer = manager.post("/network/people/add/", ADA | {"email": "ada", "phone": "call me"})
    page = answer.content.decode()
    assert (answer.status_code, people(hub_id)) == (422, [])
    assert ('id="id_email_error"' in page, 'id="id_phone_error"' in page, 'value="王爱达"' in page) == (
        True,
        True,
        True,
    )


def test_changing_an_address_keeps_the_rest(manager: Client, hub_id: UUID) -> None:
    ada = made(hub_id, **ADA)
    manager.post(f"/network/people/{ada.pk}/change/", ADA | {"email": "ada.wang@example.org"})
    assert [(p.email, p.name_chinese) for p in people(hub_id)] == [("ada.wang@example.org", "王爱达")]


def test_where_somebody_belongs_is_said_by_code_or_name(manager: Client, hub_id: UUID) -> None:
    ada, acme = made(hub_id, **ADA), firm(hub_id, "Acme")
    firm(hub_id, "Acme Robotics")
    base = f"/network/people/{ada.pk}/belongs/"
    for unclear in ("acm", "Nobody & Sons"):
        assert manager.post(base, {"organisation": unclear}).status_code == 422
    assert affiliations(hub_id) == []
    manager.post(base, {"organisation": "acme", "title_latin": "President", "since": "2026-01-01"})
    assert affiliations(hub_id) == [("Ada Wang", "Acme", date(2026, 1, 1), None)]
    again = manager.post(base, {"organisation": acme.code})
    assert (again.status_code, len(affiliations(hub_id))) == (422, 1)
    assert "belongs to that organisation in part of this time already" in again.content.decode()
    assert "President" in manager.get(f"/network/people/{ada.pk}/").content.decode()
    assert "Ada Wang" in manager.get(f"/network/organisations/{acme.pk}/").content.decode()


def test_leaving_has_a_day_after_the_beginning(manager: Client, hub_id: UUID) -> None:
    ada, acme = made(hub_id, **ADA), firm(hub_id, "Acme")
    place = placed(ada, acme, date(2026, 6, 1))
    base = f"/network/people/{ada.pk}/belongs/{place.pk}/end/"
    assert 'value="2026-11-20"' in manager.get(base).content.decode()
    assert manager.post(base, {"on": "2026-05-01"}).status_code == 422
    assert affiliations(hub_id) == [("Ada Wang", "Acme", date(2026, 6, 1), None)]
    manager.post(base, {"on": "2026-11-01"})
    assert affiliations(hub_id) == [("Ada Wang", "Acme", date(2026, 6, 1), date(2026, 11, 1))]
    assert "No organisation is known." in manager.get(f"/network/people/{ada.pk}/").content.decode()
    other = made(hub_id, name_latin="Bo")
    assert manager.post(f"/network/people/{other.pk}/belongs/{place.pk}/end/", {"on": "2026-12-01"}).status_code == 404


def test_the_day_is_the_hub_s(manager: Client, hub_id: UUID, at_work: FixedClock) -> None:
    """At 18:00 UTC on the 20th it is the 21st in Shanghai."""
    at_work.advance(timedelta(hours=16))
    ada, acme = made(hub_id, **ADA), firm(hub_id, "Acme")
    place = placed(ada, acme, date(2026, 11, 21))
    assert ">Acme</span></a>" in manager.get(f"/network/people/{ada.pk}/").content.decode()
    page = manager.get(f"/network/people/{ada.pk}/belongs/{place.pk}/end/").content.decode()
    assert 'value="2026-11-21"' in page


def test_two_records_of_one_person_are_merged(manager: Client, hub_id: UUID) -> None:
    keep, twin = made(hub_id, name_latin="Ada Wang"), made(hub_id, **ADA)
    placed(twin, firm(hub_id, "Acme"))
    base = f"/network/people/{keep.pk}/merge/"
    assert f"?other={twin.pk}" in manager.get(base).content.decode()
    manager.post(base, {"other": str(twin.pk)})
    kept, merged = people(hub_id)
    assert (kept.email, merged.state) == ("ada@example.org", "merged")
    assert affiliations(hub_id) == [("Ada Wang", "Acme", None, None)]
    assert f'href="/network/people/{keep.pk}/"' in manager.get(f"/network/people/{twin.pk}/").content.decode()


def test_erasure_asks_first_and_leaves_nothing_that_says_who(manager: Client, hub_id: UUID) -> None:
    ada = made(hub_id, **ADA, note="likes tea")
    placed(ada, firm(hub_id, "Acme"))
    base = f"/network/people/{ada.pk}/erase/"
    assert "This cannot be undone" in manager.get(base).content.decode()
    assert manager.post(base, {"agreed": ""}).status_code == 422
    assert people(hub_id)[0].email == "ada@example.org"
    assert manager.post(base, {"agreed": "on"})["Location"] == "/network/people/"
    (gone,) = people(hub_id)
    assert (gone.state, gone.name_latin, gone.name_chinese, gone.email, gone.note) == ("erased", "", "", "", "")
    assert affiliations(hub_id) == []
    page = manager.get(f"/network/people/{ada.pk}/").content.decode()
    assert "Erased person" in page
    assert ("ada@example.org" in page, "Ada Wang" in page, "王爱达" in page) == (False, False, False)
    assert "Nothing fits" in manager.get("/network/people/", {"q": "ada"}).content.decode()
    assert manager.get(base)["Location"] == f"/network/people/{ada.pk}/"


def test_a_scout_edits_and_does_not_erase(scout: Client, hub_id: UUID) -> None:
    ada = made(hub_id, **ADA)
    assert "/erase/" not in scout.get(f"/network/people/{ada.pk}/").content.decode()
    assert scout.post(f"/network/people/{ada.pk}/erase/", {"agreed": "on"}).status_code == 404
    assert people(hub_id)[0].state == "active"
    scout.post(f"/network/people/{ada.pk}/change/", ADA | {"place": "Berlin"})
    assert people(hub_id)[0].place == "Berlin"


def test_others_may_not(founder: Client, stranger: Client, hub_id: UUID) -> None:
    ada, acme = made(hub_id, **ADA), firm(hub_id, "Acme")
    place = placed(ada, acme)
    before = (people(hub_id)[0].changed_at, affiliations(hub_id))
    for client in (founder, stranger):
        for path in ("", "change/", "belongs/", f"belongs/{place.pk}/end/", "merge/", "erase/"):
            assert client.get(f"/network/people/{ada.pk}/{path}").status_code == 404
        client.post(f"/network/people/{ada.pk}/change/", ADA | {"place": "Berlin"})
        client.post(f"/network/people/{ada.pk}/belongs/{place.pk}/end/", {"on": "2026-12-01"})
        client.post(f"/network/people/{ada.pk}/erase/", {"agreed": "on"})
    assert (people(hub_id)[0].changed_at, affiliations(hub_id)) == before
    assert founder.post("/network/people/add/", ADA).status_code == 404
    assert len(people(hub_id)) == 1


def test_personal_data_says_source_and_what_is_due(manager: Client, founder: Client, hub_id: UUID) -> None:
    assert "No source recorded yet" in manager.get("/network/personal-data/").content.decode()
    with hub_context(hub_id):
        source = makers.provenance(hub_id, source="the consulate", keep_until=date(2026, 11, 1))
        makers.person(hub_id, name_latin="Ada", provenance=source)
    page = manager.get("/network/personal-data/").content.decode()
    assert ("the consulate" in page, "The person agreed" in page, ">Ada</span>" in page) == (True, True, True)
    assert founder.get("/network/personal-data/").status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_few_and_many_cost_the_same(manager: Client, hub_id: UUID, queries: Queries, count: int) -> None:
    acme = firm(hub_id, "Acme")
    found = [made(hub_id, name_latin=f"Ada {number}") for number in range(count)]
    for one in found:
        placed(one, acme)
    manager.get("/network/people/")
    asked: list[int] = []
    for path in (
        "/network/people/",
        f"/network/people/{found[0].pk}/",
        "/network/personal-data/",
        f"/network/organisations/{acme.pk}/",
    ):
        with queries() as seen:
            manager.get(path)
        asked.append(len(seen))
    assert asked == [11, 13, 11, 12]
