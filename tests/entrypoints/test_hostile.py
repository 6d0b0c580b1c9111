"""Texts that want to be more than text: in every form, on every page, on paper, in calendars, tables and letters."""

import io
from collections.abc import Iterator
from urllib.parse import urlsplit
from uuid import UUID

import icalendar
import openpyxl
import pypdf
import pytest
from django.core import mail
from django.db import transaction
from django.test import Client
from django.urls import resolve

from landbridge.entrypoints import clock as site_clock
from landbridge.events.actions import invitations, messages
from landbridge.events.models import Event, Group, Message, Participant, Room, Wish
from landbridge.kernel.clock import FixedClock
from landbridge.network.models import Hub, Organisation, Person
from landbridge.network.states import Role
from landbridge.projects.models import Project
from tests.entrypoints.estate import SYSTEM, Estate, estate
from tests.entrypoints.pageforms import PageForm, forms_of
from tests.entrypoints.test_walls import readable, signed_in
from tests.events.stage import NOW

pytestmark = pytest.mark.django_db
SCRIPT = "<script>alert(1)</script>"
TEMPLATE = "{{ 7|add:35 }}{% now 'Y' %}#panic() $x$"
HOSTILE = f"\"'>{SCRIPT}{TEMPLATE}\u202e\u200b😀"
INJECTION = "Ada\r\nBcc: eve@example.org\r\nATTENDEE:mailto:eve@example.org"
FORMULA = '=HYPERLINK("https://example.org","x")'
TEXTS = (HOSTILE, INJECTION, FORMULA, "x" * 100_000, "\u202e" * 50, "9" * 400, "-1", "\U0001f469\u200d\U0001f680")


@pytest.fixture(autouse=True)
def at_work(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = FixedClock(NOW)
    monkeypatch.setattr(site_clock, "current", lambda: clock)


@pytest.fixture
def here(db: None) -> Estate:
    return estate("Riverside")


@pytest.fixture
def manager(here: Estate) -> Client:
    return signed_in((Role.HUB_MANAGER, here))


def key(here: Estate, name: str) -> UUID:
    """The identifier of that part of the first road show."""
    return UUID(str(here.first[name]))


def every_form(client: Client, here: Estate) -> Iterator[PageForm]:
    """Every form of every page, one of each shape: the same fields sent to the same route are answered by the same code."""
    seen = set()
    for address, html in list(readable(client, here)):
        for form in forms_of(html, address):
            shape = (resolve(urlsplit(form.action).path).view_name, frozenset(form.data()))
            if "/account/" not in form.action and shape not in seen:
                seen.add(shape)
                yield form


def filled(form: PageForm, text: str) -> dict[str, list[str]]:
    """The form with that text wherever there is no identifier."""
    return {name: [value if len(value) == 36 else text for value in values] for name, values in form.data().items()}


def test_no_text_breaks_a_form(manager: Client, here: Estate) -> None:
    broken = []
    for form in every_form(manager, here):
        for text in ("a\x00b", *TEXTS):
            with transaction.atomic():
                status = manager.post(form.action, filled(form, text)).status_code
                if status >= 500:
                    broken.append((form.action, text[:20], status))
                transaction.set_rollback(True)
    assert broken == []


def test_a_null_character_in_an_address_is_a_damaged_address(manager: Client, here: Estate) -> None:
    for address in ("/network/people/?q=a%00b", "/l/%00", f"/events/{here.first['event_id']}/people/?q=%00"):
        assert manager.get(address).status_code in {400, 404}


def renamed(here: Estate, text: str) -> None:
    """Whatever has a name is called that."""
    with here.inside():
        Hub.objects.filter(pk=here.hub.pk).update(name_latin=text, city=text[:100])
        Organisation.objects.update(name_latin=text, note=text, place=text[:100])
        Person.objects.update(name_latin=text, note=text, phone=text[:40], wechat=text[:60])
        Project.objects.update(name_latin=text, summary_latin=text)
        Event.objects.update(name_latin=text, name_chinese="", place_latin=text)
        Group.objects.update(name_latin=text[:100])
        Participant.objects.update(note=text)
        Wish.objects.update(message=text)
        for number, room in enumerate(Room.objects.all()):
            room.name = f"{number}{text}"[:100]
            room.save(update_fields=["name"])


def test_pages_show_what_is_written_and_run_none_of_it(manager: Client, here: Estate) -> None:
    renamed(here, HOSTILE)
    shown = dict(readable(manager, here))
    phone = Client()
    assert phone.post(f"/l/{here.first['token']}").status_code == 302
    for address in ("/me/", "/me/?all=1", "/me/agenda/", "/me/times/", "/me/details/"):
        shown[address] = phone.get(address).content.decode()
    assert [address for address, html in shown.items() if SCRIPT in html or "'>" + SCRIPT[:7] in html] == []
    said = [address for address, html in shown.items() if "{{ 7|add:35 }}" in html]
    assert len(said) > 20


def test_paper_shows_it_as_it_is(manager: Client, here: Estate) -> None:
    renamed(here, HOSTILE)
    keys = here.first
    answer = manager.get(f"/events/{keys['event_id']}/agenda/1/people/{keys['attendee_id']}.pdf")
    text = "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(answer.getvalue())).pages)
    assert "#panic()" in text
    assert "script" in text


def test_a_calendar_gets_no_line_of_its_own_from_a_name(here: Estate) -> None:
    renamed(here, INJECTION)
    answer = Client().get(f"/cal/{here.first['feed']}.ics")
    read = icalendar.Calendar.from_ical(answer.content)
    events = [part for part in read.walk() if part.name == "VEVENT"]
    assert len(events) == 1 + ("P02" in answer.content.decode())
    assert not any("ATTENDEE" in event for event in events)


def test_tables_hold_text_and_no_formula(manager: Client, here: Estate) -> None:
    renamed(here, FORMULA)
    at = f"/events/{here.first['event_id']}/agenda/1/meetings"
    assert ",=HYPERLINK" not in manager.get(f"{at}.csv").getvalue().decode("utf-8-sig").replace('"', "")
    sheet = openpyxl.load_workbook(io.BytesIO(manager.get(f"{at}.xlsx").getvalue())).active
    assert sheet is not None
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n", "d"}


def test_a_letter_gets_no_header_from_a_name(here: Estate) -> None:
    renamed(here, INJECTION)
    with here.inside():
        Person.objects.filter(attendances__pk=key(here, "guest")).update(email="k@example.org", language="en")
        invitations.invite(actor=SYSTEM, event_id=key(here, "event_id"), attendee_ids=[key(here, "guest")], at=NOW)
        for message in Message.objects.filter(attendee_id=key(here, "guest"), kind="invitation"):
            messages.send_message(actor=SYSTEM, message_id=message.pk, at=NOW)
    sent = mail.outbox[-1].message()
    assert (sent["Bcc"], sent["To"]) == (None, "k@example.org")
    assert "\n" not in mail.outbox[-1].subject


def test_a_letter_in_html_runs_nothing(here: Estate) -> None:
    renamed(here, HOSTILE)
    with here.inside():
        invitations.invite(actor=SYSTEM, event_id=key(here, "event_id"), attendee_ids=[key(here, "guest")], at=NOW)
        for message in Message.objects.filter(attendee_id=key(here, "guest"), kind="invitation"):
            messages.send_message(actor=SYSTEM, message_id=message.pk, at=NOW)
    letter = mail.outbox[-1]
    assert SCRIPT in str(letter.body)
    assert isinstance(letter, mail.EmailMultiAlternatives)
    assert SCRIPT not in str(letter.alternatives[0][0])
