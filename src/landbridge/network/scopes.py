"""What a programme with a token may do: a few scopes a person understands, each a set of permissions."""

from collections.abc import Iterable
from enum import StrEnum
from types import MappingProxyType

from landbridge.network.permissions import Permission


class Scope(StrEnum):
    """One thing a token is made for. A token never does more than the person who made it may do now."""

    READ = "read"
    PEOPLE = "people"
    PROJECTS = "projects"
    EVENTS = "events"
    DESK = "desk"
    HUB = "hub"
    MEMBERS = "members"


_P = Permission
_READS = frozenset(
    {
        _P.SEE_HUB,
        _P.SEE_EVENTS,
        _P.SEE_PEOPLE,
        _P.SEE_PROJECTS,
        _P.SEE_DOCUMENTS,
        _P.SEE_FIGURES,
        _P.SEE_JOBS,
        _P.SEE_TRAIL,
    }
)

SCOPES = MappingProxyType(
    {
        Scope.READ: _READS,
        Scope.PEOPLE: frozenset({_P.EDIT_PEOPLE, _P.IMPORT_PEOPLE}),
        Scope.PROJECTS: frozenset({_P.EDIT_PROJECTS, _P.KEEP_DOCUMENTS}),
        Scope.EVENTS: frozenset({_P.PLAN_EVENTS, _P.PUBLISH_AGENDA, _P.TAKE_PART, _P.JUDGE}),
        Scope.DESK: frozenset({_P.RUN_DESK}),
        Scope.HUB: frozenset({_P.MANAGE_HUB}),
        Scope.MEMBERS: frozenset({_P.MANAGE_MEMBERS}),
    }
)


def permissions_of(scopes: Iterable[str]) -> frozenset[str]:
    """Every permission that these scopes cover; each includes reading."""
    covered = frozenset[str]().union(*(SCOPES[Scope(scope)] for scope in scopes))
    return covered | SCOPES[Scope.READ] if covered else covered
