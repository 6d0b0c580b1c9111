"""The clock that pages, API, commands and jobs pass to actions."""

from landbridge.ground import installation
from landbridge.kernel.clock import Clock


def current() -> Clock:
    """The installation's clock: the machine's, or a demonstration's that stands on another day."""
    return installation.clock()
