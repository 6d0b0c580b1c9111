"""Wishes: one party's word on meeting another, its end, and the day until which words are taken."""

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime, time, timedelta
from typing import Final
from uuid import UUID

from landbridge.events import holders, rules
from landbridge.events.actions.venue import property_faults
from landbridge.events.models import Attendee, Event, Participant, Wish
from landbridge.events.queries import parties
from landbridge.events.states import ATTENDING, WISH, ParticipantState, WishKind, WishState
from landbridge.events.timetable import day_start
from landbridge.events.trail_events import EventsEvent
from landbridge.events.wishing import OVER
from landbridge.evidence import trail
from landbridge.ground.locks import locked
from landbridge.ground.transactions import action
from landbridge.kernel import zones
from landbridge.kernel.actor import Actor
from landbridge.kernel.refusal import Finding, InputRefused, Missing, Refusal
from landbridge.matchmaking.models import PairRefusal

LONGEST_MESSAGE: Final = 500


class WishForOneself(Refusal):
    """A party cannot wish to meet itself."""

    code = "wish_for_oneself"


class WishForOwnSide(Refusal):
    """Parties of one side meet only where a group rule lets them. `data`: `target` (a label)."""

    code = "wish_for_own_side"


class WishAgainstGroupRules(Refusal):
    """No rule lets these two groups meet. `data`: `wisher`, `target` (labels), `wisher_group`, `target_group`."""

    code = "wish_against_group_rules"


class WishForRefusedPair(Refusal):
    """The organiser keeps this pair apart; why is not told here. `data`: `target` (a label)."""

    code = "wish_for_refused_pair"


class WishesAreClosed(Refusal):
    """The day until which wishes are taken is over. `data`: `until` (wall time as text), `zone`."""

    code = "wishes_are_closed"


class EventTakesNoWishes(Refusal):
    """The road show was held or cancelled. `data`: `state`."""

    code = "event_takes_no_wishes"


class PartyDoesNotCome(Refusal):
    """The wisher or the one wished for has declined or withdrawn. `data`: `label`, `state`."""

    code = "party_does_not_come"


class WishHasEnded(Refusal):
    """The wish was withdrawn or has expired already. `data`: `state`."""

    code = "wish_has_ended"


@action
def say_wish(
    *,
    actor: Actor,
    wisher_id: UUID,
    target_id: UUID,
    kind: WishKind | str,
    message: str = "",
    target_person_id: UUID | None = None,
    expires_at: datetime | None = None,
    needs: Collection[str] | None = None,
    after_deadline: bool = False,
    at: datetime,
) -> Wish:
    """Say that a party must, would like to, or never wants to meet another; its former word on them is replaced.

    A wish is the party's: any of the other party's people fulfils it, unless `target_person_id` names one. It counts
    until `expires_at`, at the latest until the event is over. `needs`: what the table must have for this meeting; None
    leaves what was asked for before. Two words of one party wait for each other. The organiser
    may note one `after_deadline`, as on the day itself; somebody with a personal link may not.
    """
    _require_distinct(wisher_id, target_id)
    wisher = holders.access_party(actor, wisher_id, lock=True)
    target = _target(wisher, target_id)
    _require_open(wisher.event, None if after_deadline and not isinstance(actor, holders.LinkHolder) else at)
    _require_possible(wisher, target)
    if kind != WishKind.NEVER:
        _require_not_refused(wisher, target)
    person = _person(target, target_person_id)
    last = day_start(wisher.event.last_day + timedelta(days=1), wisher.event.zone)
    said: dict[str, object] = {
        "kind": _kind(kind, message, expires_at, at),
        "message": message.replace("\x00", "").strip(),
        "target_person": person,
        "state": WishState.OPEN,
        "said_by": actor.actor_id,
        "said_at": at,
        "expires_at": min(expires_at, last) if expires_at else last,
        "ended_at": None,
    }
    if needs is not None:
        said["needs"] = _known_needs(needs)
    wish, made = Wish.objects.update_or_create(
        hub_id=wisher.hub_id, event=wisher.event, wisher=wisher, target=target, defaults=said
    )
    trail.record(
        actor,
        EventsEvent.WISH_SAID,
        wish,
        hub_id=wisher.hub_id,
        at=at,
        wisher=wisher.pk,
        target=target.pk,
        kind=wish.kind,
        first=made,
    )
    return wish


def _known_needs(needs: Collection[str]) -> list[str]:
    found = property_faults(needs, "needs")
    if found:
        raise InputRefused(*found)
    return sorted(set(needs))


@action
def withdraw_wish(*, actor: Actor, wish_id: UUID, at: datetime) -> Wish:
    """Take a wish back. Possible after the deadline too: nobody is held to a meeting they no longer want."""
    found = Wish.objects.filter(pk=wish_id).values_list("wisher_id", flat=True).first()
    if found is None:
        raise Missing(identifier=str(wish_id))
    wisher = holders.access_party(actor, found, lock=True)
    wish = locked(Wish.objects.all(), wish_id)
    _require_not_over(wisher.event)
    if wish.state != WishState.OPEN:
        raise WishHasEnded(state=wish.state)
    _end(wish, WishState.WITHDRAWN, at)
    trail.record(
        actor, EventsEvent.WISH_WITHDRAWN, wish, hub_id=wish.hub_id, at=at, wisher=found, target=wish.target_id
    )
    return wish


