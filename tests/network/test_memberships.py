"""Memberships: who grants what, for how long; and the race for one, with both controls."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any, ClassVar
from uuid import UUID, uuid4

import pytest
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import IntegrityError, connection, connections

from landbridge.evidence.models import Trail
from landbridge.ground.hubs import forget_context, hub_context
from landbridge.kernel.actor import SystemActor
from landbridge.kernel.clock import FixedClock
from landbridge.kernel.names import Name
from landbridge.kernel.refusal import InputRefused, Missing, NotAllowed
from landbridge.kernel.zones import UnknownZone
from landbridge.network import actions, queries, rules, standings
from landbridge.network.actions import memberships
from landbridge.network.actors import MembershipActor, Standing
from landbridge.network.models import Account, Hub, Membership
from landbridge.network.permissions import Permission
from landbridge.network.refusals import AddressTaken, AlreadyMember, PeriodBackwards
from landbridge.network.states import HubKind, Role
from tests.network.actors import member
from tests.network.makers import account, hub, organisation, person


def granted(
    hub_id: UUID, clock: FixedClock, who: AbstractBaseUser, role: Role = Role.SCOUT, **fields: object
) -> Membership:
    return actions.grant_membership(
        actor=member(hub_id),
        hub_id=hub_id,
        account_id=who.pk,
        role=role,
        at=clock.now(),
        **fields,  # type: ignore[arg-type]
    )


@pytest.mark.django_db
def test_a_member_acts_from_now_until_the_end(in_hub: UUID, clock: FixedClock) -> None:
    who, known, firm = account(), person(in_hub), organisation(in_hub)
    held = granted(
        in_hub, clock, who, until=clock.now() + timedelta(days=9), person_id=known.pk, organisation_id=firm.pk
    )
    forget_context()
    assert standings.acting(who.pk, at=clock.now()) == MembershipActor(
        who.pk, (Standing(in_hub, Role.SCOUT, known.pk, firm.pk),)
    )
    for moment in (clock.now() - timedelta(seconds=1), clock.now() + timedelta(days=9)):
        assert standings.acting(who.pk, at=moment).standings == ()
    with hub_context(in_hub):
        clock.advance(timedelta(days=1))
        actions.end_membership(actor=member(in_hub), membership_id=held.pk, at=clock.now())
        assert standings.acting(who.pk, at=clock.now()).standings == ()
        assert [row.event for row in Trail.objects.order_by("id")] == [
            "network.membership_granted",
            "network.membership_ended",
        ]
        for moment in (clock.now(), held.period.lower):
            with pytest.raises(PeriodBackwards):
                actions.end_membership(actor=member(in_hub), membership_id=held.pk, at=moment)


@pytest.mark.django_db
def test_an_account_that_is_closed_stands_nowhere(in_hub: UUID, clock: FixedClock) -> None:
    who = account()
    granted(in_hub, clock, who)
    Account.objects.filter(pk=who.pk).update(is_active=False)
    assert standings.acting(who.pk, at=clock.now()).standings == ()
    with pytest.raises(Missing):
        granted(in_hub, clock, who, role=Role.JUDGE)


@pytest.mark.django_db
def test_a_role_is_held_once_at_a_time(in_hub: UUID, clock: FixedClock) -> None:
    who = account()
    first = granted(in_hub, clock, who)
    with pytest.raises(AlreadyMember):
        granted(in_hub, clock, who)
    granted(in_hub, clock, who, role=Role.JUDGE)
    clock.advance(timedelta(days=1))
    actions.end_membership(actor=member(in_hub), membership_id=first.pk, at=clock.now())
    granted(in_hub, clock, who)
    assert queries.memberships_on(rules.visible_memberships(member(in_hub), hub_id=in_hub), at=clock.now()).count() == 2


@pytest.mark.django_db
def test_only_administrators_make_administrators(in_hub: UUID, clock: FixedClock) -> None:
    who, administrator = account(), member(in_hub, Role.NETWORK_ADMINISTRATOR)
    with pytest.raises(NotAllowed) as refused:
        granted(in_hub, clock, who, role=Role.NETWORK_ADMINISTRATOR)
    assert refused.value.data["role"] == "network_administrator"
    made = actions.grant_membership(
        actor=administrator, hub_id=in_hub, account_id=who.pk, role=Role.NETWORK_ADMINISTRATOR, at=clock.now()
    )
    clock.advance(timedelta(days=1))
    with pytest.raises(NotAllowed):
        actions.end_membership(actor=member(in_hub), membership_id=made.pk, at=clock.now())
    assert (
        actions.end_membership(actor=administrator, membership_id=made.pk, at=clock.now()).period.upper == clock.now()
    )


@pytest.mark.django_db
def test_what_makes_no_sense_grants_nothing(in_hub: UUID, clock: FixedClock) -> None:
    who, other = account(), uuid4()
    with hub_context(in_hub, other):
        theirs, firm = person(other), organisation(other)
        everywhere = member(in_hub, Role.NETWORK_ADMINISTRATOR)
        others: list[dict[str, Any]] = [{"person_id": theirs.pk}, {"organisation_id": firm.pk}]
        for fields in others:
            with pytest.raises(Missing):
                actions.grant_membership(
                    actor=everywhere, hub_id=in_hub, account_id=who.pk, role=Role.PARTNER, at=clock.now(), **fields
                )
    with pytest.raises(PeriodBackwards):
        granted(in_hub, clock, who, until=clock.now())
    with pytest.raises(NotAllowed):
        actions.grant_membership(
            actor=member(in_hub, Role.SCOUT), hub_id=in_hub, account_id=who.pk, role=Role.JUDGE, at=clock.now()
        )
    assert Membership.objects.count() == 0
    with pytest.raises(Missing):
        rules.access_membership(member(in_hub, Role.SCOUT), uuid4())
    assert list(rules.visible_memberships(member(in_hub, Role.SCOUT), hub_id=in_hub)) == []


@pytest.mark.django_db
def test_hubs_and_who_may_enter_them(clock: FixedClock) -> None:
    def made(actor: SystemActor | MembershipActor, **fields: str) -> Hub:
        fields = {"country": "CN", "zone": "Asia/Shanghai"} | fields
        return actions.create_hub(
            actor=actor,
            name=Name(latin="Park", chinese="园区"),
            kind=HubKind.PARK,
            city="Shanghai",
            at=clock.now(),
            **fields,
        )

    first, second = made(SystemActor()), hub()
    manager, administrator = member(first.pk), member(first.pk, Role.NETWORK_ADMINISTRATOR)
    assert standings.hubs_in_reach(manager) == {first.pk}
    assert standings.hubs_in_reach(administrator) == {first.pk, second.pk}
    assert (list(queries.hubs_of(manager)), list(queries.hubs_of(administrator))) == ([first], [first, second])
    assert rules.access_hub(manager, first.pk, permission=Permission.MANAGE_HUB) == first
    for actor, key in ((manager, second.pk), (administrator, uuid4())):
        with pytest.raises(Missing):
            rules.access_hub(actor, key, permission=Permission.SEE_HUB)
    with pytest.raises(NotAllowed):
        rules.access_hub(member(first.pk, Role.VISITOR), first.pk, permission=Permission.MANAGE_HUB)
    with pytest.raises(NotAllowed):
        made(manager)
    with pytest.raises(UnknownZone):
        made(administrator, zone="Mars/Olympus")
    with pytest.raises(InputRefused):
        made(administrator, country="ZZ")
    assert Hub.objects.count() == 2


@pytest.mark.django_db
def test_accounts_and_their_preferences(in_hub: UUID, clock: FixedClock) -> None:
    def opened(email: str, **fields: str) -> Account:
        return actions.open_account(actor=member(in_hub), hub_id=in_hub, email=email, at=clock.now(), **fields)

    ada = opened(" Ada@Example.org", name=" Ada ", password="correct horse battery staple", language="zh-hans")
    assert (ada.email, ada.name, ada.language, ada.check_password("correct horse battery staple")) == (
        "ada@example.org",
        "Ada",
        "zh-hans",
        True,
    )
    with pytest.raises(AddressTaken):
        opened("ADA@example.org")
    for faulty in (
        {"email": "ada"},
        {"email": "b@example.org", "password": "short"},
        {"email": "b@example.org", "language": "tlh"},
    ):
        with pytest.raises(InputRefused):
            opened(**faulty)
    assert Account.objects.count() == 1
    themselves = MembershipActor(ada.pk)
    changed = actions.set_preferences(actor=themselves, language="en", theme="dark", zone="Europe/Berlin")
    assert (changed.language, changed.theme, changed.zone) == ("en", "dark", "Europe/Berlin")
    actions.set_preferences(actor=themselves, language="", theme="", zone="")
    with pytest.raises(InputRefused):
        actions.set_preferences(actor=themselves, language="en", theme="pink", zone="")


class Paused(MembershipActor):
    """A manager who pauses where the membership is about to be written, until the other one is there too."""

    both_decided: ClassVar = threading.Barrier(2, timeout=20)
    paused = False

    @property
    def actor_id(self) -> UUID:
        if not self.paused:
            object.__setattr__(self, "paused", True)
            self.both_decided.wait()
        return self.account_id


def race(hub_id: UUID, account_id: UUID, clock: FixedClock, kind: type[MembershipActor] = MembershipActor) -> list[str]:
    """Two managers grant the same role at once; how it went for each, sorted."""
    ready = threading.Barrier(2, timeout=20)
    went: list[str] = []

    def grant() -> None:
        manager = kind(uuid4(), (Standing(hub_id, Role.HUB_MANAGER),))
        try:
            with hub_context(hub_id):
                ready.wait()
                actions.grant_membership(
                    actor=manager, hub_id=hub_id, account_id=account_id, role=Role.SCOUT, at=clock.now()
                )
            went.append("granted")
        except AlreadyMember:
            went.append("refused by the lock")
        except IntegrityError:
            went.append("refused by the constraint")
        finally:
            connection.close()

    threads = [threading.Thread(target=grant) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(went)


@contextmanager
def without_constraint() -> Iterator[None]:
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = 'membership_once_at_a_time'"
        )
        (definition,) = cursor.fetchone() or ("",)
        cursor.execute("ALTER TABLE network_membership DROP CONSTRAINT membership_once_at_a_time")
    try:
        yield
    finally:
        with connections["owner"].cursor() as cursor:
            cursor.execute(f"ALTER TABLE network_membership ADD CONSTRAINT membership_once_at_a_time {definition}")


def held(hub_id: UUID) -> int:
    with hub_context(hub_id):
        return Membership.objects.count()


def test_two_grants_at_once_give_one_membership(committed: None, hub_id: UUID, clock: FixedClock) -> None:
    assert race(hub_id, account().pk, clock) == ["granted", "refused by the lock"]
    assert held(hub_id) == 1


def test_with_the_lock_bypassed_the_constraint_holds(
    committed: None, hub_id: UUID, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_lock(*, space: str, identifier: UUID) -> None:
        """Let both managers in."""

    monkeypatch.setattr(memberships, "advisory_lock", no_lock)
    assert race(hub_id, account().pk, clock, kind=Paused) == ["granted", "refused by the constraint"]
    assert held(hub_id) == 1


def test_with_the_constraint_dropped_the_lock_holds(committed: None, hub_id: UUID, clock: FixedClock) -> None:
    with without_constraint():
        assert race(hub_id, account().pk, clock) == ["granted", "refused by the lock"]
        assert held(hub_id) == 1
