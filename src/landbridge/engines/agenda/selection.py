"""Which meetings to hold, slots left aside: a small integer programme whose optimum bounds every agenda.

Source of the idea: without slots the problem is a b-matching with side rows, whose linear relaxation is nearly
integral; HiGHS (by scipy) proves 8,000 wishes in a fraction of a second.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_matrix

from landbridge.engines.agenda.compiled import Compiled

Vector = npt.NDArray[np.float64]


@dataclass
class Rows:
    """Linear rows over columns, gathered one by one."""

    columns: int
    indices: list[int] = field(default_factory=list)
    values: list[float] = field(default_factory=list)
    starts: list[int] = field(default_factory=lambda: [0])
    low: list[float] = field(default_factory=list)
    high: list[float] = field(default_factory=list)

    def add(self, indices: Iterable[int], low: float, high: float, values: Iterable[float] | None = None) -> None:
        """Add `low <= sum(values * columns) <= high`; values default to ones."""
        before = len(self.indices)
        self.indices.extend(indices)
        added = len(self.indices) - before
        self.values.extend(values if values is not None else [1.0] * added)
        self.starts.append(len(self.indices))
        self.low.append(low)
        self.high.append(high)

    def matrix(self) -> csr_matrix:
        """The rows as a sparse matrix."""
        return csr_matrix((self.values, self.indices, self.starts), shape=(len(self.low), self.columns))


@dataclass(frozen=True)
class Optimum:
    """An optimum or the best known: its columns (None if none was found), value, and bound; `infeasible` if proven."""

    columns: Vector | None
    value: float
    bound: float
    infeasible: bool = False


def maximise(
    rows: Rows, worth: Vector, upper: Vector, *, whole: bool | npt.NDArray[np.uint8] = True, seconds: float = 60.0
) -> Optimum:
    """Maximise `worth` over columns from 0 to `upper`, integral where `whole`; stops at `seconds`."""
    integrality = np.full(rows.columns, int(whole)) if isinstance(whole, bool) else whole
    answer = milp(
        -worth,
        integrality=integrality,
        bounds=Bounds(0, upper),
        constraints=LinearConstraint(rows.matrix(), rows.low, rows.high),
        options={"time_limit": max(seconds, 0.05), "mip_rel_gap": 0.0},
    )
    if answer.status == 2:
        return Optimum(None, 0.0, 0.0, infeasible=True)
    columns = None if answer.x is None else np.asarray(answer.x, dtype=np.float64)
    value = float(-answer.fun) if columns is not None else -np.inf
    dual = answer.get("mip_dual_bound")
    bound = float(-dual) if dual is not None else (value if answer.status == 0 else np.inf)
    return Optimum(columns, value, bound)


@dataclass(frozen=True)
class Selection:
    """The slot-free answer: candidates chosen (empty if none was found in time) and a bound for each level."""

    chosen: tuple[int, ...]
    musts: int
    share: int
    total: int
    infeasible: bool = False


def select(model: Compiled, *, seconds: float) -> Selection:
    """Choose candidates level by level: musts, smallest share, total."""
    return SlotFree(model, hard=True).levels(seconds)


def total_given(model: Compiled, *, musts: int, share: int, seconds: float) -> int:
    """A bound on the total of every agenda that meets so many musts and gives everybody this share."""
    relaxed = SlotFree(model, hard=True)
    relaxed.hold(musts=musts, share=share)
    return whole_bound(maximise(relaxed.rows, relaxed.weight, relaxed.upper, seconds=seconds).bound)


def whole_bound(bound: float) -> int:
    """The largest integer value a bound allows, rounding errors of the solver forgiven."""
    return int(np.floor(bound + 1e-6 * max(1.0, abs(bound)))) if np.isfinite(bound) else 10**15


class SlotFree:
    """The slot-free programme: one column per candidate, one more for the smallest share."""

    def __init__(self, model: Compiled, *, hard: bool) -> None:
        self.model = model
        self.size = len(model.candidates)
        self.columns = self.size + 1
        self.rows = Rows(self.columns)
        self.weight = np.array([c.weight for c in model.candidates] + [0.0])
        self.must = np.array([float(c.must) for c in model.candidates] + [0.0])
        upper = float(self.weight.sum()) if model.sharers else 0.0
        self.upper = np.array([1.0] * self.size + [upper])
        self._wish_rows(hard=hard)
        self._limit_rows(hard=hard)
        self._pool_rows()
        self._share_rows()

    def _wish_rows(self, *, hard: bool) -> None:
        model = self.model
        demanded = demanded_wishes(model) if hard else frozenset()
        for w, members in enumerate(model.of_wish):
            if len(members) > 1 or w in demanded:
                self.rows.add(members, float(w in demanded), 1.0)
        seen: set[tuple[int, ...]] = set()
        for i, twins in enumerate(model.twins):
            group = tuple(sorted((i, *twins)))
            if twins and group not in seen:
                seen.add(group)
                self.rows.add(group, 0.0, 1.0)

    def _limit_rows(self, *, hard: bool) -> None:
        masks = [sum(1 << s for s in c.slots) for c in self.model.candidates]
        for limit in self.model.limits:
            outside = self.model.everything & ~limit.slots
            inside = [i for i in limit.members if not masks[i] & outside]
            touching = [i for i in limit.members if masks[i] & limit.slots]
            if limit.high < len(inside):
                self.rows.add(inside, -np.inf, float(limit.high))
            if limit.low and hard:
                self.rows.add(touching, float(limit.low), np.inf)

    def _pool_rows(self) -> None:
        model = self.model
        users: list[list[int]] = [[] for _ in model.pool_room]
        for i, c in enumerate(model.candidates):
            for q in c.pools:
                users[q].append(i)
        for q, room in enumerate(model.pool_room):
            reach = {s for i in users[q] for s in model.candidates[i].slots}
            most = sum(room[s] for s in reach)
            if most < len(users[q]):
                self.rows.add(users[q], -np.inf, float(most))

    def _share_rows(self) -> None:
        for p in self.model.sharers:
            members = self.model.of_person[p]
            values = [float(self.model.candidates[i].weight) for i in members]
            self.rows.add([*members, self.size], 0.0, np.inf, [*values, -1.0])

    def levels(self, seconds: float) -> Selection:
        """Optimise level after level, each given the levels before."""
        stages: list[tuple[Vector, Callable[[int], None]]] = []
        musts = sum(any(self.model.candidates[i].must for i in w) for w in self.model.of_wish)
        if not self.model.given.musts_hard and musts:
            stages.append((self.must, self._hold_musts))
        if self.model.sharers:
            share = np.zeros(self.columns)
            share[self.size] = 1.0
            stages.append((share, self._hold_share))
        stages.append((self.weight, lambda _: None))
        found: list[int] = []
        best: Optimum | None = None
        for worth, hold in stages:
            best = maximise(self.rows, worth, self.upper, whole=self._whole(), seconds=seconds / len(stages))
            if best.infeasible:
                return Selection((), 0, 0, 0, infeasible=True)
            found.append(whole_bound(best.bound))
            hold(found[-1] if best.bound - best.value < 0.5 else whole_bound(best.value))
        chosen = () if best is None or best.columns is None else tuple(np.flatnonzero(best.columns[:-1] > 0.5).tolist())
        share_bound = found[-2] if self.model.sharers else 0
        musts_bound = found[0] if stages[0][0] is self.must else musts
        return Selection(chosen, musts_bound, share_bound, found[-1])

    def _whole(self) -> npt.NDArray[np.uint8]:
        whole = np.ones(self.columns, dtype=np.uint8)
        whole[self.size] = 0
        return whole

    def hold(self, *, musts: int, share: int) -> None:
        """Demand so many musts and this smallest share."""
        if not self.model.given.musts_hard and musts:
            self._hold_musts(musts)
        if self.model.sharers:
            self._hold_share(share)

    def _hold_musts(self, musts: int) -> None:
        self.rows.add(np.flatnonzero(self.must).tolist(), float(musts), np.inf)

    def _hold_share(self, share: int) -> None:
        self.rows.add([self.size], float(share), np.inf)


def demanded_wishes(model: Compiled) -> frozenset[int]:
    """Wishes whose meeting must take place: pinned ones, and musts where they are hard."""
    given = model.given
    pinned = {p.wish for p in given.pins}
    return frozenset(
        w for w, wish in enumerate(given.wishes) if wish.id in pinned or (given.musts_hard and wish.kind == "must")
    )