@action
def expire_wishes(*, actor: Actor, hub_id: UUID, at: datetime) -> int:
    """End the wishes of a hub whose time is over; gives their number. Run twice, the second finds nothing."""
    due = Wish.objects.filter(hub_id=hub_id, state=WishState.OPEN, expires_at__lte=at)
    by_event: defaultdict[UUID, list[Wish]] = defaultdict(list)
    for wish in due.select_for_update(skip_locked=True).order_by("pk"):
        by_event[wish.event_id].append(wish)
    events = Event.objects.in_bulk(by_event)
    for event_id, wishes in by_event.items():
        Wish.objects.filter(pk__in=[wish.pk for wish in wishes]).update(state=WishState.EXPIRED, ended_at=at)
        trail.record(
            actor,
            EventsEvent.WISHES_EXPIRED,
            events[event_id],
            hub_id=hub_id,
            at=at,
            wishes=[wish.pk for wish in wishes],
        )
    return sum(len(wishes) for wishes in by_event.values())


@action
def set_wish_deadline(*, actor: Actor, event_id: UUID, until: datetime | None, at: datetime) -> Event:
    """Say until when wishes are taken, as a wall time in the event's zone; None takes them until the event is over."""
    event = rules.access_event(actor, event_id, to="plan", lock=True)
    _require_not_over(event)
    instant = _deadline(event, until, at) if until else None
    before, event.wishes_until = event.wishes_until, instant
    event.save(update_fields=["wishes_until"])
    trail.record(
        actor,
        EventsEvent.WISH_DEADLINE_SET,
        event,
        hub_id=event.hub_id,
        at=at,
        until=instant and instant.isoformat(),
        before=before and before.isoformat(),
    )
    return event


def _end(wish: Wish, to: WishState, at: datetime) -> None:
    WISH.require(WishState(wish.state), to)
    wish.state, wish.ended_at = to, at
    wish.save(update_fields=["state", "ended_at"])


def _require_distinct(wisher_id: UUID, target_id: UUID) -> None:
    if wisher_id == target_id:
        raise WishForOneself(party=str(wisher_id))


def _target(wisher: Participant, target_id: UUID) -> Participant:
    target = (
        Participant.objects.filter(pk=target_id, event_id=wisher.event_id)
        .select_related("group", "project", "organisation")
        .first()
    )
    if target is None:
        raise Missing(identifier=str(target_id))
    return target


def _require_not_over(event: Event) -> None:
    if event.state in OVER:
        raise EventTakesNoWishes(state=event.state)


def _require_open(event: Event, at: datetime | None) -> None:
    """Refuse a wish once the event is over or, unless `at` is None, the deadline has passed."""
    _require_not_over(event)
    if at is not None and event.wishes_until is not None and at >= event.wishes_until:
        until = zones.to_wall(event.wishes_until, event.zone)
        raise WishesAreClosed(until=f"{until:%Y-%m-%d %H:%M}", zone=event.zone)


def _require_possible(wisher: Participant, target: Participant) -> None:
    for party in (wisher, target):
        if ParticipantState(party.state) not in ATTENDING:
            raise PartyDoesNotCome(label=party.label, state=party.state)
    if (wisher.group_id, target.group_id) not in parties.meeting_groups(wisher.event):
        if wisher.group.side == target.group.side:
            raise WishForOwnSide(target=target.label)
        groups = {"wisher_group": wisher.group.letter, "target_group": target.group.letter}
        raise WishAgainstGroupRules(wisher=wisher.label, target=target.label, **groups)


def _require_not_refused(wisher: Participant, target: Participant) -> None:
    pairs = [(one.project_id, other.organisation_id) for one, other in ((wisher, target), (target, wisher))]
    refused = any(
        PairRefusal.objects.filter(
            hub_id=wisher.hub_id, project_id=project, organisation_id=organisation, lifted_at__isnull=True
        ).exists()
        for project, organisation in pairs
        if project and organisation
    )
    if refused:
        raise WishForRefusedPair(target=target.label)


def _person(target: Participant, person_id: UUID | None) -> Attendee | None:
    if person_id is None:
        return None
    person = Attendee.objects.filter(pk=person_id, participant=target).first()
    if person is None:
        raise InputRefused(
            Finding("wish_person_of_another_party", field="target_person", data={"target": target.label})
        )
    return person


def _kind(kind: WishKind | str, message: str, expires_at: datetime | None, at: datetime) -> WishKind:
    findings = []
    if kind not in set(WishKind):
        findings.append(Finding("wish_kind_unknown", field="kind", data={"given": str(kind)}))
    if len(message.strip()) > LONGEST_MESSAGE:
        length = {"length": len(message.strip()), "most": LONGEST_MESSAGE}
        findings.append(Finding("wish_message_too_long", field="message", data=length))
    if expires_at is not None and expires_at <= at:
        findings.append(Finding("wish_expires_in_the_past", field="expires_at", data={"given": expires_at.isoformat()}))
    if findings:
        raise InputRefused(*findings)
    return WishKind(str(kind))


def _deadline(event: Event, until: datetime, at: datetime) -> datetime:
    given = {"given": f"{until:%Y-%m-%d %H:%M}", "last_day": event.last_day}
    if until.date() < at.date() - timedelta(days=2):  # far enough in any zone, and before arithmetic that year 1 breaks
        raise InputRefused(Finding("deadline_in_the_past", field="until", data=given))
    if until > datetime.combine(event.last_day, time.max):
        raise InputRefused(Finding("deadline_after_the_event", field="until", data=given))
    try:
        instant = zones.to_instant(until, event.zone)
    except (zones.TimeDoesNotExist, zones.TimeIsAmbiguous) as refusal:
        raise InputRefused(Finding(refusal.code, field="until", data=dict(refusal.data))) from refusal
    if instant <= at:
        raise InputRefused(Finding("deadline_in_the_past", field="until", data=given))
    return instant
