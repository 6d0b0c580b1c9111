"""What every page knows: language, theme, the masthead, who reads it, the messages left for them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from django.contrib.messages import get_messages
from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.urls import NoReverseMatch, reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from landbridge.entrypoints import clock
from landbridge.entrypoints.demo.cast import CAST, Player
from landbridge.entrypoints.gate import NOBODY
from landbridge.entrypoints.web import nav
from landbridge.entrypoints.web.demo.pages import ZONE, may_enter
from landbridge.entrypoints.web.toasts import Toast, toasts
from landbridge.ground.installation import is_demonstration
from landbridge.network.actors import MembershipActor
from landbridge.network.states import Role

ROLES = {
    Role.NETWORK_ADMINISTRATOR: gettext_lazy("Network administrator"),
    Role.HUB_MANAGER: gettext_lazy("Hub manager"),
    Role.SCOUT: gettext_lazy("Scout"),
    Role.FOUNDER: gettext_lazy("Founder"),
    Role.PARTNER: gettext_lazy("Partner representative"),
    Role.JUDGE: gettext_lazy("Judge"),
    Role.AUTHORITY: gettext_lazy("Authority"),
    Role.VISITOR: gettext_lazy("Visitor"),
}
THEMES = ("light", "dark")
THEME_COOKIE = "theme"


@dataclass(frozen=True, slots=True)
class Demo:
    """What the banner of a demonstration says: this is not real, and what day it is here."""

    text: object
    clock: datetime | None = None
    zone: str = ""
    players: tuple[Player, ...] = ()


@dataclass(frozen=True, slots=True)
class Reader:
    """The signed-in account as the masthead names it."""

    name: str
    label: str
    roles: tuple[object, ...] = ()
    menu: list[nav.Place] = field(default_factory=list)
    settings: list[nav.Place] = field(default_factory=list)


class Shell:
    """Built once a request, computed only where a template asks."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request

    @cached_property
    def chinese(self) -> bool:
        """Whether this page is in Chinese."""
        return (get_language() or "en").startswith("zh")

    @property
    def html_lang(self) -> str:
        """The language tag of the page. Without "Hans" in it, since fonts and `:lang(zh)` follow the region."""
        return "zh-CN" if self.chinese else "en"

    @property
    def theme(self) -> str:
        """Light, dark, or nothing for the reader's system."""
        chosen = self._request.COOKIES.get(THEME_COOKIE) or str(getattr(self._account, "theme", ""))
        return chosen if chosen in THEMES else ""

    @property
    def here(self) -> str:
        """This page's address, to come back to: of a page that was only read, else of the one before it."""
        return self._request.get_full_path() if self._request.method in {"GET", "HEAD"} else self._request.path

    @cached_property
    def nav(self) -> list[nav.Place]:
        """The rooms; visitors see none, they have the home page."""
        return nav.places(nav.ENTRIES, self._request.path, self._actor) if self._signed_in else []

    @cached_property
    def search_url(self) -> str:
        """Where the search box leads, for those who may search."""
        return nav.search_url(self._actor) if self._signed_in else ""

    @property
    def search_text(self) -> str:
        """What was searched for, on the search page itself."""
        return self._request.GET.get("q", "") if self._request.path == self.search_url else ""

    @property
    def login_url(self) -> str:
        """Where one logs in, with the way back."""
        try:
            return reverse("account_login")
        except NoReverseMatch:
            return ""

    @cached_property
    def account(self) -> Reader | None:
        """Who reads this page, if somebody is signed in."""
        if not self._signed_in:
            return None
        user = self._request.user
        name = str(getattr(user, "name", "") or getattr(user, "email", ""))
        actor = self._actor
        held = {standing.role for standing in actor.standings}
        roles = tuple(ROLES[role] for role in Role if role in held)
        label = str(roles[0]) if roles else name
        settings = nav.places(nav.ACCOUNT_ENTRIES, self._request.path, actor)
        work = nav.places(nav.WORK_ENTRIES, self._request.path, actor)
        return Reader(name, label, roles, work + settings, settings)

    @cached_property
    def zone(self) -> str:
        """The zone this reader thinks in: the account's own, else UTC."""
        return str(getattr(self._request.user, "zone", "")) if self._signed_in else ""

    @cached_property
    def now(self) -> datetime:
        """The present instant by this installation's clock."""
        return clock.current().now()

    @cached_property
    def demo(self) -> Demo | None:
        """The banner, where the database carries the demonstration mark; with the roles one may enter from here."""
        if not is_demonstration():
            return None
        players = CAST if may_enter(self._request) else ()
        return Demo(
            _(
                "Demonstration. People, organisations and projects here are fictional; published facts name their source."
            ),
            clock.current().now(),
            ZONE,
            players,
        )

    @property
    def csrf_token(self) -> str:
        """The token htmx sends with each request."""
        return get_token(self._request)

    @property
    def toasts(self) -> Iterator[Toast]:
        """The messages left for this reader; reading takes them."""
        return toasts(get_messages(self._request))

    @property
    def _actor(self) -> MembershipActor:
        """Who asks; nobody on a page that failed before the gate."""
        return getattr(self._request, "actor", NOBODY)

    @property
    def _signed_in(self) -> bool:
        return self._account is not None

    @property
    def _account(self) -> object | None:
        user = getattr(self._request, "user", None)
        return user if user and user.is_authenticated else None


def shell(request: HttpRequest) -> dict[str, Shell]:
    """The context processor: `shell` in every template."""
    return {"shell": Shell(request)}
