"""Who comes: listed, found in both scripts, added, seated, made available, in the browser."""

from uuid import UUID, uuid4

import pytest
from django.test import Client

from landbridge.events.models import Absence, Attendee, Event, Participant, Slot
from landbridge.ground.hubs import hub_context
from landbridge.matchmaking.models import Need
from landbridge.network.actions.people import create_person
from landbridge.network.drafts import PersonDraft
from landbridge.projects.models import Project
from tests.events import makers
from tests.events.makers import AT, SYSTEM
from tests.network import makers as network


@pytest.fixture
def event(hub_id: UUID) -> Event:
    with hub_context(hub_id):
        return makers.laid(hub_id)


NEW_PROJECT = {
    "name_latin": "Battery passport", "name_chinese": "电池护照", "country": "de", "fields_typed": "AI, batteries",
    "person_latin": "Anna Weiss", "person_chinese": "", "email": "anna@example.org", "phone": "", "language": "en",
}  # fmt: skip
NEW_COMPANY = {
    "name_latin": "", "name_chinese": "江畔机器人有限公司", "kind": "company", "person_latin": "", "person_chinese": "李静",
    "email": "", "phone": "", "language": "zh",
}  # fmt: skip


def group(hub_id: UUID, event: Event, letter: str) -> str:
    with hub_context(hub_id):
        return str(makers.group(event, letter).pk)


def test_the_first_is_added_by_hand_and_found_by_pinyin(manager: Client, hub_id: UUID, event: Event) -> None:
    base = f"/events/{event.pk}/people/"
    assert "Nobody on the list yet" in manager.get(base).content.decode()
    manager.post(f"{base}new-project/", NEW_PROJECT | {"group": group(hub_id, event, "P")})
    answer = manager.post(f"{base}new-organisation/", NEW_COMPANY | {"group": group(hub_id, event, "K"), "again": "1"})
    assert answer["Location"] == f"{base}new-organisation/"
    for text, label in {"anna": "P01", "dianchi": "P01", "江畔": "K01", "lijing": "K01", "k01": "K01"}.items():
        page = manager.get(base, {"q": text}).content.decode()
        assert [name for name in ("P01", "K01") if f">{name}</a>" in page] == [label], text
    page = manager.get(base, {"lacking": "address"}).content.decode()
    assert ">K01</a>" in page
    assert ">P01</a>" not in page
    assert manager.get(base, {"lacking": "people", "group": "K"}).status_code == 200


def test_nothing_half_done_stays_of_a_refused_row(manager: Client, hub_id: UUID, event: Event) -> None:
    base = f"/events/{event.pk}/people/"
    given = NEW_PROJECT | {
        "group": group(hub_id, event, "P"),
        "country": "ZZZ"[:2],
        "person_latin": "",
        "name_latin": "",
    }
    answer = manager.post(f"{base}new-project/", given | {"name_chinese": ""})
    assert answer.status_code == 422
    assert "Give it a name" in answer.content.decode()
    with hub_context(hub_id):
        assert Participant.objects.count() == 0


def test_from_the_network(manager: Client, hub_id: UUID, event: Event) -> None:
    with hub_context(hub_id):
        project = makers.project(hub_id, "Rover")
        company = network.organisation(hub_id, name_latin="Acme")
    path = f"/events/{event.pk}/people/add/"
    assert "Rover" in manager.get(path).content.decode()
    answer = manager.post(path, {"add": str(project.pk), "group": group(hub_id, event, "K")})
    assert "Projects travel with the delegation" in answer.content.decode()
    manager.post(path, {"add": str(project.pk), "group": group(hub_id, event, "P")})
    assert "Nothing to add" in manager.get(path).content.decode()
    manager.post(f"{path}?kind=organisation", {"add": str(company.pk), "group": group(hub_id, event, "F")})
    assert manager.post(path, {"add": "x", "group": "y"}).status_code == 404
    with hub_context(hub_id):
        assert sorted(Participant.objects.values_list("label", flat=True)) == ["F01", "P01"]


def test_a_person_is_seated_leads_and_is_taken_away_and_put_back(manager: Client, hub_id: UUID, event: Event) -> None:
    with hub_context(hub_id):
        guest = makers.guest(event)
        other = makers.delegate(event)
        person = create_person(actor=SYSTEM, hub_id=hub_id, at=AT, draft=PersonDraft(name_latin="Zoe"))
        taken = Attendee.objects.get(participant=other).person_id
    path = f"/events/participants/{guest.pk}/"
    assert "Zoe" in manager.get(path, {"q": "zoe"}).content.decode()
    answer = manager.post(f"{path}people/", {"add": str(taken)})
    assert "already comes for P01" in answer.content.decode()
    manager.post(f"{path}people/", {"add": str(person.pk)})
    with hub_context(hub_id):
        seated = Attendee.objects.get(person=person)
    manager.post(f"/events/attendees/{seated.pk}/lead/")
    with hub_context(hub_id):
        assert Attendee.objects.get(participant=guest, leads=True) == seated
    page = manager.post(f"/events/attendees/{seated.pk}/remove/", follow=True).content.decode()
    undo = next(part.split('"')[0] for part in page.split('action="') if "/undo/" in part)
    with hub_context(hub_id):
        assert Attendee.objects.filter(person=person).count() == 0
    manager.post(undo)
    with hub_context(hub_id):
        assert Attendee.objects.get(person=person).leads


