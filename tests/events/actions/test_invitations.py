import re
import smtplib
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.core import mail
from pytest_django import Settings

from landbridge.events import jobs  # noqa: F401 -- registers the jobs
from landbridge.events.actions import frame, invitations, links, messages, people, wishes
from landbridge.events.models import Attendee, Event, Message, Participant
from landbridge.events.queries.links import reach_of, reachable
from landbridge.events.states import Unreached
from landbridge.events.trail_events import EventsEvent
from landbridge.evidence.models import Trail
from landbridge.ground import jobs as ground_jobs
from landbridge.ground.jobs import JsonDict
from landbridge.ground.models import JobRun
from landbridge.kernel.refusal import Missing, NotAllowed
from landbridge.network.actions import personal
from landbridge.network.models import Hub, Person
from tests.events import makers
from tests.events.makers import AT, SYSTEM, Onlooker, Stranger
from tests.network import makers as network

DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def at_once(settings: Settings) -> None:
    settings.MAIL_PER_MINUTE = 0


@pytest.fixture
def event(in_hub: UUID) -> Event:
    Hub.objects.create(id=in_hub, name_latin="Harbour Park", name_chinese="港湾园", country="CN", zone="Asia/Shanghai")
    return makers.event(in_hub, name_latin="Spring road show", name_chinese="春季路演", place_latin="Hall 5")


def somebody(party: Participant, **facts: Any) -> Attendee:
    person = Person.objects.get(attendances__participant=party)
    for name, value in facts.items():
        setattr(person, name, value)
    person.save(update_fields=list(facts))
    return Attendee.objects.get(participant=party)


@pytest.fixture
def ada(event: Event) -> Attendee:
    return somebody(makers.guest(event, "Acme"), email="ada@example.org", language="en")


def page_of(letter: mail.EmailMessage) -> tuple[str, str]:
    assert isinstance(letter, mail.EmailMultiAlternatives)
    (content, kind) = letter.alternatives[0]
    return str(content), str(kind)


def send(event: Event) -> JsonDict:
    run = JobRun.objects.filter(kind=messages.JOB).latest("queued_at")
    handle = ground_jobs.Run(id=run.pk, hub_id=run.hub_id, requested_by=run.requested_by)
    return ground_jobs.jobs[messages.JOB](handle, event_id=str(event.pk))


def invite(event: Event, at: datetime = AT) -> invitations.Round:
    return invitations.invite(actor=SYSTEM, event_id=event.pk, at=at)


def test_an_invitation_is_sent_once_and_says_all_it_must(event: Event, ada: Attendee) -> None:
    wishes.set_wish_deadline(actor=SYSTEM, event_id=event.pk, until=datetime.fromisoformat("2026-11-28T18:00"), at=AT)
    Person.objects.update(
        provenance=network.provenance(event.hub_id, source="the chamber of commerce", purpose="meetings")
    )
    assert invite(event).queued == (ada.pk,)
    assert mail.outbox == []
    assert send(event) == {"sent": 1}
    (letter,) = mail.outbox
    assert (letter.to, letter.subject) == (["ada@example.org"], "Invitation: Spring road show")
    text = str(letter.body)
    assert text.startswith("Dear Acme representative,\n\nyou are invited to Spring road show, 1 December 2026, Hall 5.")
    assert "Wishes are taken until 28 November 2026 18:00 (Asia/Shanghai)." in text
    assert "Harbour Park holds your name and address. We have them from: the chamber of commerce." in text
    assert "Purpose: meetings. Legal basis: your consent." in text
    html, kind = page_of(letter)
    assert kind == "text/html"
    assert '<a href="http://localhost:8000/l/' in html
    assert letter.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"

    found = re.search(r"/l/([\w-]{32})\b", text)
    assert found
    _holder, link = links.open_link(secret=found[1], at=AT)
    assert link.attendee_id == ada.pk
    no = re.search(r"/l/no/(\w+)", text)
    assert no
    assert personal.opt_out(secret=no[1], at=AT).person_id == ada.person_id

    event.refresh_from_db()
    assert event.state == "inviting"
    assert Participant.objects.get(pk=ada.participant_id).state == "invited"
    again = invite(event, AT + DAY)
    assert (again.queued, again.left_out) == ((), {ada.pk: Unreached.ALREADY})
    assert len(mail.outbox) == 1


