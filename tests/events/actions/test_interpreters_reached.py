"""Interpreters are reached like participants: own links, told when their own agenda changed, a calendar that follows."""

from datetime import timedelta
from uuid import UUID

import pytest
import vobject
from django.core import mail
from django.db import IntegrityError, transaction

from landbridge.events.actions import frame, interpreters, links, messages, publishing
from landbridge.events.actions.feeds import open_feed, open_interpreters_feed, revoke_interpreters_feed
from landbridge.events.actions.interpreters import Service
from landbridge.events.actions.invitations import SaidNo
from landbridge.events.calendars import event_calendar
from landbridge.events.holders import InterpreterHolder
from landbridge.events.models import AgendaVersion, CalendarFeed, Interpreter, Meeting, Message, PersonalLink
from landbridge.events.queries.links import links_of
from landbridge.events.queries.personal import calendar_interpreted, living_feed
from landbridge.events.states import LinkWay
from landbridge.kernel.refusal import Missing, NotAllowed
from landbridge.network.actions.personal import erase_person, opt_out, opt_out_secret
from landbridge.network.models import Person
from tests.events.makers import SYSTEM, Onlooker, Stranger
from tests.events.planned import pair, version_with
from tests.events.stage import NOW, Stage
from tests.network.makers import hub, person

ONE, TWO = ("P01", "K01", 0, 0), ("P02", "K02", 1, 0)


@pytest.fixture(autouse=True)
def a_hub_to_write_from(show: Stage) -> None:
    hub(pk=show.hub_id)


def hired(show: Stage, name: str = "Li Na") -> Interpreter:
    who = person(show.hub_id, name_latin=name, email=f"{name.replace(' ', '')}@example.org", language="en")
    service = Service(("zh", "da"))
    return interpreters.add_interpreter(actor=SYSTEM, event_id=show.event.pk, person_id=who.pk, service=service, at=NOW)


def draft(show: Stage, helped: dict[tuple[str, str], Interpreter], *lines: tuple[str, str, int, int]) -> AgendaVersion:
    version = version_with(show, *lines)
    for (first, second), who in helped.items():
        Meeting.objects.filter(version=version, pair_uid=pair(show, first, second)).update(interpreter=who)
    return version


def publish(version: AgendaVersion, over: int | None = None) -> None:
    publishing.publish_version(actor=SYSTEM, version_id=version.pk, over=over, at=NOW)


def told(who: Interpreter) -> list[str]:
    return list(Message.objects.filter(interpreter=who).order_by("queued_at", "pk").values_list("kind", flat=True))


def send_all() -> None:
    for message in list(Message.objects.filter(state="queued", interpreter__isnull=False)):
        messages.send_message(actor=SYSTEM, message_id=message.pk, at=NOW)


def test_they_are_told_only_when_their_own_agenda_changed(show: Stage) -> None:
    li, bo = hired(show), hired(show, "Bo")
    publish(draft(show, {("P01", "K01"): li}, ONE, TWO))
    assert (told(li), told(bo)) == (["agenda"], [])
    publish(draft(show, {("P01", "K01"): li}, ONE, ("P02", "K02", 2, 0)), over=1)
    assert (told(li), told(bo)) == (["agenda"], [])
    publish(draft(show, {("P01", "K01"): bo}, ONE, TWO), over=2)
    assert (told(li), told(bo)) == (["agenda", "agenda_changed"], ["agenda_changed"])
    assert messages.waiting(show.hub_id).filter(interpreter__isnull=False).count() == 3


def test_the_letter_brings_a_link_of_their_own_that_opens_for_one_interpreter(show: Stage) -> None:
    li = hired(show)
    publish(draft(show, {("P01", "K01"): li}, ONE))
    send_all()
    (letter,) = mail.outbox
    assert letter.to == ["LiNa@example.org"]
    assert "your agenda is ready" in letter.body
    assert "Why we write" in letter.body
    token = letter.body.split("/l/")[1][:32]
    holder, link = links.open_link(secret=token, at=NOW)
    assert holder == InterpreterHolder(li.person_id, show.hub_id, show.event.pk, li.pk)
    assert not holder.may("see_events", show.hub_id)
    assert (link.way, link.recipient) == (LinkWay.MAIL, li)
    handed = interpreters.copy_link(actor=SYSTEM, interpreter_id=li.pk, at=NOW)
    assert "you interpret at" in handed.text
    assert len(links_of(li, at=NOW)) == 2
    assert links.revoke_link(actor=SYSTEM, link_id=link.pk, at=NOW) == li
    links.make_interpreters_link(actor=SYSTEM, interpreter_id=li.pk, at=NOW)
    assert [links.revoke_interpreters_links(actor=SYSTEM, interpreter_id=li.pk, at=NOW) for _ in range(2)] == [2, 0]


