import logging
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from django.db import connection

from landbridge.events.actions import links
from landbridge.events.actions.attendees import Person, add_attendee, remove_attendee
from landbridge.events.holders import LinkHolder
from landbridge.events.models import Attendee, Event, Participant, PersonalLink
from landbridge.events.queries import links as reads
from landbridge.events.states import LinkWay
from landbridge.events.tokens import digest_of, is_well_formed
from landbridge.evidence.models import Trail
from landbridge.ground.hubs import holder_context, hub_context
from landbridge.kernel.refusal import Missing, NotAllowed
from landbridge.network.actions.personal import erase_person, opt_out, tell_person
from tests.events import makers
from tests.events.makers import AT, SYSTEM, Onlooker, Stranger

END = datetime.fromisoformat("2027-01-01T00:00+08:00")


@pytest.fixture
def guest(in_hub: UUID) -> Attendee:
    return Attendee.objects.get(participant=makers.guest(makers.event(in_hub)))


def issued(guest: Attendee, at: datetime = AT) -> links.Issued:
    return links.make_link(actor=SYSTEM, attendee_id=guest.pk, at=at)


def test_the_secret_is_shown_once_and_kept_as_a_digest(guest: Attendee, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        made = issued(guest)
    assert is_well_formed(made.token)
    assert (made.link.digest, made.link.expires_at) == (digest_of(made.token), END)
    assert made.token not in caplog.text
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, column_name FROM information_schema.columns"
            " WHERE table_schema = 'public' AND data_type IN ('character varying', 'text', 'jsonb')"
        )
        for table, column in cursor.fetchall():
            kept = f'SELECT count(*) FROM "{table}" WHERE "{column}"::text LIKE %s'  # noqa: S608 -- names of the catalogue
            cursor.execute(kept, [f"%{made.token}%"])
            assert cursor.fetchone() == (0,), (table, column)


def test_it_opens_for_one_person_of_one_event(guest: Attendee) -> None:
    made = issued(guest)
    with hub_context():
        holder, link = links.open_link(secret=made.token, at=AT)
    assert holder == LinkHolder(guest.person_id, guest.hub_id, guest.event_id, guest.pk, guest.participant_id)
    assert not holder.may("see_events", guest.hub_id)
    assert link.opened_at == AT
    links.open_link(secret=made.token, at=AT + timedelta(days=1))
    kept = PersonalLink.objects.get()
    assert (kept.opened_at, kept.last_opened_at) == (AT, AT + timedelta(days=1))
    links.open_link(secret=made.token, at=AT - timedelta(days=1))
    assert PersonalLink.objects.get().last_opened_at == AT
    assert Trail.objects.filter(event="events.link_opened").count() == 1


def test_looking_changes_nothing(guest: Attendee) -> None:
    made = issued(guest)
    with hub_context():
        seen = reads.link_of(made.token, at=AT)
    assert seen == made.link
    assert PersonalLink.objects.get().opened_at is None
    assert not Trail.objects.filter(event="events.link_opened").exists()


def test_the_holder_of_a_secret_sees_its_row_and_no_other(guest: Attendee) -> None:
    made = issued(guest)
    other = Attendee.objects.get(participant=makers.guest(guest.event, "Other"))
    issued(other)
    with hub_context(), holder_context(made.link.digest):
        assert list(PersonalLink.objects.all()) == [made.link]
        assert not Attendee.objects.exists()
        assert not Participant.objects.exists()
        assert not Event.objects.exists()
        assert PersonalLink.objects.update(revoked_at=AT) == 0


@pytest.mark.parametrize("token", ["", "x", "x" * 32, "../../etc/passwd", "é" * 32, "x" * 10_000, "a\x00b"])
def test_wrong_secrets_open_nothing(guest: Attendee, token: str) -> None:
    issued(guest)
    with hub_context(), pytest.raises(links.LinkDoesNotOpen) as refusal:
        links.open_link(secret=token, at=AT)
    assert dict(refusal.value.data) == {}


def test_it_ends_thirty_days_after_the_event(guest: Attendee) -> None:
    made = issued(guest)
    links.open_link(secret=made.token, at=END - timedelta(seconds=1))
    with pytest.raises(links.LinkDoesNotOpen):
        links.open_link(secret=made.token, at=END)
    assert reads.link_of_family(made.link.family, at=END - timedelta(seconds=1)) == made.link
    assert reads.link_of_family(made.link.family, at=END) is None


def opens(made: links.Issued, at: datetime = AT) -> bool:
    try:
        links.open_link(secret=made.token, at=at)
    except links.LinkDoesNotOpen:
        return False
    return True


