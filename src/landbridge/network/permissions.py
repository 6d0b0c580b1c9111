"""What there is to be permitted, and which role may what: one table, pure data."""

from enum import StrEnum
from types import MappingProxyType

from landbridge.network.states import Role


class Permission(StrEnum):
    """A right in one hub. Routes name one (entrypoints/permissions.py); rules ask the actor for one."""

    ADMINISTER_NETWORK = "administer_network"
    MANAGE_HUB = "manage_hub"
    MANAGE_MEMBERS = "manage_members"
    SEE_HUB = "see_hub"
    SEE_TRAIL = "see_trail"
    SEE_DOCUMENTS = "see_documents"
    KEEP_DOCUMENTS = "keep_documents"
    SEE_PEOPLE = "see_people"
    EDIT_PEOPLE = "edit_people"
    IMPORT_PEOPLE = "import_people"
    ERASE_PEOPLE = "erase_people"
    SEE_EVENTS = "see_events"
    PLAN_EVENTS = "plan_events"
    PUBLISH_AGENDA = "publish_agenda"
    RUN_DESK = "run_desk"
    TAKE_PART = "take_part"
    JUDGE = "judge"
    SEE_PROJECTS = "see_projects"
    EDIT_PROJECTS = "edit_projects"
    SEE_FIGURES = "see_figures"
    SEE_JOBS = "see_jobs"


_P = Permission
_SEES = frozenset({_P.SEE_HUB, _P.SEE_EVENTS})
_READS = _SEES | {_P.SEE_PEOPLE, _P.SEE_PROJECTS, _P.SEE_DOCUMENTS, _P.SEE_JOBS}
_MANAGES = frozenset(Permission) - {_P.ADMINISTER_NETWORK, _P.TAKE_PART, _P.JUDGE}

PERMISSIONS = MappingProxyType(
    {
        Role.NETWORK_ADMINISTRATOR: _MANAGES | {_P.ADMINISTER_NETWORK},
        Role.HUB_MANAGER: _MANAGES,
        Role.SCOUT: _READS | {_P.EDIT_PEOPLE, _P.IMPORT_PEOPLE, _P.EDIT_PROJECTS, _P.KEEP_DOCUMENTS},
        Role.FOUNDER: _SEES | {_P.TAKE_PART},
        Role.PARTNER: _SEES | {_P.TAKE_PART},
        Role.JUDGE: _SEES | {_P.JUDGE},
        Role.AUTHORITY: _SEES | {_P.SEE_FIGURES, _P.SEE_DOCUMENTS, _P.SEE_PROJECTS, _P.SEE_TRAIL},
        Role.VISITOR: frozenset({_P.SEE_HUB}),
    }
)


def allows(role: Role, permission: str) -> bool:
    """Whether a role includes a permission."""
    return permission in PERMISSIONS[role]


def roles_with(permission: str) -> tuple[Role, ...]:
    """The roles that include a permission, strongest first: what a refusal names."""
    return tuple(role for role in Role if allows(role, permission))
