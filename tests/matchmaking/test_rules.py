"""Who sees and changes what: absent and forbidden give one answer, seen and not to be changed another."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from landbridge.kernel.actor import Actor
from landbridge.kernel.refusal import Missing, NotAllowed, Refusal
from landbridge.matchmaking import actions, rules
from landbridge.matchmaking.actions import searches
from landbridge.matchmaking.actions.shortlists import note_opened
from landbridge.matchmaking.models import Lead, Need, Notice, PairRefusal, PairSighting, StandingSearch
from landbridge.matchmaking.states import RefusalReason
from landbridge.network.states import Role
from tests.matchmaking.makers import AT, SYSTEM, need, project
from tests.matchmaking.rows import organisation
from tests.matchmaking.test_board import asked, published, written
from tests.network import makers as network
from tests.network.actors import member

Access = Callable[[Actor, UUID], object]


@pytest.fixture
def kept(in_hub: UUID) -> UUID:
    """One of everything matchmaking keeps."""
    network.hub(pk=in_hub)
    offer, wanted = project(in_hub), need(in_hub)
    owner = network.person(in_hub, email="li@example.org")
    searches.begin_search(actor=SYSTEM, need_id=wanted.pk, person_id=owner.pk, at=AT)
    asked(published(written(in_hub)))
    pair = {"project_id": offer.pk, "organisation_id": wanted.organisation_id}
    actions.refuse_pair(actor=SYSTEM, hub_id=in_hub, **pair, reason=RefusalReason.TOO_EARLY, note="", at=AT)
    PairSighting.objects.create(
        hub_id=in_hub, **pair, ranker="prior", predicted=0.5, first_shown_at=AT, last_shown_at=AT
    )
    return in_hub


def refusal_of(hub_id: UUID) -> Access:
    return lambda actor, pk: rules.access_refusal(actor, hub_id, pk)


WAYS: dict[str, tuple[type, Access]] = {
    "need": (Need, rules.access_need),
    "need locked": (Need, lambda actor, pk: rules.access_need(actor, pk, to="change", lock=True)),
    "refusal": (PairRefusal, rules.access_refusal_seen),
    "notice": (Notice, rules.access_notice),
    "notice locked": (Notice, lambda actor, pk: rules.access_notice(actor, pk, to="change", lock=True)),
    "lead": (Lead, rules.access_lead_seen),
    "lead locked": (Lead, rules.access_lead),
    "search": (StandingSearch, rules.access_search),
    "search locked": (StandingSearch, lambda actor, pk: rules.access_search(actor, pk, lock=True)),
}


@pytest.mark.parametrize("name", WAYS)
def test_absent_and_not_to_be_seen_are_the_same_answer(kept: UUID, name: str) -> None:
    kind, access = WAYS[name]
    row = kind.objects.get()  # type: ignore[attr-defined]  # models
    assert access(SYSTEM, row.pk) == row
    for actor, identifier in ((SYSTEM, uuid4()), (member(kept, Role.VISITOR), row.pk), (member(uuid4()), row.pk)):
        with pytest.raises(Missing) as refused:
            access(actor, identifier)
        assert refused.value.data == {"identifier": str(identifier)} or name == "refusal"


@pytest.mark.parametrize(
    ("access", "kind"),
    [
        (lambda actor, pk: rules.access_need(actor, pk, to="change"), Need),
        (lambda actor, pk: rules.access_notice(actor, pk, to="change"), Notice),
        (rules.access_refusal_seen, PairRefusal),
    ],
)
def test_who_sees_and_may_not_change_is_told_so(kept: UUID, access: Access, kind: type) -> None:
    with pytest.raises(NotAllowed):
        access(member(kept, Role.SCOUT), kind.objects.get().pk)  # type: ignore[attr-defined]  # models


@pytest.mark.parametrize(
    ("visible", "role", "other"),
    [
        (rules.visible_needs, Role.AUTHORITY, Role.VISITOR),
        (rules.visible_refusals, Role.AUTHORITY, Role.VISITOR),
        (rules.visible_meetings, Role.AUTHORITY, Role.VISITOR),
        (rules.visible_notices, Role.AUTHORITY, Role.VISITOR),
        (rules.visible_leads, Role.HUB_MANAGER, Role.SCOUT),
        (rules.visible_sightings, Role.HUB_MANAGER, Role.SCOUT),
    ],
)
def test_lists_are_empty_for_who_may_not_read_them(
    kept: UUID, visible: Callable[[Actor, UUID], object], role: Role, other: Role
) -> None:
    if visible is rules.visible_meetings:
        offer, firm = project(kept, "Lamp"), organisation(kept, "Tram")
        actions.remember_meeting(
            actor=SYSTEM, hub_id=kept, project_id=offer.pk, organisation_id=firm.pk, event_id=uuid4(), met_at=AT, at=AT
        )
    assert len(list(visible(member(kept, role), kept))) == 1  # type: ignore[call-overload]  # querysets
    assert list(visible(member(kept, other), kept)) == []  # type: ignore[call-overload]  # querysets


@pytest.mark.parametrize("lock", [False, True])
def test_a_pair_needs_both_of_its_ends(kept: UUID, lock: bool) -> None:
    offer, firm = project(kept, "Lamp"), organisation(kept, "Tram")
    assert rules.access_pair(SYSTEM, kept, offer.pk, firm.pk, lock=lock) == (offer, firm)
    with pytest.raises(Missing):
        rules.access_pair(SYSTEM, kept, uuid4(), firm.pk, lock=lock)
    with pytest.raises(Missing):
        rules.access_pair(SYSTEM, kept, offer.pk, uuid4(), lock=lock)


def test_the_public_reads_what_stands_today_only(kept: UUID) -> None:
    notice = Notice.objects.get()
    assert rules.access_public_notice(notice.pk, today=AT.date()) == notice
    for identifier, today in ((uuid4(), AT.date()), (notice.pk, AT.date() + timedelta(days=31))):
        with pytest.raises(Missing):
            rules.access_public_notice(identifier, today=today)


def test_refusals_of_one_hub_are_lifted_there(kept: UUID) -> None:
    refusal = PairRefusal.objects.get()
    assert rules.access_refusal(SYSTEM, kept, refusal.pk) == refusal
    with pytest.raises(Refusal):
        rules.access_refusal(SYSTEM, uuid4(), refusal.pk)


def test_a_stranger_opens_no_pair(kept: UUID) -> None:
    """Noting that a pair was opened asks for the right to see it; the first time counts."""
    seen = PairSighting.objects.get()
    pair = {"hub_id": kept, "project_id": seen.project_id, "organisation_id": seen.organisation_id}
    note_opened(actor=member(kept, Role.VISITOR), **pair, at=AT)
    assert PairSighting.objects.get().opened_at is None
    note_opened(actor=SYSTEM, **pair, at=AT)
    note_opened(actor=SYSTEM, **pair, at=AT + timedelta(days=1))
    assert PairSighting.objects.get().opened_at == AT
