"""Plans meetings: who meets whom, when and where, with a bound beside every value and a reason for every refusal.

    problem = agenda.Problem(slots=..., tables=..., participants=..., wishes=...)
    answer = agenda.solve(problem, budget=30, seed=1)     # Agenda, or Infeasible with the reason
    agenda.check(problem, answer)                         # [] if it is valid and its values are true
    agenda.explain(problem, answer)                       # why each unmet wish was not met

The model in mathematics and in plain words: docs/agenda.md.
"""

from landbridge.engines.agenda.apart import solve_apart
from landbridge.engines.agenda.changes import Absence, Changes, LostTable, as_of, changed, changes_from_json
from landbridge.engines.agenda.checking import Fault, FaultCode, check, values
from landbridge.engines.agenda.entry import grant, replan, solve
from landbridge.engines.agenda.explaining import Reason, ReasonCode, Unmet, explain
from landbridge.engines.agenda.jsonform import agenda_from_json, agenda_to_json, problem_from_json, problem_to_json
from landbridge.engines.agenda.parts import (
    GroupRule,
    Participant,
    Pin,
    Quota,
    QuotaScope,
    Resource,
    Slot,
    Table,
    Travel,
    Wish,
    WishKind,
)
from landbridge.engines.agenda.problem import Problem
from landbridge.engines.agenda.relaxing import RELAXED_BY, relaxed
from landbridge.engines.agenda.result import (
    MAXIMISED,
    Agenda,
    Conflict,
    ConflictCode,
    EngineError,
    Infeasible,
    Level,
    LevelName,
    Meeting,
    Progress,
    Relaxation,
    Stopped,
)
from landbridge.engines.agenda.simpleform import problem_from_simple_json

__all__ = [
    "MAXIMISED",
    "RELAXED_BY",
    "Absence",
    "Agenda",
    "Changes",
    "Conflict",
    "ConflictCode",
    "EngineError",
    "Fault",
    "FaultCode",
    "GroupRule",
    "Infeasible",
    "Level",
    "LevelName",
    "LostTable",
    "Meeting",
    "Participant",
    "Pin",
    "Problem",
    "Progress",
    "Quota",
    "QuotaScope",
    "Reason",
    "ReasonCode",
    "Relaxation",
    "Resource",
    "Slot",
    "Stopped",
    "Table",
    "Travel",
    "Unmet",
    "Wish",
    "WishKind",
    "agenda_from_json",
    "agenda_to_json",
    "as_of",
    "changed",
    "changes_from_json",
    "check",
    "explain",
    "grant",
    "problem_from_json",
    "problem_from_simple_json",
    "problem_to_json",
    "relaxed",
    "replan",
    "solve",
    "solve_apart",
    "values",
]
