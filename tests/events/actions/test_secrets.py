"""Addresses with a secret: of a report, of a hall screen, of a calendar. One at a time, ended at once, by who may."""

from datetime import timedelta

import pytest

from landbridge.events.actions import badges, feeds, frame, screens, sharing
from landbridge.events.models import Badge, CalendarFeed, HallScreen, ReportShare
from landbridge.events.states import HallNames
from landbridge.events.tokens import digest_of
from landbridge.events.trail_events import EventsEvent
from landbridge.evidence.models import Trail
from landbridge.kernel.refusal import InputRefused, Missing, NotAllowed
from tests.events.after import SYSTEM, holder
from tests.events.makers import Onlooker
from tests.events.stage import NOW, Stage
from tests.network.makers import organisation


def told(event: EventsEvent) -> int:
    return Trail.objects.filter(event=event).count()


def test_a_report_is_shared_with_a_co_host_by_one_address_at_a_time(show: Stage) -> None:
    host = organisation(show.hub_id, name_latin="Promotion Centre")
    with pytest.raises(Missing):
        sharing.share_report(actor=SYSTEM, event_id=show.event.pk, organisation_id=host.pk, at=NOW)
    frame.set_co_hosts(actor=SYSTEM, event_id=show.event.pk, at=NOW, organisation_ids=[host.pk])
    first, second = (
        sharing.share_report(actor=SYSTEM, event_id=show.event.pk, organisation_id=host.pk, at=NOW) for _ in range(2)
    )
    first.share.refresh_from_db()
    assert (first.share.revoked_at, second.share.revoked_at) == (NOW, None)
    assert (second.share.digest, second.share.expires_at) == (digest_of(second.token), NOW + timedelta(days=365))
    with pytest.raises(NotAllowed):
        sharing.revoke_share(actor=Onlooker(), share_id=second.share.pk, at=NOW)
    assert ReportShare.objects.filter(revoked_at=None).count() == 1
    for _ in range(2):
        assert sharing.revoke_share(actor=SYSTEM, share_id=second.share.pk, at=NOW).revoked_at == NOW
    assert told(EventsEvent.REPORT_SHARE_REVOKED) == 1


def test_a_screen_has_a_short_label_and_ends_once(show: Stage) -> None:
    def opened(label: str) -> HallScreen:
        return screens.open_screen(
            actor=SYSTEM, event_id=show.event.pk, names=HallNames.PARTIES, label=label, at=NOW
        ).screen

    with pytest.raises(InputRefused) as refused:
        opened("x" * 81)
    assert [finding.code for finding in refused.value.findings] == ["too_long"]
    screen = opened(" Foyer ")
    assert screen.label == "Foyer"
    for _ in range(2):
        assert screens.end_screen(actor=SYSTEM, screen_id=screen.pk, at=NOW).revoked_at == NOW
    assert (HallScreen.objects.count(), told(EventsEvent.SCREEN_ENDED)) == (1, 1)


def test_a_calendar_has_one_address_and_its_owner_ends_it(show: Stage) -> None:
    me, my_own = holder(show, "K01"), show.people["K01"].pk
    feeds.revoke_feed(actor=me, attendee_id=my_own, at=NOW)
    first, second = (feeds.open_feed(actor=me, attendee_id=my_own, at=NOW).feed for _ in range(2))
    assert list(CalendarFeed.objects.filter(revoked_at=None)) == [second]
    with pytest.raises(Missing):
        feeds.revoke_feed(actor=holder(show, "K02"), attendee_id=my_own, at=NOW)
    for _ in range(2):
        feeds.revoke_feed(actor=me, attendee_id=my_own, at=NOW)
    assert told(EventsEvent.FEED_REVOKED) == 1
    first.refresh_from_db()
    assert first.revoked_at == NOW


def test_badges_are_made_once_and_a_lost_one_is_replaced(show: Stage) -> None:
    everybody = len(show.people)
    assert [badges.make_badges(actor=SYSTEM, event_id=show.event.pk, at=NOW) for _ in range(2)] == [everybody, 0]
    assert told(EventsEvent.BADGES_MADE) == 1
    new = badges.replace_badge(actor=SYSTEM, attendee_id=show.people["K01"].pk, at=NOW)
    former = Badge.objects.exclude(pk=new.pk).get(attendee=show.people["K01"])
    assert (former.revoked_at, new.revoked_at, new.code == former.code) == (NOW, None, False)