def test_links_open_side_by_side_each_with_a_session_of_its_own(guest: Attendee) -> None:
    handed, mailed = issued(guest), links.issue(SYSTEM, guest, AT + timedelta(hours=1), way=LinkWay.MAIL)
    assert (handed.link.way, mailed.link.way) == (LinkWay.HANDED, LinkWay.MAIL)
    assert opens(handed)
    assert opens(mailed)
    assert reads.link_of_family(handed.link.family, at=AT) == handed.link
    assert reads.link_of_family(mailed.link.family, at=AT) == mailed.link
    assert reads.links_of(guest, at=AT) == [mailed.link, handed.link]
    assert reads.links_of(guest, at=END) == []


def test_one_link_closes_alone_and_all_close_together(guest: Attendee) -> None:
    made = [issued(guest, AT + timedelta(hours=hour)) for hour in range(3)]
    for _ in range(2):
        assert links.revoke_link(actor=SYSTEM, link_id=made[1].link.pk, at=AT) == guest
    assert [opens(one) for one in made] == [True, False, True]
    assert reads.link_of_family(made[1].link.family, at=AT) is None
    assert [links.revoke_links(actor=SYSTEM, attendee_id=guest.pk, at=AT) for _ in range(2)] == [2, 0]
    assert [opens(one) for one in made] == [False, False, False]
    assert Trail.objects.filter(event="events.link_revoked").count() == 2


def test_beyond_the_bound_the_link_missed_least_closes(guest: Attendee) -> None:
    def mailed(hour: int) -> links.Issued:
        return links.issue(SYSTEM, guest, AT + timedelta(hours=hour), way=LinkWay.MAIL)

    handed = [issued(guest), issued(guest)]
    mails = [mailed(hour) for hour in range(1, links.MOST - 1)]
    assert opens(mails[0])
    assert opens(handed[1])
    late = AT + timedelta(days=1)

    def standing() -> list[bool]:
        rows = {link.pk for link in reads.links_of(guest, at=late)}
        return [one.link.pk in rows for one in (*handed, *mails)]

    assert standing() == [True] * links.MOST
    mailed(30)
    assert standing() == [True, True, True, False, *[True] * (links.MOST - 4)]
    for hour in range(31, 31 + links.MOST):
        assert opens(mailed(hour), AT + timedelta(hours=hour))
    assert standing() == [True, True, *[False] * (links.MOST - 2)]
    assert len(reads.links_of(guest, at=late)) == links.MOST
    for hour in range(50, 50 + links.MOST - 2):
        issued(guest, AT + timedelta(hours=hour))
    assert standing()[:2] == [True, True]
    issued(guest, AT + timedelta(days=3))
    assert standing()[:2] == [False, True]


def test_what_has_ended_by_itself_does_not_count(guest: Attendee) -> None:
    for _ in range(links.MOST):
        issued(guest)
    issued(guest, END + timedelta(days=1))
    assert not PersonalLink.objects.filter(revoked_at__isnull=False).exists()
    assert reads.links_of(guest, at=END) == []


def test_saying_no_closes_what_was_never_opened(guest: Attendee) -> None:
    opened, lying = issued(guest), issued(guest)
    assert opens(opened)
    other = issued(Attendee.objects.get(participant=makers.guest(guest.event, "Other")))
    secret = tell_person(actor=SYSTEM, person_id=guest.person_id, at=AT)
    for _ in range(2):
        opt_out(secret=secret, at=AT)
    assert [opens(one) for one in (opened, lying, other)] == [True, False, True]


def test_who_is_taken_off_and_comes_for_another_party_has_no_link_any_more(guest: Attendee) -> None:
    made = issued(guest)
    other = makers.guest(guest.event, "Other")
    remove_attendee(actor=SYSTEM, attendee_id=guest.pk, at=AT)
    moved = add_attendee(actor=SYSTEM, participant_id=other.pk, at=AT, person=Person(guest.person_id))
    assert not opens(made)
    assert reads.links_of(moved, at=AT) == []


def test_only_who_plans_gives_and_takes_links(guest: Attendee) -> None:
    made = issued(guest)
    for actor, refusal in ((Onlooker(), NotAllowed), (Stranger(), Missing)):
        for change in (links.make_link, links.revoke_links):
            with pytest.raises(refusal):
                change(actor=actor, attendee_id=guest.pk, at=AT)
        with pytest.raises(refusal):
            links.revoke_link(actor=actor, link_id=made.link.pk, at=AT)
    with pytest.raises(Missing):
        links.make_link(actor=SYSTEM, attendee_id=UUID(int=1), at=AT)
    assert PersonalLink.objects.filter(revoked_at__isnull=True).count() == 1


def test_who_is_forgotten_has_no_link_any_more(guest: Attendee) -> None:
    made = issued(guest)
    other = Attendee.objects.get(participant=makers.guest(guest.event, "Other"))
    kept = issued(other)
    erase_person(actor=SYSTEM, person_id=guest.person_id, at=AT)
    assert list(PersonalLink.objects.all()) == [kept.link]
    with pytest.raises(links.LinkDoesNotOpen):
        links.open_link(secret=made.token, at=AT)