def test_in_chinese_for_whoever_speaks_it(event: Event) -> None:
    somebody(makers.guest(event, "Acme"), email="li@example.org", name_latin="", name_chinese="李雷")
    invite(event)
    send(event)
    (letter,) = mail.outbox
    assert letter.subject == "邀请：春季路演"
    assert "李雷" in str(letter.body)
    assert "2026年12月1日" in str(letter.body)
    assert '<html lang="zh-CN">' in page_of(letter)[0]


def test_what_was_said_about_the_data_is_said_once(event: Event, ada: Attendee) -> None:
    invite(event)
    send(event)
    invitations.remind(actor=SYSTEM, event_id=event.pk, at=AT + DAY)
    send(event)
    assert ["Why we write" in str(letter.body) for letter in mail.outbox] == [True, False]


def test_nobody_is_written_to_without_an_address_or_after_a_no(event: Event, ada: Attendee) -> None:
    silent = Attendee.objects.get(participant=makers.guest(event, "No address"))
    no = somebody(makers.guest(event, "No"), email="no@example.org")
    secret = personal.tell_person(actor=SYSTEM, person_id=no.person_id, at=AT)
    personal.opt_out(secret=secret, at=AT)
    gone = somebody(makers.guest(event, "Gone"), email="gone@example.org")
    people.withdraw_participant(actor=SYSTEM, participant_id=gone.participant_id, at=AT)
    round_ = invite(event)
    assert round_.queued == (ada.pk,)
    assert round_.left_out == {silent.pk: Unreached.NO_ADDRESS, no.pk: Unreached.OPTED_OUT}
    with pytest.raises(invitations.SaidNo):
        invitations.copy_invitation(actor=SYSTEM, attendee_id=no.pk, at=AT)


def test_a_no_between_asking_and_sending_is_heard(event: Event, ada: Attendee) -> None:
    invite(event)
    secret = personal.tell_person(actor=SYSTEM, person_id=ada.person_id, at=AT)
    personal.opt_out(secret=secret, at=AT)
    assert send(event) == {"dropped": 1}
    assert mail.outbox == []
    assert [(m.state, m.fault) for m in Message.objects.all()] == [("dropped", "opted_out")]


def test_a_cancelled_event_invites_nobody(event: Event, ada: Attendee) -> None:
    invite(event)
    frame.cancel_event(actor=SYSTEM, event_id=event.pk, at=AT)
    assert send(event) == {"dropped": 1}
    assert Message.objects.get().fault == "cancelled"


def test_reminders_go_to_the_silent_only_once_a_day(event: Event, ada: Attendee) -> None:
    rover = makers.delegate(event)
    somebody(rover, email="rover@example.org")
    fresh = somebody(makers.guest(event, "Fresh", "F"), email="fresh@example.org")
    invitations.invite(
        actor=SYSTEM, event_id=event.pk, at=AT, attendee_ids=[ada.pk, Attendee.objects.get(participant=rover).pk]
    )
    send(event)
    wishes.say_wish(actor=SYSTEM, wisher_id=rover.pk, target_id=ada.participant_id, kind="want", at=AT)

    def remind(at: datetime) -> invitations.Round:
        return invitations.remind(actor=SYSTEM, event_id=event.pk, at=at)

    first = remind(AT + DAY)
    assert first.queued == (ada.pk,)
    assert sorted(first.left_out.values()) == [Unreached.ANSWERED, Unreached.NOT_INVITED]
    assert first.left_out[fresh.pk] == Unreached.NOT_INVITED
    assert remind(AT + DAY + timedelta(hours=5)).left_out[ada.pk] == Unreached.ALREADY
    send(event)
    assert mail.outbox[-1].to == ["ada@example.org"]
    assert "1 of the others already asked to meet you." in str(mail.outbox[-1].body)
    assert remind(AT + 2 * DAY).queued == (ada.pk,)


def test_an_answer_between_asking_and_sending_spares_the_reminder(event: Event, ada: Attendee) -> None:
    rover = makers.delegate(event)
    invite(event)
    send(event)
    invitations.remind(actor=SYSTEM, event_id=event.pk, at=AT + DAY)
    wishes.say_wish(actor=SYSTEM, wisher_id=ada.participant_id, target_id=rover.pk, kind="want", at=AT + DAY)
    assert send(event) == {"dropped": 1}
    assert Message.objects.get(kind="reminder").fault == "answered"


