"""The clock that pages, API and jobs pass to actions: the machine's, or a demonstration's.

A demonstration may stand on another day; its shift is kept in the database with the demonstration mark, so that every
process tells the same time.
"""

from landbridge.kernel.clock import Clock, SystemClock

_SYSTEM = SystemClock()


def current() -> Clock:
    """The clock of this installation."""
    return _SYSTEM