def test_only_who_plans_gives_and_takes_their_links(show: Stage) -> None:
    li = hired(show)
    made = links.make_interpreters_link(actor=SYSTEM, interpreter_id=li.pk, at=NOW)
    for actor, refusal in ((Onlooker(), NotAllowed), (Stranger(), Missing)):
        for change in (interpreters.copy_link, links.make_interpreters_link, links.revoke_interpreters_links):
            with pytest.raises(refusal):
                change(actor=actor, interpreter_id=li.pk, at=NOW)
        with pytest.raises(refusal):
            open_interpreters_feed(actor=actor, interpreter_id=li.pk, at=NOW)
    assert links_of(li, at=NOW) == [made.link]
    with pytest.raises(Missing):
        links.make_interpreters_link(actor=SYSTEM, interpreter_id=UUID(int=1), at=NOW)


def test_a_calendar_follows_moves_and_removals(show: Stage) -> None:
    li, bo = hired(show), hired(show, "Bo")
    publish(draft(show, {("P01", "K01"): li, ("P02", "K02"): li}, ONE, TWO))
    moved = ("P01", "K01", 2, 0)
    publish(draft(show, {("P01", "K01"): li, ("P02", "K02"): bo}, moved, TWO), over=1)
    li.event.refresh_from_db()
    told = vobject.readOne(event_calendar(li.event, calendar_interpreted(li), "en").decode()).vevent_list
    assert [(one.status.value, one.sequence.value) for one in told] == [("CANCELLED", "1"), ("CONFIRMED", "1")]
    assert [one.cancelled for one in calendar_interpreted(bo)] == [False]
    holder = InterpreterHolder(li.person_id, show.hub_id, show.event.pk, li.pk)
    first = open_interpreters_feed(actor=holder, interpreter_id=li.pk, at=NOW)
    second = open_interpreters_feed(actor=holder, interpreter_id=li.pk, at=NOW)
    assert living_feed(li) == second.feed != first.feed
    with pytest.raises(Missing):
        open_interpreters_feed(actor=holder, interpreter_id=bo.pk, at=NOW)
    with pytest.raises(Missing):
        open_feed(actor=holder, attendee_id=show.people["P01"].pk, at=NOW)
    revoke_interpreters_feed(actor=holder, interpreter_id=li.pk, at=NOW)
    assert living_feed(li) is None


def test_a_place_given_at_the_desk_tells_nobody_who_does_not_interpret_there(show: Stage) -> None:
    li = hired(show)
    publish(draft(show, {("P01", "K01"): li}, ONE))
    p02, k02 = show.parties["P02"].pk, show.parties["K02"].pk
    publishing.give_slot(
        actor=SYSTEM, event_id=show.event.pk, first_id=p02, second_id=k02, slot_id=show.slots[3].pk, at=NOW
    )
    assert told(li) == ["agenda"]


def test_who_was_told_is_told_that_it_is_off_and_nothing_else(show: Stage) -> None:
    li = hired(show)
    publish(draft(show, {("P01", "K01"): li}, ONE))
    send_all()
    frame.cancel_event(actor=SYSTEM, event_id=show.event.pk, at=NOW + timedelta(hours=1))
    assert told(li) == ["agenda", "cancellation"]
    send_all()
    assert mail.outbox[-1].subject.startswith("Cancelled")


def test_a_no_and_an_erasure_end_what_reaches_them(show: Stage) -> None:
    li, bo = hired(show), hired(show, "Bo")
    publish(draft(show, {("P01", "K01"): li, ("P02", "K02"): bo}, ONE, TWO))
    send_all()
    open_interpreters_feed(actor=SYSTEM, interpreter_id=bo.pk, at=NOW)
    opt_out(secret=opt_out_secret(li.person_id), at=NOW)
    assert links_of(li, at=NOW) == []
    with pytest.raises(SaidNo):
        interpreters.copy_link(actor=SYSTEM, interpreter_id=li.pk, at=NOW)
    publish(draft(show, {("P02", "K02"): bo}, TWO), over=1)
    send_all()
    assert Message.objects.get(interpreter=li, kind="agenda_changed").state == "dropped"
    erase_person(actor=SYSTEM, person_id=bo.person_id, at=NOW)
    for model in (PersonalLink, CalendarFeed, Message):
        assert not model.objects.filter(interpreter=bo).exists()
    assert Person.objects.get(pk=bo.person_id).erased_at


def test_the_database_refuses_a_link_of_nobody_and_of_two(show: Stage) -> None:
    li = hired(show)
    made = links.make_interpreters_link(actor=SYSTEM, interpreter_id=li.pk, at=NOW)
    for wrong in ({"interpreter": None}, {"attendee": show.people["P01"]}):
        with pytest.raises(IntegrityError), transaction.atomic():
            PersonalLink.objects.filter(pk=made.link.pk).update(**wrong)