def test_reminders_come_by_themselves_before_the_deadline(event: Event, ada: Attendee) -> None:
    invite(event)
    send(event)
    until = datetime.fromisoformat("2026-11-28T18:00+08:00")
    wishes.set_wish_deadline(actor=SYSTEM, event_id=event.pk, until=until.replace(tzinfo=None), at=AT)

    def due(at: datetime) -> int:
        return invitations.remind_when_due(actor=SYSTEM, hub_id=event.hub_id, at=at)

    assert [due(until - before) for before in (4 * DAY, 3 * DAY + timedelta(minutes=1))] == [0, 0]
    assert [due(until - 3 * DAY), due(until - 3 * DAY + timedelta(hours=1))] == [1, 0]
    assert [due(until - 2 * DAY), due(until - DAY), due(until)] == [0, 1, 0]
    with pytest.raises(invitations.NothingToRemind):
        invitations.remind(actor=SYSTEM, event_id=event.pk, at=until)


def test_what_could_not_be_sent_is_kept_and_tried_again(
    event: Event, ada: Attendee, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_given: object, **_named: object) -> None:
        raise smtplib.SMTPRecipientsRefused({"ada@example.org": (550, b"no such user")})

    invite(event)
    with monkeypatch.context() as patched:
        patched.setattr(messages, "_mail", refuse)
        assert send(event) == {"failed": 1}
    assert [(m.state, "no such user" in m.fault) for m in Message.objects.all()] == [("failed", True)]
    assert not reach_of(reachable(event).get()).link_made_at
    assert invite(event, AT + DAY).queued == (ada.pk,)
    assert send(event) == {"sent": 1}
    assert send(event) == {}
    assert len(mail.outbox) == 1


def test_a_job_that_runs_twice_sends_once(event: Event, ada: Attendee) -> None:
    invite(event)
    message = Message.objects.get()
    for _ in range(2):
        assert messages.send_message(actor=SYSTEM, message_id=message.pk, at=AT) == "sent"
    assert len(mail.outbox) == 1


def test_waiting_messages_find_a_job(event: Event, ada: Attendee) -> None:
    invite(event)
    assert messages.send_what_waits(actor=SYSTEM, hub_id=event.hub_id, at=AT) == 0
    JobRun.objects.update(state="cancelled", finished_at=AT)
    assert messages.send_what_waits(actor=SYSTEM, hub_id=event.hub_id, at=AT) == 1


def test_the_text_to_copy_counts_as_an_invitation(event: Event, ada: Attendee) -> None:
    first = invitations.copy_invitation(actor=SYSTEM, attendee_id=ada.pk, at=AT)
    assert first.address in first.text
    assert "Why we write" in first.text
    assert [(m.state, m.sent_at) for m in Message.objects.all()] == [("copied", AT)]
    second = invitations.copy_invitation(actor=SYSTEM, attendee_id=ada.pk, at=AT + DAY)
    assert second.address != first.address
    assert "Why we write" not in second.text
    for address in (first.address, second.address):
        assert links.open_link(secret=address.rpartition("/")[2], at=AT)[1].attendee_id == ada.pk
    assert invite(event).left_out == {ada.pk: Unreached.ALREADY}
    assert mail.outbox == []


def test_only_who_plans_writes_to_people(event: Event, ada: Attendee) -> None:
    for actor, refusal in ((Onlooker(), NotAllowed), (Stranger(), Missing)):
        with pytest.raises(refusal):
            invitations.invite(actor=actor, event_id=event.pk, at=AT)
        with pytest.raises(refusal):
            invitations.remind(actor=actor, event_id=event.pk, at=AT)
        with pytest.raises(refusal):
            invitations.copy_invitation(actor=actor, attendee_id=ada.pk, at=AT)
    with pytest.raises(Missing):
        invitations.invite(actor=SYSTEM, event_id=event.pk, at=AT, attendee_ids=[UUID(int=1)])
    assert not Message.objects.exists()


