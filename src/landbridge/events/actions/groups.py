"""Groups of participants, their quotas, and which of them may meet."""

from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Final, TypedDict, Unpack
from uuid import UUID

from landbridge.events import rules
from landbridge.events.models import Event, Group, GroupRule
from landbridge.events.refusals import LabelTaken, StillUsed
from landbridge.events.states import Side
from landbridge.events.trail_events import EventsEvent
from landbridge.evidence import trail
from landbridge.ground.transactions import action
from landbridge.kernel.actor import Actor
from landbridge.kernel.ids import uuid7
from landbridge.kernel.refusal import Finding, InputRefused, Missing

MOST_MEETINGS: Final = 1_000
MOST_NO_SHOWS: Final = 20
DEFAULTS: Final = (
    (Side.DELEGATION, "P", "Projects", "项目"),
    (Side.COUNTERPARTY, "K", "Companies", "企业"),
    (Side.COUNTERPARTY, "F", "Funds", "基金"),
    (Side.COUNTERPARTY, "B", "Banks", "银行"),
)
"""Side, letter and names of a new road show's groups: projects meet each of the others."""


class GroupFacts(TypedDict, total=False):
    """What is said of a group; each fact may be given or left as it is."""

    letter: str
    name_latin: str
    name_chinese: str
    side: str
    min_meetings: int
    max_meetings: int
    no_shows_from: int | None
    no_show_meetings: int | None


def make_default_groups(*, event: Event) -> list[Group]:
    """The groups a road show begins with, and the rules that let projects meet each of the others.

    Their identifiers lie a millisecond apart, so that they stay in this order.
    """
    made_ms = event.pk.int >> 80
    groups = Group.objects.bulk_create(
        Group(
            id=uuid7(at_ms=made_ms + place),
            hub_id=event.hub_id,
            event=event,
            side=side,
            letter=letter,
            name_latin=latin,
            name_chinese=chinese,
        )
        for place, (side, letter, latin, chinese) in enumerate(DEFAULTS)
    )
    GroupRule.objects.bulk_create(
        GroupRule(hub_id=event.hub_id, event=event, first=groups[0], second=other) for other in groups[1:]
    )
    return groups


@action
def add_group(*, actor: Actor, event_id: UUID, at: datetime, **facts: Unpack[GroupFacts]) -> Group:
    """Add a group with a letter of its own. It meets nobody until a rule says so."""
    event = rules.access_changeable(actor, event_id)
    group = Group(hub_id=event.hub_id, event=event)
    _judge(group, facts)
    group.save(force_insert=True)
    trail.record(actor, EventsEvent.GROUP_ADDED, event, hub_id=event.hub_id, at=at, group=group.pk, letter=group.letter)
    return group


@action
def change_group(*, actor: Actor, event_id: UUID, group_id: UUID, at: datetime, **facts: Unpack[GroupFacts]) -> Group:
    """Change a group. The labels of its participants keep the letter they were given; its side stays once it has any."""
    event = rules.access_changeable(actor, event_id)
    group = _group(event, group_id)
    side = group.side
    _judge(group, facts)
    members = group.participants.count() if group.side != side else 0
    if members:
        raise StillUsed(what="group", label=group.letter, count=members)
    group.save(update_fields=list(GroupFacts.__annotations__))
    trail.record(
        actor,
        EventsEvent.GROUP_CHANGED,
        event,
        hub_id=event.hub_id,
        at=at,
        group=group.pk,
        letter=group.letter,
        min_meetings=group.min_meetings,
        max_meetings=group.max_meetings,
        no_shows_from=group.no_shows_from,
        no_show_meetings=group.no_show_meetings,
    )
    return group


@action
def remove_group(*, actor: Actor, event_id: UUID, group_id: UUID, at: datetime) -> None:
    """Take a group away with its rules; refused while anybody belongs to it, also somebody withdrawn."""
    event = rules.access_changeable(actor, event_id)
    group = _group(event, group_id)
    members = group.participants.count()
    if members:
        raise StillUsed(what="group", label=group.letter, count=members)
    group.delete()
    trail.record(
        actor, EventsEvent.GROUP_REMOVED, event, hub_id=event.hub_id, at=at, group=group_id, letter=group.letter
    )


