"""The way in to the solvers: they load when they are first asked, so that reading and checking stay light."""

from collections.abc import Callable

from landbridge.engines.agenda.problem import Problem
from landbridge.engines.agenda.result import Agenda, Infeasible, Progress


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
