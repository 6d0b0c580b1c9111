"""Shortlists, wishes and invitations in the organiser's browser."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.core import mail
from django.test import Client
from django.test.utils import CaptureQueriesContext

from landbridge.events import jobs  # noqa: F401 -- registers the jobs
from landbridge.events.actions import links, messages, suggestions, wishes
from landbridge.events.models import Attendee, Event, Message, Participant, PersonalLink, Suggestion, Wish
from landbridge.events.states import LinkWay
from landbridge.ground.hubs import hub_context
from landbridge.ground.models import JobRun
from landbridge.matchmaking.models import PairRefusal
from landbridge.network.models import Hub, Person
from tests.events import makers
from tests.events.makers import AT, SYSTEM

Queries = Callable[[], AbstractContextManager[CaptureQueriesContext]]


@dataclass
class Show:
    event: Event
    rover: Participant
    acme: Participant
    fund: Participant
    ada: Attendee


@pytest.fixture
def show(hub: Hub) -> Show:
    with hub_context(hub.pk):
        event = makers.laid(hub.pk)
        rover, acme, fund = makers.delegate(event), makers.guest(event), makers.guest(event, "Harbour fund", "F")
        ada = Attendee.objects.get(participant=acme)
        Person.objects.filter(pk=ada.person_id).update(email="ada@example.org", language="en")
        suggestions.make_shortlists(actor=SYSTEM, event_id=event.pk, at=AT)
    return Show(event, rover, acme, fund, ada)


def pages(show: Show) -> list[str]:
    of_event = f"/events/{show.event.pk}"
    return [
        f"{of_event}/shortlists/",
        f"{of_event}/shortlists/?side=counterparty",
        f"/events/participants/{show.rover.pk}/shortlist/",
        f"/events/participants/{show.acme.pk}/shortlist/?view=refused",
        f"/events/pairs/{show.rover.pk}/{show.acme.pk}/",
        f"{of_event}/wishes/",
        f"{of_event}/wishes/table/",
        f"{of_event}/wishes/until/",
        f"{of_event}/wishes/enter/",
        f"{of_event}/invitations/",
        f"/events/attendees/{show.ada.pk}/invitation/",
    ]


def test_the_organiser_opens_every_page_in_both_languages(manager: Client, show: Show) -> None:
    for language in ("en", "zh-hans"):
        manager.cookies["django_language"] = language
        assert [manager.get(path).status_code for path in pages(show)] == [200] * 11


def test_nobody_else_opens_any(founder: Client, stranger: Client, client: Client, show: Show) -> None:
    for path in pages(show):
        assert founder.get(path).status_code in {403, 404}, path
        assert stranger.get(path).status_code == 404, path


POSTS = ("shortlists/make/", "invitations/send/", "invitations/remind/", "invitations/retry/")


def test_nobody_else_changes_anything(founder: Client, stranger: Client, show: Show, hub: Hub) -> None:
    with hub_context(hub.pk):
        made = links.make_link(actor=SYSTEM, attendee_id=show.ada.pk, at=AT)
    paths = [f"/events/{show.event.pk}/{part}" for part in POSTS]
    paths += [
        f"/events/participants/{show.rover.pk}/refuse/{show.acme.pk}/",
        f"/events/attendees/{show.ada.pk}/invitation/",
        f"/events/attendees/{show.ada.pk}/links/revoke/",
        f"/events/links/{made.link.pk}/revoke/",
        f"/events/{show.event.pk}/wishes/enter/",
    ]
    for who in (founder, stranger):
        for path in paths:
            form = {"reason": "timing", "wisher": show.rover.pk, "target": show.acme.pk, "kind": "want"}
            assert who.post(path, form).status_code in {403, 404}, path
    with hub_context(hub.pk):
        assert not PairRefusal.objects.exists()
        assert not Message.objects.exists()
        assert [link.revoked_at for link in PersonalLink.objects.all()] == [None]
        assert not Wish.objects.exists()
        assert set(Suggestion.objects.values_list("made_at", flat=True)) == {AT}


def test_shortlists_are_made_at_the_press_of_a_button(manager: Client, show: Show, hub: Hub) -> None:
    with hub_context(hub.pk):
        Suggestion.objects.all().delete()
    assert "Make the shortlists" in manager.get(f"/events/{show.event.pk}/shortlists/").content.decode()
    page = manager.post(f"/events/{show.event.pk}/shortlists/make/", follow=True).content.decode()
    assert "2 lines on the shortlists." in page
    assert "Make them anew" in page


def test_a_card_says_why_and_is_refused_with_a_reason(manager: Client, show: Show, hub: Hub) -> None:
    address = f"/events/participants/{show.rover.pk}/shortlist/"
    page = manager.get(address).content.decode()
    assert "Acme" in page
    assert "nobody has asked" in page
    assert "Why not this partner?" in manager.get(f"{address}?refuse={show.acme.pk}").content.decode()

    post = f"/events/participants/{show.rover.pk}/refuse/{show.acme.pk}/"
    silent = manager.post(post, {"reason": "", "note": "Good company."})
    assert silent.status_code == 422
    assert "Choose one reason." in silent.content.decode()
    assert "Good company." in silent.content.decode()
    other = manager.post(post, {"reason": "other", "note": ""})
    assert "Say in the note what the other reason is." in other.content.decode()
    with hub_context(hub.pk):
        assert not PairRefusal.objects.exists()

    done = manager.post(post, {"reason": "timing", "note": ""}, follow=True).content.decode()
    assert "K01 is refused and on no list any more." in done
    refused = manager.get(f"{address}?view=refused").content.decode()
    assert "Wrong time" in refused
    with hub_context(hub.pk):
        refusal = PairRefusal.objects.get()
    again = manager.post(post, {"reason": "timing"})
    assert "refused already" in again.content.decode() or again.status_code == 422
    manager.post(f"/events/participants/{show.rover.pk}/lift/{refusal.pk}/")
    with hub_context(hub.pk):
        assert PairRefusal.objects.get().lifted_at is not None


def test_barriers_are_counted_on_the_page(manager: Client, show: Show, hub: Hub) -> None:
    with hub_context(hub.pk):
        wishes.say_wish(actor=SYSTEM, wisher_id=show.fund.pk, target_id=show.rover.pk, kind="never", at=AT)
    page = manager.get(f"/events/{show.event.pk}/shortlists/").content.decode()
    assert "1 one side said “not”" in page


def test_a_wish_that_came_by_phone_is_entered_and_undone(manager: Client, show: Show, hub: Hub) -> None:
    address = f"/events/{show.event.pk}/wishes/enter/"
    own = manager.post(address, {"wisher": show.rover.pk, "target": show.rover.pk, "kind": "want"})
    assert "A party cannot wish to meet itself." in own.content.decode()
    side = manager.post(address, {"wisher": show.acme.pk, "target": show.fund.pk, "kind": "want"})
    assert "is on the same side" in side.content.decode()
    done = manager.post(address, {"wisher": show.rover.pk, "target": show.acme.pk, "kind": "must", "message": "Yes"})
    assert done.status_code == 302
    page = manager.get(f"/events/{show.event.pk}/wishes/").content.decode()
    assert "P01 Rover" in page
    assert "must meet" in page
    assert "2 parties have not answered" in page
    with hub_context(hub.pk):
        wish = Wish.objects.get()
    assert manager.post(f"/events/{show.event.pk}/wishes/{UUID(int=1)}/withdraw/").status_code == 404
    manager.post(f"/events/{show.event.pk}/wishes/{wish.pk}/withdraw/")
    with hub_context(hub.pk):
        assert Wish.objects.get().state == "withdrawn"


def test_the_table_marks_interest(manager: Client, show: Show, hub: Hub) -> None:
    with hub_context(hub.pk):
        wishes.say_wish(actor=SYSTEM, wisher_id=show.rover.pk, target_id=show.acme.pk, kind="must", at=AT)
        wishes.say_wish(actor=SYSTEM, wisher_id=show.acme.pk, target_id=show.rover.pk, kind="want", at=AT)
    page = manager.get(f"/events/{show.event.pk}/wishes/table/").content.decode()
    assert "both want to meet</span>" in page
    assert f"/events/pairs/{show.rover.pk}/{show.acme.pk}/" in page


def test_an_empty_cell_leads_to_a_wish_and_back_to_the_cell(manager: Client, show: Show, hub: Hub) -> None:
    table = f"/events/{show.event.pk}/wishes/table/"
    (entry,) = re.findall(
        rf'href="([^"]*wisher={show.rover.pk}&amp;target={show.acme.pk}&[^"]*)"', manager.get(table).content.decode()
    )
    entry = entry.replace("&amp;", "&")
    page = manager.get(entry).content.decode()
    assert page.count(" selected>") == 2
    said = {"wisher": str(show.rover.pk), "target": str(show.acme.pk), "kind": "want", "message": ""}
    assert manager.post(entry, said)["Location"] == f"{table}#{show.rover.label}-{show.acme.label}"
    page = manager.get(table).content.decode()
    assert ("the project asks</span>" in page, f"wisher={show.rover.pk}&amp;target={show.acme.pk}" in page) == (
        True, False,
    )  # fmt: skip


def test_the_deadline_is_set_in_local_time(manager: Client, show: Show, hub: Hub) -> None:
    address = f"/events/{show.event.pk}/wishes/until/"
    assert "is over already" in manager.post(address, {"until": "2026-11-01T10:00"}).content.decode()
    assert manager.post(address, {"until": "2026-11-28T18:00"}).status_code == 302
    with hub_context(hub.pk):
        until = Event.objects.get().wishes_until
    assert until is not None
    assert until.isoformat() == "2026-11-28T10:00:00+00:00"
    assert 'value="2026-11-28T18:00"' in manager.get(address).content.decode()


def send(manager: Client, show: Show) -> Any:
    address = f"/events/{show.event.pk}/invitations/send/"
    seen = manager.get(address).content.decode().split('name="seen" value="')[1][:16]
    return manager.post(address, {"seen": seen}, follow=True)


def test_before_they_leave_invitations_show_to_whom_what_is_written_and_who_is_left_out(
    manager: Client, show: Show, hub: Hub
) -> None:
    address = f"/events/{show.event.pk}/invitations/send/"
    page = manager.get(address).content.decode()
    assert "Send one invitation" in page
    for words in ("Acme representative", "ada@example.org", "Dear Acme representative,", "/l/…"):
        assert words in page, words
    assert "<b>Invitation: " in page
    assert "<b>邀请" in page
    assert "no e-mail address: copy the text: 2" in page
    for seen in ("", "0" * 16):
        refused = manager.post(address, {"seen": seen})
        assert refused.status_code == 409
        assert "Nothing was sent. Look again, then send." in refused.content.decode()
    with hub_context(hub.pk):
        assert not Message.objects.exists()
        assert not PersonalLink.objects.exists()


def test_invitations_leave_in_a_job_and_the_page_says_how_far(manager: Client, show: Show, hub: Hub) -> None:
    address = f"/events/{show.event.pk}/invitations/"
    page = send(manager, show).content.decode()
    assert "1 invitation leaves now." in page
    assert "2 no e-mail address: copy the text" in page
    assert "waiting to be sent" in page
    with hub_context(hub.pk):
        assert JobRun.objects.filter(kind=messages.JOB).count() == 1
        messages.send_message(actor=SYSTEM, message_id=Message.objects.get().pk, at=AT)
    assert len(mail.outbox) == 1
    assert manager.get(f"{address}?state=sent").content.decode().count('<th scope="row">') == 1
    again = manager.get(f"{address}send/").content.decode()
    assert "Nobody is left to invite by e-mail" in again
    reminded = manager.post(f"{address}remind/", follow=True).content.decode()
    assert "1 reminder leaves now." in reminded


def test_text_and_code_are_shown_once_and_looking_makes_none(manager: Client, show: Show, hub: Hub) -> None:
    address = f"/events/attendees/{show.ada.pk}/invitation/"
    manager.get(address)
    with hub_context(hub.pk):
        assert not PersonalLink.objects.exists()
    answer = manager.post(address)
    page = answer.content.decode()
    assert answer["Cache-Control"] == "no-store"
    assert "<svg" in page
    token = page.split("/l/")[1][:32]
    with hub_context(hub.pk):
        assert links.open_link(secret=token, at=AT + timedelta(hours=1))[1].attendee_id == show.ada.pk
    assert token not in manager.get(address).content.decode()


def test_links_are_listed_and_close_one_by_one_or_together(manager: Client, show: Show, hub: Hub) -> None:
    address = f"/events/attendees/{show.ada.pk}/invitation/"
    with hub_context(hub.pk):
        handed = links.make_link(actor=SYSTEM, attendee_id=show.ada.pk, at=AT)
        mailed = links.issue(SYSTEM, show.ada, AT, way=LinkWay.MAIL)
        spare = links.make_link(actor=SYSTEM, attendee_id=show.ada.pk, at=AT)
        links.open_link(secret=handed.token, at=AT)
    listed = manager.get(address).content.decode()
    assert [listed.count(words) for words in ("sent by e-mail</b>", "WeChat, SMS</b>", "not opened yet")] == [1, 2, 2]
    closed = manager.post(f"/events/links/{mailed.link.pk}/revoke/", follow=True)
    assert closed.redirect_chain == [(address, 302)]
    opens = [Client().get(f"/l/{made.token}").status_code for made in (handed, mailed, spare)]
    assert opens == [200, 404, 200]
    assert (
        "2 links are closed"
        in manager.post(f"/events/attendees/{show.ada.pk}/links/revoke/", follow=True).content.decode()
    )
    assert {Client().get(f"/l/{made.token}").status_code for made in (handed, mailed, spare)} == {404}


def test_pages_cost_the_same_however_many_come(manager: Client, show: Show, hub: Hub, queries: Queries) -> None:
    def costs(name: str) -> list[int]:
        with hub_context(hub.pk):
            guest = makers.guest(show.event, name)
            wishes.say_wish(actor=SYSTEM, wisher_id=guest.pk, target_id=show.rover.pk, kind="want", at=AT)
            suggestions.make_shortlists(actor=SYSTEM, event_id=show.event.pk, at=AT)
        counted = []
        for path in (pages(show)[0], pages(show)[2], pages(show)[5], pages(show)[6], pages(show)[9]):
            manager.get(path)
            with queries() as asked:
                assert manager.get(path).status_code == 200
            counted.append(len(asked))
        return counted

    at_three, at_five = costs("Third"), [costs("Fourth"), costs("Fifth")][-1]
    assert at_three == at_five
    assert max(at_five) <= 40
