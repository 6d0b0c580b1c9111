"""Projects are listed, registered, changed, advanced with evidence, in the browser."""

import io
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.test.utils import CaptureQueriesContext

from landbridge.evidence.models import Document
from landbridge.ground.hubs import hub_context
from landbridge.kernel.actor import SystemActor
from landbridge.network.models import Hub
from landbridge.network.states import Role
from landbridge.projects import actions
from landbridge.projects.models import JourneyStep, Project, ProjectDocument
from landbridge.projects.states import Stage
from tests.entrypoints.web.network.conftest import NOW, SignIn
from tests.network import makers

Queries = Callable[[], AbstractContextManager[CaptureQueriesContext]]
SYSTEM = SystemActor()
SAID = {
    "name_latin": "Battery passport",
    "name_chinese": "电池护照",
    "country": "DE",
    "tags": ["energy", "battery-management"],
    "industries": "gbt:C3841，nace:27.20",
    "seeks": ["money"],
    "trl": "6",
    "ask_amount": "800000",
    "ask_currency": "EUR",
    "contacted_on": "2026-11-20",
}


def register(hub_id: UUID, **facts: object) -> Project:
    with hub_context(hub_id):
        given: dict[str, object] = {"name_latin": "Battery passport"} | facts
        return actions.register_project(actor=SYSTEM, hub_id=hub_id, at=NOW, **given)  # type: ignore[arg-type]


def projects(hub_id: UUID) -> list[Project]:
    with hub_context(hub_id):
        return list(Project.objects.order_by("pk"))


def text(client: Client, path: str, **asked: str) -> str:
    return client.get(path, asked).content.decode()


