import logging
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from django.db import connection

from landbridge.events.actions import links
from landbridge.events.models import Attendee, Event, Participant, PersonalLink
from landbridge.events.queries import links as reads
from landbridge.events.tokens import digest_of, is_well_formed
from landbridge.evidence.models import Trail
from landbridge.ground.hubs import holder_context, hub_context
from landbridge.kernel.refusal import Missing, NotAllowed
from landbridge.network.actions.personal import erase_person
from tests.events import makers
from tests.events.makers import AT, SYSTEM, Onlooker, Stranger

END = datetime.fromisoformat("2027-01-01T00:00+08:00")


@pytest.fixture
def guest(in_hub: UUID) -> Attendee:
    return Attendee.objects.get(participant=makers.guest(makers.event(in_hub)))


def issued(guest: Attendee, at: datetime = AT) -> links.Issued:
    return links.renew_link(actor=SYSTEM, attendee_id=guest.pk, at=at)


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
    assert (holder.actor_id, holder.event_id, holder.attendee_id, holder.participant_id) == (
        guest.person_id,
        guest.event_id,
        guest.pk,
        guest.participant_id,
    )
    assert not holder.may("see_events", guest.hub_id)
    assert link.opened_at == AT
    links.open_link(secret=made.token, at=AT + timedelta(days=1))
    assert PersonalLink.objects.get().opened_at == AT
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


def test_a_new_link_closes_the_former_and_what_it_opened(guest: Attendee) -> None:
    first = issued(guest)
    second = issued(guest, AT + timedelta(hours=1))
    with pytest.raises(links.LinkDoesNotOpen):
        links.open_link(secret=first.token, at=AT)
    assert reads.link_of_family(first.link.family, at=AT) is None
    links.open_link(secret=second.token, at=AT)
    links.revoke_link(actor=SYSTEM, attendee_id=guest.pk, at=AT)
    links.revoke_link(actor=SYSTEM, attendee_id=guest.pk, at=AT)
    with pytest.raises(links.LinkDoesNotOpen):
        links.open_link(secret=second.token, at=AT)
    assert Trail.objects.filter(event="events.link_revoked").count() == 1


def test_a_link_that_follows_up_leaves_open_what_was_open(guest: Attendee) -> None:
    first = issued(guest)
    second = links.issue(SYSTEM, guest, AT + timedelta(hours=1))
    with pytest.raises(links.LinkDoesNotOpen):
        links.open_link(secret=first.token, at=AT)
    assert reads.link_of_family(first.link.family, at=AT) == second.link


def test_only_who_plans_gives_and_takes_links(guest: Attendee) -> None:
    issued(guest)
    for actor, refusal in ((Onlooker(), NotAllowed), (Stranger(), Missing)):
        for change in (links.renew_link, links.revoke_link):
            with pytest.raises(refusal):
                change(actor=actor, attendee_id=guest.pk, at=AT)
    with pytest.raises(Missing):
        links.renew_link(actor=SYSTEM, attendee_id=UUID(int=1), at=AT)
    assert PersonalLink.objects.filter(revoked_at__isnull=True).count() == 1


def test_who_is_forgotten_has_no_link_any_more(guest: Attendee) -> None:
    made = issued(guest)
    other = Attendee.objects.get(participant=makers.guest(guest.event, "Other"))
    kept = issued(other)
    erase_person(actor=SYSTEM, person_id=guest.person_id, at=AT)
    assert list(PersonalLink.objects.all()) == [kept.link]
    with pytest.raises(links.LinkDoesNotOpen):
        links.open_link(secret=made.token, at=AT)