@action
def set_group_rules(
    *, actor: Actor, event_id: UUID, at: datetime, pairs: Collection[tuple[UUID, UUID]]
) -> list[GroupRule]:
    """Say which groups may meet; the pairs replace the former ones, and their order does not matter.

    A group may be paired with itself: then its members may meet each other.
    """
    event = rules.access_changeable(actor, event_id)
    order = {group.pk: place for place, group in enumerate(in_order(event))}
    unknown = {str(identifier) for pair in pairs for identifier in pair if identifier not in order}
    if unknown:
        raise Missing(identifiers=sorted(unknown))
    wanted = {(min(pair, key=order.__getitem__), max(pair, key=order.__getitem__)) for pair in pairs}
    GroupRule.objects.filter(event=event).delete()
    rows = GroupRule.objects.bulk_create(
        GroupRule(hub_id=event.hub_id, event=event, first_id=first, second_id=second)
        for first, second in sorted(wanted, key=lambda pair: (order[pair[0]], order[pair[1]]))
    )
    trail.record(
        actor,
        EventsEvent.GROUP_RULES_SET,
        event,
        hub_id=event.hub_id,
        at=at,
        pairs=[[row.first_id, row.second_id] for row in rows],
    )
    return rows


def in_order(event: Event) -> list[Group]:
    """The groups as they are shown: the delegation's first, then in the order they were made."""
    return sorted(Group.objects.filter(event=event), key=lambda group: (group.side != Side.DELEGATION, group.pk))


def _group(event: Event, group_id: UUID) -> Group:
    group = Group.objects.filter(event=event, pk=group_id).first()
    if group is None:
        raise Missing(identifier=str(group_id))
    return group


def _judge(group: Group, facts: GroupFacts) -> None:
    """Give the group its facts; refuse what cannot be."""
    for name, value in facts.items():
        setattr(group, name, value)
    group.letter = group.letter.strip().upper()
    found = list(_faults(group))
    if found:
        raise InputRefused(*found)
    others = Group.objects.filter(event_id=group.event_id, letter=group.letter)
    if others.exclude(pk=group.pk).exists():
        raise LabelTaken(label=group.letter, field="letter")


def _faults(group: Group) -> Iterator[Finding]:
    if not (group.letter.isascii() and group.letter.isalpha() and len(group.letter) <= 2):
        yield Finding("group_letter", field="letter", data={"letter": group.letter})
    if not (group.name_latin.strip() or group.name_chinese.strip()):
        yield Finding("name_missing", field="name_latin")
    if group.side not in set(Side):
        yield Finding("unknown_side", field="side", data={"side": group.side})
    yield from quota_faults(group.min_meetings, group.max_meetings)
    yield from _no_show_faults(group)


def _no_show_faults(group: Group) -> Iterator[Finding]:
    """A limit after no-shows says both from how many on and how many meetings; it is no wider than the usual one."""
    times, meetings = group.no_shows_from, group.no_show_meetings
    if (times is None) != (meetings is None):
        field = "no_shows_from" if times is None else "no_show_meetings"
        yield Finding("no_show_limit_half", field=field)
        return
    if times is not None and not 1 <= times <= MOST_NO_SHOWS:
        yield Finding("no_shows_out_of_range", field="no_shows_from", data={"given": times, "most": MOST_NO_SHOWS})
    if meetings is not None and not 0 <= meetings <= group.max_meetings:
        most = {"given": meetings, "most": group.max_meetings}
        yield Finding("quota_out_of_range", field="no_show_meetings", data=most)


def quota_faults(least: int, most: int) -> Iterator[Finding]:
    """What is wrong with a number of meetings to have at least and at most."""
    if least > most:
        yield Finding("quota_backward", field="max_meetings", data={"least": least, "most": most})
    if not 0 <= least <= MOST_MEETINGS:
        yield Finding("quota_out_of_range", field="min_meetings", data={"given": least, "most": MOST_MEETINGS})
    if not 0 <= most <= MOST_MEETINGS:
        yield Finding("quota_out_of_range", field="max_meetings", data={"given": most, "most": MOST_MEETINGS})
