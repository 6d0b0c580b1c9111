"""The lifecycle of a thing as one pure table."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Generic, TypeVar

from landbridge.kernel.refusal import Refusal

State = TypeVar("State", bound=StrEnum)


class IllegalMove(Refusal):
    """The lifecycle has no such step. `data`: `frm`, `to`, `allowed`."""

    code = "illegal_move"


class TransitionTable(Generic[State]):
    """Which state may follow which; a state that leads nowhere is final.

    Every member of the enumeration is a key or a target, else the table is refused when the module loads.
    """

    def __init__(self, moves: Mapping[State, Iterable[State]]) -> None:
        self._moves: dict[State, frozenset[State]] = {state: frozenset(targets) for state, targets in moves.items()}
        if not self._moves:
            raise ValueError("a lifecycle has at least one move")
        named = set(self._moves).union(*self._moves.values())
        self._states: tuple[State, ...] = tuple(type(next(iter(self._moves))))
        forgotten = [state for state in self._states if state not in named]
        if forgotten:
            raise ValueError(f"states without a place in the table: {', '.join(forgotten)}")

    def after(self, state: State) -> frozenset[State]:
        """The states that may follow `state`."""
        return self._moves.get(state, frozenset())

    def allows(self, frm: State, to: State) -> bool:
        """Whether `to` may follow `frm` directly."""
        return to in self.after(frm)

    def require(self, frm: State, to: State) -> None:
        """Refuse with `IllegalMove` unless `to` may follow `frm`."""
        if not self.allows(frm, to):
            raise IllegalMove(frm=frm.value, to=to.value, allowed=tuple(sorted(s.value for s in self.after(frm))))

    def final(self) -> frozenset[State]:
        """The states nothing follows."""
        return frozenset(state for state in self._states if not self.after(state))

    def edges(self) -> list[tuple[State, State]]:
        """Every legal step, in a stable order: for drawings and exhaustive tests."""
        return sorted((frm, to) for frm, targets in self._moves.items() for to in targets)