def pdf(name: str = "letter.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, b"%PDF-1.7 a letter of intent", "application/pdf")


def test_an_empty_list_says_what_to_do_first(manager: Client) -> None:
    page = text(manager, "/projects/")
    assert "No project yet" in page
    assert 'href="/projects/add/"' in page


def test_one_is_registered_outside_an_event_and_found(manager: Client, hub_id: UUID) -> None:
    with hub_context(hub_id):
        firm = makers.organisation(hub_id, name_latin="Elbe Cells GmbH")
    answer = manager.post("/projects/add/", SAID | {"organisation": firm.code})
    (made,) = projects(hub_id)
    assert answer["Location"] == f"/projects/{made.pk}/"
    assert (made.name_chinese, made.fields, made.trl, made.organisation_id) == (
        "电池护照", ["battery-management", "energy", "gbt:C3841", "nace:27.20"], 6, firm.pk,
    )  # fmt: skip
    for asked in (
        {"q": "dianchi"},
        {"station": "contact"},
        {"reached": "contact"},
        {"field": "energy"},
        {"seeks": "money"},
    ):
        assert f'href="/projects/{made.pk}/"' in text(manager, "/projects/", **asked), asked
    for asked in ({"q": "zzz"}, {"station": "met"}, {"reached": "screened"}, {"country": "GB"}):
        assert "Nothing fits" in text(manager, "/projects/", **asked), asked
    assert "Battery passport" in manager.get("/projects/", {"export": "csv"}).getvalue().decode()


@pytest.mark.parametrize(
    ("said", "field", "words"),
    [
        ({"name_latin": "", "name_chinese": ""}, "name_latin", "name, in Chinese or in Latin letters"),
        ({"ask_currency": ""}, "ask_currency", "A currency is three letters"),
        ({"contacted_on": "2026-10-01"}, "contacted_on", "Say that it is entered later"),
        ({"contacted_on": "2026-12-01"}, "contacted_on", "has not happened yet"),
        ({"organisation": "O-none"}, "organisation", "No organisation of that name or code"),
    ],
)
def test_a_fault_stands_beside_its_field(
    manager: Client, hub_id: UUID, said: dict[str, str], field: str, words: str
) -> None:
    answer = manager.post("/projects/add/", SAID | said)
    page = answer.content.decode()
    assert (answer.status_code, projects(hub_id)) == (422, [])
    assert f'id="id_{field}_error"' in page
    assert words in page


def test_an_earlier_contact_is_entered_later_and_said_so(manager: Client, hub_id: UUID) -> None:
    manager.post("/projects/add/", SAID | {"contacted_on": "2026-10-01", "entered_later": "on"})
    (made,) = projects(hub_id)
    page = text(manager, f"/projects/{made.pk}/")
    assert "entered later" in page
    assert "50 days so far" in page


def test_it_is_changed(manager: Client, hub_id: UUID) -> None:
    made = register(hub_id, languages=["pt"], fields=["ai", "gbt:C3841"])
    page = text(manager, f"/projects/{made.pk}/change/")
    assert 'value="gbt:C3841"' in page
    assert 'value="pt"' in page
    answer = manager.post(f"/projects/{made.pk}/change/", SAID | {"languages": ["pt", "zh"]})
    assert answer["Location"] == f"/projects/{made.pk}/"
    (now,) = projects(hub_id)
    assert (now.name_chinese, now.languages, now.stage) == ("电池护照", ["pt", "zh"], Stage.CONTACT)


def test_it_advances_with_its_evidence_which_opens_as_a_download(manager: Client, hub_id: UUID) -> None:
    made = register(hub_id)
    step = {"to": "met", "on": "2026-11-20", "title": "Minutes", "file": pdf(), "note": "two hours"}
    answer = manager.post(f"/projects/{made.pk}/advance/", step)
    assert answer["Location"] == f"/projects/{made.pk}/"
    with hub_context(hub_id):
        reached = JourneyStep.objects.get(stage=Stage.MET)
        kept = ProjectDocument.objects.get()
    assert (reached.evidence_id, reached.note, kept.title) == (kept.document_id, "two hours", "Minutes")
    page = text(manager, f"/projects/{made.pk}/")
    path = f"/projects/{made.pk}/documents/{kept.document_id}/"
    assert page.count(f'href="{path}"') == 3
    assert "passed by" in page
    assert "Next station: Intent" in page
    download = manager.get(path)
    assert download.getvalue() == b"%PDF-1.7 a letter of intent"
    assert (download["Content-Type"], download["Content-Disposition"]) == (
        "application/pdf", 'attachment; filename="letter.pdf"',
    )  # fmt: skip


def test_a_refused_step_keeps_no_file(manager: Client, hub_id: UUID) -> None:
    made = register(hub_id)
    faults = ({"on": "2026-10-01"}, {"title": ""}, {"file": SimpleUploadedFile("empty.pdf", b"")}, {"to": "contact"})
    for fault in faults:
        answer = manager.post(
            f"/projects/{made.pk}/advance/",
            {"to": "met", "on": "2026-11-20", "title": "Minutes", "file": pdf()} | fault,
        )
        assert answer.status_code == 422, fault
    with hub_context(hub_id):
        assert (Document.objects.count(), JourneyStep.objects.count()) == (0, 1)


def test_a_document_is_added_by_itself(manager: Client, hub_id: UUID) -> None:
    made = register(hub_id)
    manager.post(f"/projects/{made.pk}/documents/add/", {"title": "Patent", "file": pdf("patent.pdf")})
    assert "Patent" in text(manager, f"/projects/{made.pk}/")


def test_others_may_not(founder: Client, stranger: Client, scout: Client, sign_in: SignIn, hub: Hub) -> None:
    made = register(hub.pk)
    authority = sign_in(Role.AUTHORITY, hub)
    for client in (founder, stranger):
        for path in ("", "change/", "advance/", "documents/add/"):
            assert client.get(f"/projects/{made.pk}/{path}").status_code == 404, path
        assert client.post(f"/projects/{made.pk}/change/", SAID).status_code == 404
    assert authority.get(f"/projects/{made.pk}/").status_code == 200
    assert authority.post(f"/projects/{made.pk}/advance/", {"to": "met", "on": "2026-11-20"}).status_code == 404
    assert scout.get(f"/projects/{made.pk}/advance/").status_code == 200
    (now,) = projects(hub.pk)
    assert (now.name_latin, now.stage) == ("Battery passport", Stage.CONTACT)


def test_a_document_of_another_project_is_not_opened_here(manager: Client, hub_id: UUID) -> None:
    one, other = register(hub_id), register(hub_id, name_latin="Cells")
    manager.post(f"/projects/{one.pk}/documents/add/", {"title": "Patent", "file": pdf()})
    with hub_context(hub_id):
        kept = ProjectDocument.objects.get()
    assert manager.get(f"/projects/{other.pk}/documents/{kept.document_id}/").status_code == 404


def test_pages_ask_a_constant_number_of_queries(manager: Client, hub_id: UUID, queries: Queries) -> None:
    counts = []
    for size in (1, 3):
        while len(projects(hub_id)) < size:
            made = register(hub_id, name_latin=f"Cells {len(projects(hub_id))}")
        with hub_context(hub_id):
            for stage in (Stage.MET, Stage.INTENT, Stage.SIGNED)[:size]:
                actions.advance(
                    actor=SYSTEM, project_id=made.pk, to=stage, at=NOW + timedelta(hours=1),
                    document=actions.DocumentGiven(file=io.BytesIO(b"%PDF-1.7"), original_name="a.pdf", title=stage),
                )  # fmt: skip
        with queries() as listed:
            manager.get("/projects/")
        with queries() as opened:
            manager.get(f"/projects/{made.pk}/")
        with queries() as home:
            manager.get("/")
        counts.append((len(listed), len(opened), len(home)))
    assert counts[0] == counts[1]


def test_each_count_of_the_home_page_opens_to_its_rows(manager: Client, hub_id: UUID) -> None:
    made = register(hub_id)
    with hub_context(hub_id):
        actions.advance(actor=SYSTEM, project_id=made.pk, to=Stage.MET, at=NOW)
    register(hub_id, name_latin="Cells")
    page = text(manager, "/")
    assert 'href="/projects/?reached=matched"' in page
    assert 'href="/projects/?reached=intent"' not in page
    assert "+2" in page
    assert "What moved this month" in page
    rows = text(manager, "/projects/", reached="matched")
    assert "Battery passport" in rows
    assert "Cells" not in rows
