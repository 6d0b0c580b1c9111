"""Why a wish was not met: the reason as data, with the meetings that stood in its way."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from landbridge.engines.agenda.parts import Given, Wish, WishKind
from landbridge.engines.agenda.result import Agenda
from landbridge.engines.agenda.standing import Standing


class ReasonCode(StrEnum):
    """Why a meeting does not take place, from the first that can be named: the earlier ones no agenda can change."""

    REFUSED = "refused"
    GROUP_RULE = "group_rule"
    NO_COMMON_SLOT = "no_common_slot"
    NO_INTERPRETER = "no_interpreter"
    NO_FITTING_TABLE = "no_fitting_table"
    MEET_ALREADY = "meet_already"
    QUOTA_FULL = "quota_full"
    PERSON_BUSY = "person_busy"
    ON_THE_WAY = "on_the_way"
    INTERPRETER_BUSY = "interpreter_busy"
    TABLES_SHORT = "tables_short"
    RESOURCE_SHORT = "resource_short"
    FREE = "free"


UNCHANGEABLE = frozenset(
    {
        ReasonCode.REFUSED,
        ReasonCode.GROUP_RULE,
        ReasonCode.NO_COMMON_SLOT,
        ReasonCode.NO_INTERPRETER,
        ReasonCode.NO_FITTING_TABLE,
    }
)


@dataclass(frozen=True, slots=True)
class Reason:
    """Why one pair of people who would satisfy the wish does not meet.

    `participants` are those who were full or busy, `slots` those both could have used, `quota` the id of a quota
    that is full, and `outranked_by` the wishes granted in its place, dearest first. `FREE` means that there was
    room after all: the search ended before it was used.
    """

    code: ReasonCode
    a: str
    b: str
    participants: tuple[str, ...] = ()
    slots: tuple[str, ...] = ()
    quota: str = ""
    outranked_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Unmet:
    """One unmet wish with a reason per pair of alternatives; `proven` if no agenda at all could grant it."""

    wish: str
    reasons: tuple[Reason, ...] = field(default=())

    @property
    def proven(self) -> bool:
        """Whether the input alone rules the meeting out."""
        return bool(self.reasons) and all(reason.code in UNCHANGEABLE for reason in self.reasons)


def explain(problem: Given, agenda: Agenda, *, wishes: Collection[str] | None = None) -> tuple[Unmet, ...]:
    """A reason for every must and want that the agenda leaves unmet, in the order of the wishes.

    `wishes` names those to explain; None: all of them. Ids that are met, refusals or unknown are left out.
    """
    standing = Standing.of(problem, agenda)
    met = {m.wish for m in agenda.meetings}
    asked = [w for w in problem.wishes if wishes is None or w.id in wishes]
    unmet = [w for w in asked if w.kind is not WishKind.NEVER and w.id not in met]
    return tuple(Unmet(wish.id, tuple(_reasons(standing, wish))) for wish in unmet)


def ruled_out(problem: Given, wish: Wish) -> ReasonCode | None:
    """What alone keeps the wish from every agenda, if it is one thing for all its pairs of people."""
    found = {reason.code for reason in _reasons(Standing(problem, ()), wish)}
    code = found.pop() if len(found) == 1 else None
    return code if code in UNCHANGEABLE else None


def _reasons(standing: Standing, wish: Wish) -> Iterator[Reason]:
    for a in wish.a:
        for b in wish.b:
            yield _reason(standing, wish, a, b)


def _reason(standing: Standing, wish: Wish, a: str, b: str) -> Reason:
    people = (a, b, *wish.others)
    if standing.refused(a, b):
        return Reason(ReasonCode.REFUSED, a, b)
    if not standing.groups_may_meet(a, b):
        return Reason(ReasonCode.GROUP_RULE, a, b)
    common = [s for s in standing.slot_ids if standing.open_to(wish, people, s)]
    if not common:
        return Reason(ReasonCode.NO_COMMON_SLOT, a, b)
    helpers = standing.interpreters(a, b)
    if helpers is not None:
        common = [s for s in common if any(standing.open_to(wish, (name,), s) for name in helpers)]
        if not common:
            return Reason(ReasonCode.NO_INTERPRETER, a, b, tuple(helpers))
    fitting = [s for s in common if standing.tables_fitting(wish, s)]
    if not fitting:
        return Reason(ReasonCode.NO_FITTING_TABLE, a, b, slots=tuple(common))
    other = standing.meeting_of(a, b)
    if other is not None:
        return Reason(ReasonCode.MEET_ALREADY, a, b, outranked_by=(other,))
    open_slots = standing.open_days(people, fitting)
    full = standing.full(people, fitting) or (None if open_slots else standing.full(people, fitting[:1]))
    if full is not None:
        participants, quota, wishes = full
        return Reason(ReasonCode.QUOTA_FULL, a, b, participants, tuple(fitting), quota, standing.ranked(wishes))
    return _by_slot(standing, wish, people, open_slots, helpers)


def _by_slot(
    standing: Standing, wish: Wish, people: tuple[str, ...], slots: list[str], helpers: list[str] | None
) -> Reason:
    """What stands in the way in each slot; if anywhere all attend, interpreter, table or resource is what lacks."""
    blockers = {s: standing.blocking(people, s) for s in slots}
    free = [s for s in slots if not blockers[s]]
    if not free:
        return _busy(standing, people, slots, blockers)
    if helpers is not None:
        there = {s: [name for name in helpers if standing.open_to(wish, (name,), s)] for s in free}
        taken = {s: standing.blocking(names, s) for s, names in there.items()}
        helped = [s for s in free if len(taken[s]) < len(there[s])]
        if not helped:
            wishes = {m for found in taken.values() for names in found.values() for m in names}
            who = tuple(name for name in helpers if any(name in names for names in there.values()))
            ranked = standing.ranked(wishes)
            a, b = people[0], people[1]
            return Reason(ReasonCode.INTERPRETER_BUSY, a, b, who, tuple(free), outranked_by=ranked)
        free = helped
    return _short(standing, wish, people, free)


def _busy(
    standing: Standing, people: tuple[str, ...], slots: list[str], blockers: Mapping[str, Mapping[str, list[str]]]
) -> Reason:
    """Who is taken in every slot, or would be on the way in all where nobody is."""
    a, b = people[0], people[1]
    who = tuple(name for name in people if any(name in found for found in blockers.values()))
    wishes = {m for found in blockers.values() for names in found.values() for m in names}
    walking = [s for s in slots if not standing.meeting_then(people, s)]
    if not walking:
        return Reason(ReasonCode.PERSON_BUSY, a, b, who, tuple(slots), outranked_by=standing.ranked(wishes))
    wishes = {m for s in walking for names in blockers[s].values() for m in names}
    who = tuple(name for name in who if any(name in blockers[s] for s in walking))
    return Reason(ReasonCode.ON_THE_WAY, a, b, who, tuple(walking), outranked_by=standing.ranked(wishes))


def _short(standing: Standing, wish: Wish, people: tuple[str, ...], free: list[str]) -> Reason:
    """All attend in these slots: what lacks is a resource or a table, or nothing."""
    a, b = people[0], people[1]
    short = {s: standing.users_if_short(wish, s) for s in free}
    roomy = [s for s in free if not short[s]]
    users = {m for found in short.values() for m in found}
    if roomy:
        tables = [s for s in roomy if not standing.tables_free(wish, s)]
        if len(tables) < len(roomy):
            return Reason(ReasonCode.FREE, a, b, slots=tuple(s for s in roomy if s not in tables))
        held = {m for s in tables for m in standing.held_in(s)}
        return Reason(ReasonCode.TABLES_SHORT, a, b, slots=tuple(tables), outranked_by=standing.ranked(held))
    return Reason(ReasonCode.RESOURCE_SHORT, a, b, slots=tuple(free), outranked_by=standing.ranked(users))
