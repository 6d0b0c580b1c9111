"""The masthead: which rooms it names, in which order, and where the reader stands."""

from dataclasses import dataclass
from functools import cache
from uuid import UUID

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from landbridge.entrypoints.gate import opens
from landbridge.network.actors import MembershipActor

_BLANK = UUID(int=0)


@dataclass(frozen=True, slots=True)
class Entry:
    """One word of the masthead and the route it leads to. A room that is not built yet has no route and is not shown."""

    route: str
    label: Promise

    def url(self) -> str:
        """The address, or nothing while no such route exists."""
        return address(self.route)


@dataclass(frozen=True, slots=True)
class Place:
    """An entry as the page shows it."""

    url: str
    label: Promise | str
    here: bool = False


def address(route: str, *arguments: object) -> str:
    """The address of a route, or nothing while no such route exists."""
    if not arguments:
        return _plain(route)
    try:
        return reverse(route, args=arguments)
    except NoReverseMatch:
        return ""


def row_address(route: str, key: UUID) -> str:
    """The address of one row, for lists of them: the route is looked up once and not for each row."""
    return _with_blank(route).replace(str(_BLANK), str(key))


@cache
def _plain(route: str) -> str:
    try:
        return reverse(route)
    except NoReverseMatch:
        return ""


@cache
def _with_blank(route: str) -> str:
    return reverse(route, args=[_BLANK])


ENTRIES = (
    Entry("network:organisations", _("Network")),
    Entry("projects:projects", _("Projects")),
    Entry("matchmaking:matches", _("Matches")),
    Entry("events:events", _("Road shows")),
    Entry("agreements:agreements", _("Agreements")),
    Entry("spaces:spaces", _("Spaces")),
    Entry("support:support", _("Support")),
    Entry("indicators:figures", _("Figures")),
)
WORK_ENTRIES = (Entry("jobs", _("Running work")),)
ACCOUNT_ENTRIES = (
    Entry("account_change_password", _("Password")),
    Entry("mfa_index", _("Passkeys and second factor")),
    Entry("usersessions_list", pgettext_lazy("log-in", "Sessions")),
    Entry("network:tokens", _("Tokens for programmes")),
)
SEARCH_ROUTES = ("search", "network:search")


def places(entries: tuple[Entry, ...], path: str, actor: MembershipActor) -> list[Place]:
    """The entries whose routes exist and let the reader in; the one whose address begins `path` is marked."""
    shown = [(entry.url(), entry.label) for entry in entries if opens(actor, entry.route)]
    inside = max((url for url, _label in shown if url and path.startswith(url)), key=len, default=None)
    return [Place(url, label, url == inside) for url, label in shown if url]


def search_url(actor: MembershipActor) -> str:
    """Where the search box leads, or nothing where the reader may not search."""
    return next(filter(None, (address(route) for route in SEARCH_ROUTES if opens(actor, route))), "")