def test_who_was_told_is_told_once_that_it_is_off(event: Event, ada: Attendee) -> None:
    somebody(makers.guest(event, "Never told"), email="never@example.org")
    by_hand = somebody(makers.guest(event, "By hand"), wechat="hand")
    invitations.invite(actor=SYSTEM, event_id=event.pk, attendee_ids=[ada.pk], at=AT)
    send(event)
    invitations.copy_invitation(actor=SYSTEM, attendee_id=by_hand.pk, at=AT)
    late = somebody(makers.guest(event, "Late"), email="late@example.org")
    invitations.invite(actor=SYSTEM, event_id=event.pk, attendee_ids=[late.pk], at=AT)
    frame.cancel_event(actor=SYSTEM, event_id=event.pk, at=AT + DAY)
    mail.outbox.clear()
    send(event)
    assert [(letter.to, letter.subject) for letter in mail.outbox] == [
        (["ada@example.org"], "Cancelled: Spring road show")
    ]
    states = dict(Message.objects.filter(kind="cancellation").values_list("attendee_id", "state"))
    assert states == {ada.pk: "sent", by_hand.pk: "queued"}
    assert Message.objects.get(attendee=late).state == "dropped"
    send(event)
    assert len(mail.outbox) == 1


def test_nobody_is_reminded_where_no_wishes_are_taken(event: Event, ada: Attendee) -> None:
    frame.cancel_event(actor=SYSTEM, event_id=event.pk, at=AT)
    with pytest.raises(invitations.NothingToRemind):
        invitations.remind(actor=SYSTEM, event_id=event.pk, at=AT)
    assert Message.objects.filter(kind="reminder").count() == 0


def test_who_wants_no_messages_is_not_written_to_by_hand_either(event: Event, ada: Attendee) -> None:
    personal.opt_out(secret=personal.tell_person(actor=SYSTEM, person_id=ada.person_id, at=AT), at=AT)
    with pytest.raises(invitations.SaidNo):
        invitations.copy_invitation(actor=SYSTEM, attendee_id=ada.pk, at=AT)
    assert Message.objects.count() == 0


def test_a_failed_mail_is_copied_or_sent_again(event: Event, ada: Attendee) -> None:
    bo = somebody(makers.guest(event, "Bo Ltd"), email="bo@example.org")
    invite(event)
    for message in Message.objects.all():
        for _ in range(2):  # the second failure of a message that failed is none
            messages.fail_message(actor=SYSTEM, message_id=message.pk, fault="mailbox full", at=AT)
    assert Trail.objects.filter(event=EventsEvent.MESSAGE_FAILED).count() == 2
    invitations.copy_invitation(actor=SYSTEM, attendee_id=ada.pk, at=AT)
    assert Message.objects.get(attendee=ada).state == "copied"
    assert [messages.retry_messages(actor=SYSTEM, event_id=event.pk, at=AT) for _ in range(2)] == [1, 0]
    again = Message.objects.get(attendee=bo)
    assert (again.state, again.fault) == ("queued", "")


def test_what_became_needless_is_dropped_with_its_reason(event: Event, ada: Attendee) -> None:
    firm = makers.guest(event, "Gone Ltd")
    gone, same = somebody(firm, email="g@example.org"), somebody(makers.guest(event, "Bo Ltd"), email="bo@example.org")
    invite(event)
    people.withdraw_participant(actor=SYSTEM, participant_id=firm.pk, at=AT)
    Person.objects.filter(pk=same.person_id).update(state="merged", merged_into=ada.person_id)
    for person in (gone, same):
        message = Message.objects.get(attendee=person, kind="invitation")
        assert messages.send_message(actor=SYSTEM, message_id=message.pk, at=AT) == "dropped"
    assert dict(Message.objects.filter(kind="invitation", state="dropped").values_list("attendee_id", "fault")) == {
        gone.pk: "not_coming", same.pk: "erased",
    }  # fmt: skip


def test_who_lost_the_address_since_is_named_and_not_reminded(event: Event, ada: Attendee) -> None:
    invite(event)
    send(event)
    Person.objects.filter(pk=ada.person_id).update(email="")
    left_out = invitations.remind(actor=SYSTEM, event_id=event.pk, at=AT + DAY).left_out
    assert left_out == {ada.pk: Unreached.NO_ADDRESS}
