"""Reminders after a meeting: once, to who has something to say or to do, and to nobody else."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from django.core import mail
from pytest_django import Settings

from landbridge.events import jobs  # noqa: F401 -- registers the jobs
from landbridge.events.actions import follow_ups, messages, nudges
from landbridge.events.models import FollowUp, Message, PersonalLink
from landbridge.network.models import Hub
from tests.events.after import NOON, SYSTEM, published, say
from tests.events.stage import NINE, Stage

EVENING = NOON + timedelta(hours=6)


@pytest.fixture
def show(show: Stage, hub_id: UUID, settings: Settings) -> Stage:
    settings.MAIL_PER_MINUTE = 0
    Hub.objects.create(id=hub_id, name_latin="Harbour Park", country="CN", zone="Asia/Shanghai")
    published(show)
    Message.objects.all().delete()
    return show


def remind(show: Stage, at: object = EVENING) -> int:
    return nudges.remind_after(actor=SYSTEM, hub_id=show.hub_id, at=at)  # type: ignore[arg-type]


def told(kind: str) -> list[str]:
    rows = Message.objects.filter(kind=kind).select_related("attendee__participant")
    return sorted(rows.values_list("attendee__participant__label", flat=True))


def test_after_the_day_everybody_with_something_to_say_is_asked_once(show: Stage) -> None:
    assert remind(show, NINE + timedelta(minutes=110)) == 0, "the last meeting has hardly ended"
    say(show, "P01", "K01")
    say(show, "P01", "F01")
    assert remind(show) == 4
    assert told("outcome") == ["F01", "K01", "K02", "P02"]
    assert remind(show) == 0


def test_who_answers_before_the_mail_leaves_gets_none(show: Stage) -> None:
    remind(show)
    message = Message.objects.get(attendee__participant__label="F01")
    say(show, "F01", "P01")
    assert messages.send_message(actor=SYSTEM, message_id=message.pk, at=EVENING) == "dropped"
    asked = Message.objects.get(attendee__participant__label="K02")
    assert messages.send_message(actor=SYSTEM, message_id=asked.pk, at=EVENING) == "sent"
    (letter,) = mail.outbox
    assert letter.subject == "What came of your meetings? North American day"
    assert "30 seconds" in letter.body


def test_whose_follow_up_is_due_is_told_before_and_after_its_day(show: Stage) -> None:
    for one, other in (("P01", "K01"), ("P01", "F01"), ("P02", "K01"), ("P02", "K02")):
        say(show, one, other, interest="yes", step="visit", due=date(2026, 12, 1))
        say(show, other, one)
    FollowUp.objects.exclude(outcome__first=show.parties["P01"], outcome__second=show.parties["K01"]).delete()
    assert remind(show, NOON + timedelta(days=5)) == 0
    assert remind(show, NOON + timedelta(days=6)) == 2, "both people of P01"
    assert remind(show, NOON + timedelta(days=7)) == 0
    assert remind(show, NOON + timedelta(days=9)) == 2
    later = NOON + timedelta(days=9)
    first, *_others, last = Message.objects.filter(kind="follow_up").order_by("pk")
    assert messages.send_message(actor=SYSTEM, message_id=first.pk, at=later) == "sent"
    assert PersonalLink.objects.latest("made_at").expires_at > later + timedelta(days=29)
    follow_ups.keep_follow_up(actor=SYSTEM, follow_up_id=FollowUp.objects.get().pk, note="Seen", at=later)
    assert messages.send_message(actor=SYSTEM, message_id=last.pk, at=later) == "dropped"


def test_a_road_show_entered_later_troubles_nobody(show: Stage) -> None:
    show.event.entered_later = True
    show.event.save(update_fields=["entered_later"])
    assert remind(show) == 0
