"""The way in to the solvers: they load when they are first asked, so that reading and checking stay light."""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from landbridge.engines.agenda.parts import Given
from landbridge.engines.agenda.problem import Problem
from landbridge.engines.agenda.result import Agenda, Infeasible, Progress

if TYPE_CHECKING:
    from landbridge.engines.agenda.granting import Granted
    from landbridge.engines.agenda.replanning import Replanned


def solve(
    problem: Problem,
    *,
    budget: float | None = None,
    work: float | None = None,
    seed: int = 0,
    progress: Callable[[Progress], None] | None = None,
    cancel: Callable[[], bool] | None = None,
) -> Agenda | Infeasible:
    """The best agenda found within `budget` seconds or `work` units (about a second each), checked.

    With `work` the same problem and seed give the same answer on every machine. `progress` hears of each better
    agenda; `cancel` is asked often and ends the search with the best so far. Without either limit: 30 seconds.
    Raises `InputRefused` for a limit that is not positive.
    """
    from landbridge.engines.agenda import solving  # noqa: PLC0415 -- slow: scipy and ortools

    return solving.solve(problem, budget=budget, work=work, seed=seed, progress=progress, cancel=cancel)


def replan(
    problem: Given,
    agenda: Agenda,
    *,
    now: datetime,
    rate: int,
    budget: float = 10.0,
    seed: int = 0,
    cancel: Callable[[], bool] = lambda: False,
) -> "Replanned":
    """Plan again: `problem` is the event as changed, `agenda` what was published, `rate` the weight one change costs.

    Answers three choices, from fewest changes to best value. Meetings whose slot began before `now` stay as they
    are, and nothing new is put there. `cancel` is asked often and ends the search with what was found.
    """
    from landbridge.engines.agenda import replanning  # noqa: PLC0415 -- slow: scipy and ortools

    return replanning.replan(problem, agenda, now=now, rate=rate, budget=budget, seed=seed, cancel=cancel)


def grant(
    problem: Problem,
    agenda: Agenda,
    wish: str,
    *,
    budget: float = 5.0,
    seed: int = 0,
    cancel: Callable[[], bool] = lambda: False,
) -> "Granted | None":
    """The agenda nearest to this one that grants the wish, with its price, or None if none was found."""
    from landbridge.engines.agenda import granting  # noqa: PLC0415 -- slow: scipy and ortools

    return granting.grant(problem, agenda, wish, budget=budget, seed=seed, cancel=cancel)
