"""Answers that are the same for everybody who asks within a moment: made once, by one thread, while the others wait.

Kept in each web process, never longer than asked; nothing here outlives a change by more than that moment.
"""

import time
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Final, Generic, TypeVar

Value = TypeVar("Value")
MOST: Final = 256


class Kept(Generic[Value]):
    """A few values by key, each made anew once it is older than `seconds`."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._values: dict[Hashable, tuple[float, Value]] = {}
        self._making: dict[Hashable, Lock] = {}
        self._guard = Lock()

    def get(self, key: Hashable, make: Callable[[], Value]) -> Value:
        """The value under that key, made by `make` if there is none young enough."""
        found = self._young(key)
        if found is not None:
            return found[1]
        with self._guard:
            if len(self._making) > MOST:
                self.clear()
            lock = self._making.setdefault(key, Lock())
        with lock:
            found = self._young(key)
            if found is not None:
                return found[1]
            value = make()
            self._values[key] = (time.monotonic(), value)
            return value

    def clear(self) -> None:
        """Forget everything."""
        self._values.clear()
        self._making.clear()

    def _young(self, key: Hashable) -> tuple[float, Value] | None:
        found = self._values.get(key)
        return found if found and time.monotonic() - found[0] < self._seconds else None
