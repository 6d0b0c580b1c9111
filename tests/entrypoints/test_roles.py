"""Each role against each route: what the table does not give a role, answers as if it did not exist."""

import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from uuid import UUID, uuid4

import pytest
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.http import Http404, HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import URLResolver, get_resolver, resolve

from landbridge.entrypoints.gate import Gate, GateMiddleware, permission_table
from landbridge.ground.hubs import hub_context
from landbridge.kernel.clock import SystemClock
from landbridge.network.models import Account, Hub, Membership
from landbridge.network.permissions import Permission, allows
from landbridge.network.standings import acting
from landbridge.network.states import Role

Queries = Callable[[], AbstractContextManager[CaptureQueriesContext]]
pytestmark = pytest.mark.django_db
SOME = {"uuid": str(UUID(int=7)), "uuidstr": str(UUID(int=7)), "int": "1", "slug": "x", "str": "x"}
CONVERTED = re.compile(r"<(\w+):\w+>")


def patterns(resolver: URLResolver, space: str = "", names: tuple[str, ...] = ()) -> Iterator[tuple[str, str]]:
    """The full name of each route of ours, with an address that leads to it."""
    for entry in resolver.url_patterns:
        route = str(entry.pattern)
        if isinstance(entry, URLResolver):
            inner = f"{space}{entry.namespace}:" if entry.namespace else space
            yield from patterns(entry, inner, (*names, route))
        elif entry.name and "(" not in route:
            address = CONVERTED.sub(lambda found: SOME[found[1]], "".join((*names, route)))
            yield f"{space}{entry.name}", "/" + address.lstrip("/")


GUARDED = [(n, a) for n, a in patterns(get_resolver()) if isinstance(permission_table().get(n), Permission)]


def member(role: Role) -> Account:
    account = Account.objects.create_user(f"{role}@example.org", "a long enough phrase")
    hub = Hub.objects.create(name_latin=f"Hub {uuid4()}", country="CN", zone="Asia/Shanghai")
    now = SystemClock().now()
    with hub_context(hub.pk):
        Membership.objects.create(
            hub_id=hub.pk, account=account, role=role, period=DateTimeTZRange(now, None),
            granted_by=account.pk, recorded_at=now,
        )  # fmt: skip
    return account


def test_the_walk_meets_every_guarded_route() -> None:
    guarded = {name for name, needs in permission_table().items() if isinstance(needs, Permission)}
    assert guarded - {name for name, _ in GUARDED} == set()


@pytest.mark.parametrize("role", list(Role))
def test_a_role_passes_the_gate_where_the_table_says_so_and_nowhere_else(role: Role) -> None:
    account = member(role)
    actor = acting(account.pk, at=SystemClock().now())
    wrong = []
    for name, address in GUARDED:
        request = RequestFactory().get(address)
        request.user, request.resolver_match = account, resolve(address)
        request.actor = actor  # type: ignore[attr-defined]
        if opens(request) is not allows(role, permission_table()[name]):
            wrong.append((name, address, request.resolver_match.view_name))
    assert wrong == []


def opens(request: HttpRequest) -> bool:
    try:
        return GateMiddleware(lambda _: HttpResponse()).process_view(request) is None
    except Http404:
        return False


@pytest.mark.parametrize("role", list(Role))
def test_a_shut_route_answers_404_to_reading_and_writing(client: Client, role: Role) -> None:
    client.force_login(member(role))
    shut = [(n, a) for n, a in GUARDED if not allows(role, permission_table()[n])]
    told = {(n, m, client.generic(m, a).status_code) for n, a in shut for m in ("GET", "POST")}
    assert {row for row in told if row[2] != 404} == set()


def test_nobody_gets_behind_the_log_in(client: Client) -> None:
    answers = {(n, m): client.generic(m, a).status_code for n, a in GUARDED for m in ("GET", "POST")}
    assert {key: code for key, code in answers.items() if code not in {302, 401}} == {}


def test_the_open_doors_are_named() -> None:
    """Whoever opens another route to everybody changes this list and says why."""
    ours = {
        n
        for n, needs in permission_table().items()
        if needs is Gate.PUBLIC and not n.startswith(("account_", "mfa_", "openid_", "socialaccount_"))
    }
    assert ours == {
        "healthz", "home", "icon", "styleguide", "styleguide_phone", "set_theme", "set_language", "demo:enter", "demo:clock",
        "personal:landing", "personal:no_more", "personal:leave", "personal:calendar",
        "public_calendar", "public_feed",  # what a hub chose to show to everybody
        "personal:shared_report",  # a secret in the address decides
        "badge", "badge_worker", "hall", "hall_now",
        "board:board", "board:board_en", "board:board_zh", "board:notice", "board:notice_en", "board:notice_zh",
        "board:ask", "board:robots", "board:sitemap",  # what a hub published, and a question about it
        "api:board", "api:board_notice", "api:calendar",  # the same for programmes
        "matchmaking:answer",  # a signed link in a letter decides
    }  # fmt: skip


HEADER = re.compile(r'<header class="masthead">.*?</header>', re.DOTALL)
TABS = re.compile(r'<nav class="tabs".*?</nav>', re.DOTALL)
LINK = re.compile(r'<a [^>]*?href="(/[^"]*)"', re.DOTALL)
ROOMS = re.compile(r'<nav class="nav".*?</nav>', re.DOTALL)


def links(pattern: re.Pattern[str], page: str) -> list[str]:
    return [address for part in pattern.findall(page) for address in LINK.findall(part)]


@pytest.mark.parametrize("role", [*Role, None])
def test_whatever_the_masthead_and_the_tabs_show_opens(client: Client, role: Role | None) -> None:
    account = member(role) if role else Account.objects.create_user("nobody@example.org", "a long enough phrase")
    client.force_login(account)
    walked: dict[str, int] = {}
    ahead = links(HEADER, client.get("/").content.decode())
    while ahead:
        address = ahead.pop()
        if address in walked:
            continue
        answer = client.get(address)
        walked[address] = answer.status_code
        ahead += links(TABS, answer.content.decode())
    assert len(walked) > 3
    assert {address: status for address, status in walked.items() if status != 200} == {}


def test_each_role_is_shown_its_own_rooms(client: Client) -> None:
    shown = {}
    for role in Role:
        client.force_login(member(role))
        page = client.get("/").content.decode()
        shown[role] = (links(ROOMS, page), 'role="search"' in page)
    every = (["/network/organisations/", "/projects/", "/matches/", "/events/"], True)
    takes_part = (["/events/"], False)
    assert shown == {
        Role.NETWORK_ADMINISTRATOR: every,
        Role.HUB_MANAGER: every,
        Role.SCOUT: every,
        Role.FOUNDER: takes_part,
        Role.PARTNER: takes_part,
        Role.JUDGE: takes_part,
        Role.AUTHORITY: (["/projects/", "/matches/", "/events/"], False),
        Role.VISITOR: ([], False),
    }


def test_menus_ask_nothing_of_the_database(client: Client, queries: Queries) -> None:
    """What they show follows from the roles that the gate has read already."""
    counts = set()
    for role in (Role.HUB_MANAGER, Role.VISITOR):
        client.force_login(member(role))
        client.get("/account/password/change/")
        with queries() as asked:
            client.get("/account/password/change/")
        counts.add(len(asked))
    assert len(counts) == 1
