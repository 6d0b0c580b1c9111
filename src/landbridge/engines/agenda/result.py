"""What solving answers: an `Agenda` with value, bound and proof per level, or `Infeasible` with the reason."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class EngineError(Exception):
    """The engine made an agenda that its own checker rejects: a fault of the programme, never of the input."""


class LevelName(StrEnum):
    """What an agenda is judged by, first to last: a later level never costs an earlier one."""

    MUSTS = "musts"
    SMALLEST_SHARE = "smallest_share"
    TOTAL = "total"
    GAPS = "gaps"
    TABLE_CHANGES = "table_changes"


MAXIMISED = frozenset({LevelName.MUSTS, LevelName.SMALLEST_SHARE, LevelName.TOTAL})


@dataclass(frozen=True, slots=True)
class Level:
    """One level's value and what no agenda can surpass, given the values of the levels above."""

    name: LevelName
    value: int
    bound: int

    @property
    def proven(self) -> bool:
        """Whether no better value exists."""
        return self.value == self.bound

    @property
    def gap(self) -> float:
        """The distance to the bound as a fraction of the larger of the two; 0.0 when proven."""
        return abs(self.bound - self.value) / max(abs(self.bound), abs(self.value), 1)


@dataclass(frozen=True, slots=True, order=True)
class Meeting:
    """A wish granted: who meets, when and where."""

    wish: str
    a: str
    b: str
    slot: str
    table: str
    others: tuple[str, ...] = ()
    interpreter: str = ""

    @property
    def people(self) -> tuple[str, ...]:
        """Everyone at the table."""
        return (self.a, self.b, *self.others, *((self.interpreter,) if self.interpreter else ()))


class Stopped(StrEnum):
    """Why solving ended: nothing better exists, nothing left to try, the budget was used up, or it was cancelled."""

    PROVEN = "proven"
    SETTLED = "settled"
    BUDGET = "budget"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Agenda:
    """Meetings sorted by wish id, with their value per level. `seconds` is not part of its identity."""

    meetings: tuple[Meeting, ...]
    levels: tuple[Level, ...]
    stopped: Stopped = Stopped.SETTLED
    seed: int = 0
    seconds: float = field(default=0.0, compare=False)

    def level(self, name: LevelName) -> Level | None:
        """The level of that name, if the problem has it."""
        return next((level for level in self.levels if level.name is name), None)

    @property
    def proven(self) -> bool:
        """Whether every level is proven."""
        return all(level.proven for level in self.levels)


class ConflictCode(StrEnum):
    """Which kind of demand cannot be met."""

    NO_POSSIBLE_SLOT = "no_possible_slot"
    REFUSED = "refused"
    GROUP_RULE = "group_rule"
    MORE_REQUIRED_THAN_SLOTS = "more_required_than_slots"
    MORE_REQUIRED_THAN_QUOTA = "more_required_than_quota"
    FEWER_POSSIBLE_THAN_MINIMUM = "fewer_possible_than_minimum"
    TABLES_SHORT = "tables_short"
    RESOURCE_SHORT = "resource_short"
    INTERPRETERS_SHORT = "interpreters_short"
    SLOTS_SHORT = "slots_short"
    NO_FITTING_TABLE = "no_fitting_table"
    NO_INTERPRETER = "no_interpreter"
    TOGETHER = "together"
    NOT_FOUND_IN_TIME = "not_found_in_time"


@dataclass(frozen=True, slots=True)
class Conflict:
    """A set of the organiser's own demands that cannot hold together, with the numbers that show it.

    `parts` name the demands by kind and id: ("wish", "w7") a must, ("pin", "w2") a pin and the must it fixes,
    ("minimum", "p3") and ("maximum", "p3") of a participant's meetings, ("quota", "q1"), ("slot", "s4") the number of
    tables in a slot, ("resource", "r1"), ("interpreter", "p9"), and ("way", "place one|place two"). If `minimal`,
    without any one of them the others can hold together. `data` counts: how many meetings are `required`, of which
    `participant`, in how many `slots`, and so on; where more are required than one conflict needs, all are counted and
    named as `meetings`.
    """

    code: ConflictCode
    parts: tuple[tuple[str, str], ...] = ()
    data: Mapping[str, object] = field(default_factory=dict)
    minimal: bool = False


@dataclass(frozen=True, slots=True)
class Relaxation:
    """The least change of one demand that resolves its conflict, in terms of the input; `relaxed` carries it out.

    `kind`: drop_must, drop_pin, lower_minimum, raise_maximum, change_quota, add_table, add_resource,
    add_interpreter or shorten_way. `data` says how far: `by` how many, `to` which number, `lower` and `raise` a quota's
    bounds, whether with a pin the `must` goes too, what a table `needs`, whether a resource is `always` there, how many `minutes` a walk may take. With it
    alone an agenda exists if `suffices`; without data, not even giving up the demand altogether resolves the conflict.
    """

    kind: str
    parts: tuple[tuple[str, str], ...]
    data: Mapping[str, object] = field(default_factory=dict)
    suffices: bool = False
    cost: int = 1


@dataclass(frozen=True, slots=True)
class Infeasible:
    """No agenda meets every hard demand (`proven`), or none was found within the budget (not `proven`).

    No two `conflicts` share a demand. `relaxations` are told cheapest first; where none of them suffices alone,
    `combined` are some that suffice together. `draft` is the best found that leaves demands unmet: not valid, but
    something to talk about.
    """

    conflicts: tuple[Conflict, ...]
    proven: bool
    relaxations: tuple[Relaxation, ...] = ()
    draft: Agenda | None = None
    combined: tuple[Relaxation, ...] = ()
    seconds: float = field(default=0.0, compare=False)


@dataclass(frozen=True, slots=True)
class Progress:
    """What solving knows at one moment: phase, seconds since the start, and the best agenda when it is new."""

    phase: str
    seconds: float
    fraction: float
    levels: tuple[Level, ...] = ()
    agenda: Agenda | None = None
