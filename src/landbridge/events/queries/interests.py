"""What one party and the others said of each other, without reading the whole event."""

from collections.abc import Mapping
from uuid import UUID

from django.db.models import Q

from landbridge.events.models import Attendee, Wish
from landbridge.events.queries.agendas import Interest, pair_uid
from landbridge.events.states import Side, WishKind, WishState


def interest_between(attendee: Attendee) -> Mapping[UUID, Interest]:
    """By pair, what the attendee's party and its wished or wishing others said; the delegation's side is first."""
    mine = attendee.participant_id
    wishes = Wish.objects.filter(Q(wisher_id=mine) | Q(target_id=mine), event=attendee.event_id, state=WishState.OPEN)
    found: dict[UUID, Interest] = {}
    for wisher, target, side, kind in wishes.values_list("wisher_id", "target_id", "wisher__group__side", "kind"):
        delegation_asks = side == Side.DELEGATION
        first, second = (wisher, target) if delegation_asks else (target, wisher)
        uid = pair_uid(attendee.event_id, wisher, target)
        known = found.get(uid) or Interest(uid, first, second)
        by_first = WishKind(kind) if delegation_asks else known.by_first
        by_second = known.by_second if delegation_asks else WishKind(kind)
        found[uid] = Interest(uid, first, second, by_first, by_second)
    return found
