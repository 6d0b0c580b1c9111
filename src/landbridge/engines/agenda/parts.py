"""The parts of a planning problem: slots, tables, people, wishes and the organiser's rules, frozen, with string ids.

Nothing is checked here; `problem.Problem` is the valid whole. Times are aware datetimes; weights and counts are
whole numbers.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class WishKind(StrEnum):
    """How strongly a meeting is asked for; `NEVER` forbids every pair its two sides can form."""

    MUST = "must"
    WANT = "want"
    NEVER = "never"


class QuotaScope(StrEnum):
    """Whose meetings a quota counts: one person's, one party's, each member's of a group, or a whole group's."""

    PARTICIPANT = "participant"
    PARTY = "party"
    EACH = "each"
    GROUP = "group"


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """A span of time in which meetings take place. Slots may differ in length; overlapping ones exclude each other."""

    id: str
    start: datetime
    end: datetime
    day: str
    place: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Room for one meeting at a time, in the slots named (None: in all of them)."""

    id: str
    room: str = ""
    properties: frozenset[str] = frozenset()
    slots: frozenset[str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Participant:
    """A person. `slots` are those they are there for (None: all), less the `forbidden` ones.

    `languages` are those they speak; none means that nobody said, and that no interpreter is needed for them. One who
    `interprets` is on no side of a wish: two people who share no language meet only together with one interpreter who
    shares a language with each of them.
    """

    id: str
    group: str
    party: str = ""
    name: str = ""
    slots: frozenset[str] | None = None
    forbidden: frozenset[str] = frozenset()
    min_meetings: int = 0
    max_meetings: int | None = None
    languages: frozenset[str] = frozenset()
    interprets: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupRule:
    """Members of the two groups may meet each other, in either order."""

    a: str
    b: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Quota:
    """Bounds on a number of meetings: those of `of`, only with members of `with_group` and only on `day` if given."""

    id: str
    scope: QuotaScope
    of: str
    at_most: int | None = None
    at_least: int = 0
    with_group: str | None = None
    day: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Resource:
    """Something scarce beside tables and interpreters, a demonstrator say: `capacity` meetings at a time, in the slots named."""

    id: str
    capacity: int = 1
    slots: frozenset[str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """A meeting asked for between one person of side `a` and one of side `b`, with all `others` present too.

    A side with several ids is a company-level wish: any one of them satisfies it. What the meeting is worth is
    `weight_a + weight_b`. `needs` are table properties, `resources` ids of resources, `slots` limits when.
    """

    id: str
    a: tuple[str, ...]
    b: tuple[str, ...]
    kind: WishKind = WishKind.WANT
    weight_a: int = 1
    weight_b: int = 1
    others: tuple[str, ...] = ()
    needs: frozenset[str] = frozenset()
    resources: frozenset[str] = frozenset()
    slots: frozenset[str] | None = None

    @property
    def weight(self) -> int:
        """What the meeting counts in totals and in shares."""
        return self.weight_a + self.weight_b


@dataclass(frozen=True, slots=True, kw_only=True)
class Pin:
    """The wish's meeting takes place, at this slot and table, between these people, with this interpreter where given.

    `keep` marks a meeting as already agreed: availability, group rules, quotas' upper bounds, refusals and table
    properties no longer speak against it, and it has the interpreter it names or none. Nobody and no table is booked
    twice for it. A kept pin names its slot.
    """

    wish: str
    slot: str | None = None
    table: str | None = None
    a: str | None = None
    b: str | None = None
    interpreter: str | None = None
    keep: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Travel:
    """Minutes a person needs between the two places, in either direction."""

    a: str
    b: str
    minutes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """All that the agenda depends on, as it was given.

    `group_rules`: the pairs of groups that may meet; None: all may. `share_over`: the group whose smallest share
    (sum of the weights of one's meetings, over those who could meet anybody) is maximised before the total; None:
    no such level. `musts_hard`: False lets a must go unmet where otherwise no agenda exists. `zone`: the IANA zone
    in which calendars show the slots.
    """

    slots: tuple[Slot, ...]
    tables: tuple[Table, ...]
    participants: tuple[Participant, ...]
    wishes: tuple[Wish, ...]
    group_rules: tuple[GroupRule, ...] | None = None
    quotas: tuple[Quota, ...] = ()
    resources: tuple[Resource, ...] = ()
    pins: tuple[Pin, ...] = ()
    travel: tuple[Travel, ...] = ()
    share_over: str | None = None
    musts_hard: bool = True
    title: str = ""
    zone: str = "UTC"
