"""Plan again on the day: keep what has happened, then trade value against changed meetings; three choices.

A change is one meeting moved to another slot, dropped or added. What is impossible now must change; that count is
the bound on changes, proven when the first choice reaches it.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from landbridge.engines.agenda.changes import as_of
from landbridge.engines.agenda.checking import check
from landbridge.engines.agenda.compiled import Compiled, compiled
from landbridge.engines.agenda.meter import Meter, require_positive
from landbridge.engines.agenda.parts import Given
from landbridge.engines.agenda.primary import settled
from landbridge.engines.agenda.problem import Problem
from landbridge.engines.agenda.result import Agenda, EngineError, Meeting, Stopped
from landbridge.engines.agenda.search import improve, refill
from landbridge.engines.agenda.seating import Seating
from landbridge.engines.agenda.selection import Selection, select
from landbridge.engines.agenda.solving import levels_of, meeting_of
from landbridge.engines.agenda.state import FREE, Draft
from landbridge.kernel.refusal import Finding, InputRefused

SCALE = 1_000
MOVES = {"balanced": 2_000, "best_value": 4_000}
"""Insertions tried: on 1,000 people three times as many raise the weight by less than 0.003 %, and cost a fifth of the time."""


class ChoiceName(StrEnum):
    """The three ways out that an organiser is shown."""

    FEWEST_CHANGES = "fewest_changes"
    BALANCED = "balanced"
    BEST_VALUE = "best_value"


@dataclass(frozen=True, slots=True)
class Choice:
    """One new agenda with the wishes whose meetings it moves, drops and adds; `reseated` only change table or interpreter.

    `least_changes` is the number of changes no agenda can avoid.
    """

    name: ChoiceName
    agenda: Agenda
    moved: tuple[str, ...]
    dropped: tuple[str, ...]
    added: tuple[str, ...]
    reseated: tuple[str, ...]
    least_changes: int

    @property
    def changes(self) -> int:
        """How many meetings are moved, dropped or added."""
        return len(self.moved) + len(self.dropped) + len(self.added)


@dataclass(frozen=True, slots=True)
class Replanned:
    """The problem as it stands now (what has happened is pinned) and the choices, from fewest changes to best value.

    Check a choice against this problem: minimums are lowered to what can still be, and musts are no longer hard.
    """

    problem: Problem
    choices: tuple[Choice, ...]

    def choice(self, name: ChoiceName) -> Choice:
        """The choice of that name."""
        return next(choice for choice in self.choices if choice.name is name)


def replan(
    problem: Given,
    agenda: Agenda,
    *,
    now: datetime,
    rate: int,
    budget: float = 10.0,
    seed: int = 0,
    cancel: Callable[[], bool] = lambda: False,
) -> Replanned:
    """Plan again: `problem` is the event as changed, `agenda` what was published, `rate` the weight one change costs.

    Meetings whose slot began before `now` stay as they are, and nothing new is put there. Pins of the problem hold.
    Raises `InputRefused` for a budget that is not positive and a rate below 0.
    """
    require_positive(budget=budget)
    if rate < 0:
        raise InputRefused(Finding("negative", field="rate", data={"value": rate}))
    meter = Meter(seconds=budget, cancel=cancel)
    today = as_of(problem, agenda, now)
    run = _Replan(today, agenda, compiled(today), meter, seed)
    return Replanned(today, run.choices(rate))


@dataclass
class _Replan:
    problem: Problem
    old: Agenda
    model: Compiled
    meter: Meter
    seed: int

    def choices(self, rate: int) -> tuple[Choice, ...]:
        self.standing = self._standing()
        selection = select(self.model, seconds=max(1.0, self.meter.left() / 3))
        rates = {ChoiceName.FEWEST_CHANGES: None, ChoiceName.BALANCED: rate * SCALE, ChoiceName.BEST_VALUE: 1}
        found: list[Choice] = []
        placed: list[tuple[int, int]] = []
        for number, (name, price) in enumerate(rates.items(), 1):
            draft = self._draft(price, selection, placed)
            if price is not None:
                refill(draft)
                rng = random.Random(self.seed)  # noqa: S311 -- reproducible search, not secrecy
                goal = 2**62
                improve(draft, self.meter, rng, until=number / len(rates), moves=MOVES[name.value], goal=goal)
            placed = draft.placed()
            found.append(self._choice(name, draft, selection))
        return tuple(found)

    def _standing(self) -> dict[int, int]:
        """The candidate and slot of each published meeting that the same two can still hold then.

        It keeps its interpreter where they are there; else it gets one who is free then, whom no other such meeting
        has. `keepable` counts all that could be held so one by one.
        """
        number = {name: p for p, name in enumerate(self.model.people)}
        slot = {s.id: k for k, s in enumerate(self.model.slots)}
        wish = {w.id: k for k, w in enumerate(self.problem.wishes)}
        candidates = self.model.candidates
        found: dict[int, int] = {}
        without: list[tuple[int, list[int]]] = []
        helpers: dict[int, tuple[int, ...]] = {}
        for m in self.old.meetings:
            people, at = tuple(number.get(name, -1) for name in m.people), slot.get(m.slot, -1)
            sides = len(people) - bool(m.interpreter)
            able = [
                c for c in (self.model.of_wish[wish[m.wish]] if m.wish in wish else ())
                if candidates[c].people[:sides] == people[:sides] and at in candidates[c].slots
            ]  # fmt: skip
            helpers |= {c: candidates[c].people[sides:] for c in able}
            same = next((c for c in able if candidates[c].people == people), None)
            if same is not None:
                found[same] = at
            elif able:
                without.append((at, able))
        self.keepable = len(found) + len(without)
        taken = {(p, at) for c, at in found.items() for p in helpers[c]}
        for at, able in sorted(without, key=lambda one: (len(one[1]), one)):
            free = next((c for c in able if not any((p, at) in taken for p in helpers[c])), None)
            if free is not None:
                found[free] = at
                taken.update((p, at) for p in helpers[free])
        return found

    def _draft(self, price: int | None, selection: Selection, placed: list[tuple[int, int]]) -> Draft:
        """A draft that starts from the published agenda, or from the choice before; None: no change pays."""
        fee = 0 if price is None else price
        stay = {c: (s, 2 * fee) for c, s in self.standing.items()}
        target = selection.share if price == 1 else 0
        draft = Draft(self.model, scale=SCALE, fee=fee, stay=stay, target=target)
        order = sorted(self.standing, key=lambda c: (-draft.value[c], c))
        for c, s in placed or [(c, self.standing[c]) for c in order]:
            if draft.fits(c, s):
                draft.place(c, s)
        for c, candidate in enumerate(self.model.candidates):
            if candidate.forced and draft.wish_met[candidate.wish] == FREE:
                force(draft, c)
        return draft

    def _choice(self, name: ChoiceName, draft: Draft, selection: Selection) -> Choice:
        tables = {t.id: k for k, t in enumerate(self.problem.tables)}
        before = {m.wish: m for m in self.old.meetings}
        keep: dict[tuple[int, int], int] = {}
        for c, s in self.standing.items():
            old = before[self.problem.wishes[self.model.candidates[c].wish].id]
            if old.table in tables:
                keep[c, s] = tables[old.table]
        seating = Seating(self.model, draft.placed(), keep=keep)
        seating.seat(sweeps=2)
        for c in seating.unseated:
            draft.remove(c)
        meetings = tuple(sorted(meeting_of(self.model, c, s, seating.table_of[c]) for c, s in draft.placed()))
        bounds = settled(selection, draft, seconds=max(0.5, self.meter.left() / 4))
        levels = levels_of(self.model, meetings, bounds)
        made = Agenda(meetings, levels, Stopped.SETTLED, self.seed, self.meter.elapsed())
        faults = check(self.problem, made)
        if faults:
            raise EngineError(faults[:5])
        now = {m.wish: m for m in meetings}
        both = sorted(before.keys() & now.keys())
        return Choice(
            name=name,
            agenda=made,
            moved=tuple(w for w in both if _when(before[w]) != _when(now[w])),
            dropped=tuple(sorted(before.keys() - now.keys())),
            added=tuple(sorted(now.keys() - before.keys())),
            reseated=tuple(
                w for w in both if _when(before[w]) == _when(now[w]) and _where(before[w]) != _where(now[w])
            ),
            least_changes=self._least_changes(),
        )  # fmt: skip

    def _least_changes(self) -> int:
        """Meetings impossible now, and per slot those for which no table or resource is left."""
        lost = len(self.old.meetings) - self.keepable
        over = 0
        for s in range(len(self.model.slots)):
            here = [c for c, t in self.standing.items() if t == s]
            excess = [
                sum(q in self.model.candidates[c].pools for c in here) - room[s]
                for q, room in enumerate(self.model.pool_room)
            ]
            over += max([0, *excess])
        return lost + over


def _when(meeting: Meeting) -> tuple[str, ...]:
    return meeting.slot, meeting.a, meeting.b, *meeting.others


def _where(meeting: Meeting) -> tuple[str, str]:
    return meeting.table, meeting.interpreter


def force(draft: Draft, c: int) -> bool:
    """Hold `c` in the slot where that costs least, moving others if they find a place; whether it was possible."""
    best: tuple[int, list[int], list[tuple[int, int]]] | None = None
    for s in draft.model.candidates[c].slots:
        gone = draft.in_the_way(c, s)
        if gone is None:
            continue
        kept = [(g, draft.remove(g)) for g in gone]
        if draft.fits(c, s):
            moved = _moved(draft, c, s, gone)
            if best is None or draft.objective > best[0]:
                best = (draft.objective, gone, moved)
            for m, _ in moved:
                draft.remove(m)
        for g, t in kept:
            draft.place(g, t)
    if best is not None:
        for g in best[1]:
            draft.remove(g)
        for m, t in best[2]:
            draft.place(m, t)
    return best is not None


def _moved(draft: Draft, c: int, s: int, gone: list[int]) -> list[tuple[int, int]]:
    """Hold `c` in `s` and those gone for it, dearest first, wherever there is room; answers who is where now."""
    draft.place(c, s)
    moved = [(c, s)]
    for g in sorted(gone, key=lambda g: (-draft.value[g], g)):
        home = next((t for t in draft.model.candidates[g].slots if draft.fits(g, t)), None)
        if home is not None:
            draft.place(g, home)
            moved.append((g, home))
    return moved
