"""Bad input in the browser: a clear error in the reader's language, what was typed is still there, nothing else changed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, override_settings

from landbridge.events.actions import edits
from landbridge.events.models import AgendaVersion, Event, Participant, Room, Slot, Table, Wish
from landbridge.evidence.models import Document
from landbridge.ground.hubs import hub_context
from landbridge.ground.models import JobRun
from landbridge.network.imports.reading import MAX_BYTES
from landbridge.network.models import Import
from tests.events.after import SYSTEM
from tests.events.planned import pair, version_with
from tests.events.stage import NOW, Stage, small_show
from tests.network.imports.files import repacked, text, workbook

KEPT = (Event, Room, Table, Slot, Participant, Wish, AgendaVersion, Import, Document, JobRun)


@dataclass(frozen=True)
class Bad:
    """What is sent where, what is said of it in both languages, and what of it must still stand on the page."""

    path: str
    sent: Mapping[str, object]
    english: str
    chinese: str
    still: str


@pytest.fixture
def show(hub_id: UUID, static_sources: None, tmp_path: Path) -> Any:
    with override_settings(DATA_DIR=tmp_path, STORAGES=settings.STORAGES):
        with hub_context(hub_id):
            made = small_show(hub_id)
        yield made


def file(content: bytes, name: str) -> Mapping[str, object]:
    return {"sheet": "counterparties", "file": SimpleUploadedFile(name, content)}


def slot_that_does_not_divide(show: Stage) -> Bad:
    day = f"{show.event.first_day}"
    rows = {
        "l-slot_minutes": "35", "s-TOTAL_FORMS": "1", "s-INITIAL_FORMS": "0", "s-0-day": day, "s-0-start": "09:00",
        "s-0-end": "12:00", "s-0-label": "Morning",
    }  # fmt: skip
    return Bad(
        "setup/sessions/", rows, "Slots of 35 minutes do not fill a session of 180", "35 分钟", 'value="Morning"'
    )


def wish_for_oneself(show: Stage) -> Bad:
    me = str(show.parties["P01"].pk)
    sent = {"wisher": me, "target": me, "kind": "must", "message": "With the mirror."}
    return Bad("wishes/enter/", sent, "A party cannot wish to meet itself", "自己", "With the mirror.")


def table_for_nobody(show: Stage) -> Bad:
    sent = {"t-room": str(show.tables[0].room_id), "t-count": "2", "t-begin": "Zed", "t-seats": "0"}
    return Bad("setup/tables/", sent, "seat", "座", 'value="Zed"')


def room_for_nobody(show: Stage) -> Bad:
    return Bad("setup/rooms/", {"r-name": "Broom", "r-capacity": "0"}, "holds", "容纳", 'value="Broom"')


def unknown_zone(show: Stage) -> Bad:
    sent = {
        "name_latin": "Elsewhere", "name_chinese": "", "place_latin": "", "place_chinese": "", "slot_minutes": "30",
        "zone": "Asia/Atlantis", "first_day": f"{show.event.first_day}", "last_day": f"{show.event.last_day}",
    }  # fmt: skip
    return Bad("edit/", sent, "Asia/Atlantis", "Asia/Atlantis", 'value="Elsewhere"')


def zip_bomb(_: Stage) -> Bad:
    bomb = repacked(workbook([["name"], ["A"]]), {"xl/sharedStrings.xml": b" " * (60 << 20)})
    return Bad("people/import/", file(bomb.read(), "list.xlsx"), "Unpacked, the file would hold", "解压", "checked")


def forty_megabytes(_: Stage) -> Bad:
    huge = text("公司,姓名\n").read() + b"x" * (40 << 20)
    return Bad("people/import/", file(huge, "list.csv"), "20 MB is the most", f"{MAX_BYTES >> 20} MB", "checked")


def not_what_it_says(_: Stage) -> Bad:
    return Bad(
        "people/import/", file(b"%PDF-1.7 nothing", "list.xlsx"), "This is no CSV or XLSX file", "不是", "checked"
    )


CASES: dict[str, Callable[[Stage], Bad]] = {
    make.__name__: make
    for make in (
        slot_that_does_not_divide, wish_for_oneself, table_for_nobody, room_for_nobody, unknown_zone, zip_bomb,
        forty_megabytes, not_what_it_says,
    )
}  # fmt: skip


def counts(hub_id: UUID) -> dict[str, int]:
    with hub_context(hub_id):
        return {model.__name__: model._default_manager.filter(hub_id=hub_id).count() for model in KEPT}


@pytest.mark.parametrize("name", CASES)
def test_it_is_said_and_nothing_is_lost(manager: Client, hub_id: UUID, show: Stage, name: str) -> None:
    bad, before = CASES[name](show), counts(hub_id)
    path = f"/events/{show.event.pk}/{bad.path}"
    for language, words in (("en", bad.english), ("zh-hans", bad.chinese)):
        sent = {key: again(value) for key, value in bad.sent.items()}
        answer = manager.post(path, sent, headers={"accept-language": language})
        page = answer.content.decode()
        assert (answer.status_code, words in page, bad.still in page) == (422, True, True), (language, page)
    assert counts(hub_id) == before


def again(value: object) -> object:
    """A file is read once; the same content is sent a second time."""
    if not isinstance(value, SimpleUploadedFile):
        return value
    value.seek(0)
    return SimpleUploadedFile(value.name or "", value.read())


@pytest.mark.parametrize(("language", "words"), [("en", "away"), ("zh-hans", "不在")])
def test_a_pin_that_cannot_hold_is_named_and_the_draft_stays(
    manager: Client, hub_id: UUID, show: Stage, language: str, words: str
) -> None:
    with hub_context(hub_id):
        draft = version_with(show, ("P01", "K01", 3, 1))
        edits.pin_meeting(actor=SYSTEM, version_id=draft.pk, pair_uid=pair(show, "P01", "K01"), pinned=True, at=NOW)
        show.away("K01", 3)
    before = counts(hub_id)
    sent = {"seconds": "5", "based_on": str(draft.pk), "keep": "pinned"}
    page = manager.post(
        f"/events/{show.event.pk}/agenda/plan/", sent, headers={"accept-language": language}, follow=True
    ).content.decode()
    assert ("K01" in page, words in page) == (True, True)
    assert counts(hub_id) == before