def test_a_partys_page_says_what_it_is_and_seeks_and_leads_to_its_record(
    manager: Client, hub_id: UUID, event: Event
) -> None:
    with hub_context(hub_id):
        rover, acme = makers.delegate(event), makers.guest(event)
        firm = acme.organisation
        assert firm is not None
        Project.objects.update(
            country="IE", city="Dublin", fields=["robotics"], seeks=["money"], ask_amount=500000, ask_currency="EUR"
        )
        Need.objects.create(
            hub_id=hub_id, organisation=firm, fields=["robotics"], text_latin="Robots for a yard", updated_at=AT
        )
    page = manager.get(f"/events/participants/{rover.pk}/").content.decode()
    for words in ("Ireland, Dublin", "robotics", "money", "EUR 500,000", f"/projects/{rover.project_id}/"):
        assert words in page, words
    page = manager.get(f"/events/participants/{acme.pk}/").content.decode()
    for words in ("Robots for a yard", "Looks for fields", f"/network/organisations/{firm.pk}/"):
        assert words in page, words


def test_availability_is_a_grid_of_boxes_that_needs_no_script(manager: Client, hub_id: UUID, event: Event) -> None:
    with hub_context(hub_id):
        attendee = Attendee.objects.get(participant=makers.guest(event))
        slots = list(Slot.objects.order_by("number"))
    page = manager.get(f"/events/participants/{attendee.participant_id}/").content.decode()
    assert page.count('name="free"') == 12
    assert ">09:00<" in page
    assert "free in 12 of 12 slots" in page
    path = f"/events/attendees/{attendee.pk}/availability/"
    free = [str(slot.pk) for slot in slots[4:10]]
    said = {f"{attendee.pk}-arrives": "2026-12-01T10:00", f"{attendee.pk}-leaves": "", "free": free}
    assert manager.post(path, said)["Location"].endswith(f"#{attendee.pk}")
    with hub_context(hub_id):
        found = [(row.reason, row.starts_at, row.ends_at) for row in Absence.objects.order_by("starts_at")]
    assert [reason for reason, _start, _end in found] == ["arrives_late", "busy", "busy"]
    assert found[1][1:] == (slots[2].starts_at, slots[3].ends_at)
    page = manager.get(f"/events/participants/{attendee.participant_id}/").content.decode()
    assert "free in 6 of 12 slots" in page
    assert 'value="2026-12-01T10:00"' in page
    answer = manager.post(path, said | {f"{attendee.pk}-leaves": "2026-12-01T09:00"})
    assert (answer.status_code, "Leaving comes before arriving." in answer.content.decode()) == (422, True)
    assert manager.post(path, said | {"free": ["x"]}).status_code == 404


def test_a_party_is_changed_withdrawn_and_taken_back(manager: Client, hub_id: UUID, event: Event) -> None:
    with hub_context(hub_id):
        guest = makers.guest(event)
    path = f"/events/participants/{guest.pk}/"
    said = {"group_id": group(hub_id, event, "F"), "min_meetings": "9", "max_meetings": "3", "note": "By train"}
    assert "cannot both hold" in manager.post(f"{path}edit/", said).content.decode()
    manager.post(f"{path}edit/", said | {"min_meetings": ""})
    page = manager.post(f"{path}withdraw/", follow=True).content.decode()
    assert f'action="{path}reinstate/"' in page
    manager.post(f"{path}reinstate/")
    with hub_context(hub_id):
        row = Participant.objects.select_related("group").get()
    assert (row.group.letter, row.min_meetings, row.max_meetings, row.note, row.state) == (
        "F",
        None,
        3,
        "By train",
        "listed",
    )


def test_others_see_and_change_nothing(founder: Client, stranger: Client, hub_id: UUID, event: Event) -> None:
    with hub_context(hub_id):
        guest = makers.guest(event)
        attendee = Attendee.objects.get(participant=guest)
    for client in (founder, stranger):
        assert client.get(f"/events/participants/{guest.pk}/").status_code == 404
        assert client.post(f"/events/participants/{guest.pk}/withdraw/").status_code == 404
        assert client.post(f"/events/attendees/{attendee.pk}/remove/").status_code == 404
    assert stranger.get(f"/events/participants/{uuid4()}/").status_code == 404
    with hub_context(hub_id):
        assert (Participant.objects.get().state, Attendee.objects.count()) == ("listed", 1)


def test_co_hosts_are_found_named_and_removed(manager: Client, hub_id: UUID, event: Event) -> None:
    with hub_context(hub_id):
        manager_side = network.organisation(hub_id, name_latin="District office")
    path = f"/events/{event.pk}/setup/co-hosts/"
    manager.post(path, {"add": str(manager_side.pk)})
    assert "District office" in manager.get(f"/events/{event.pk}/").content.decode()
    manager.post(path, {"remove": str(manager_side.pk)})
    assert manager.post(path, {"add": "x"}).status_code == 404
    with hub_context(hub_id):
        assert event.co_hosts.count() == 0


def test_the_list_is_exported(manager: Client, hub_id: UUID, event: Event) -> None:
    with hub_context(hub_id):
        makers.guest(event, "=SUM(A1)")
    answer = manager.get(f"/events/{event.pk}/people/", {"export": "csv"})
    text = b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    assert text.splitlines()[1].startswith("K01,'=SUM(A1),")
