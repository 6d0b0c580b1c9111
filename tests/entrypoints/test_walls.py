"""Real identifiers of what is not one's own, on every route: nothing is shown and nothing changes."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from uuid import uuid4

import pytest
from django.apps import apps
from django.core.cache import cache
from django.db import transaction
from django.db.models import Model
from django.test import Client

from landbridge.entrypoints import clock as site_clock
from landbridge.ground.models import HubOwned
from landbridge.kernel.clock import FixedClock
from landbridge.network.models import Account
from landbridge.network.permissions import Permission, allows
from landbridge.network.states import Role
from tests.entrypoints.estate import Estate, Keys, contents, estate, member
from tests.entrypoints.pageforms import PageForm, forms_of
from tests.entrypoints.routes import Route, every_route
from tests.events.stage import NOW

pytestmark = pytest.mark.django_db
ROUTES = [route for route in every_route() if isinstance(route.needs, Permission)]
WORDS = {"sheet", "form", "end", "figure", "kind", "code"}
"""Parameters that are no keys."""
NAMING = [route for route in ROUTES if set(route.parameters) - WORDS]
SHUT = {403, 404, 405}
OF_THE_HUB = {"import_id", "need_id", "no_show_id", "edit_number", *WORDS}
"""Needs are the hub's, and so is a file until a road show takes it; a no-show is remembered by the road shows after it;
changes by hand are counted anew in each version."""
COUNTED = {"number", "edit_number", *WORDS}
"""Another hub's road show may have the same number; every other thing of it has none."""


@pytest.fixture(autouse=True)
def at_work(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = FixedClock(NOW)
    monkeypatch.setattr(site_clock, "current", lambda: clock)


@pytest.fixture
def here(db: None) -> Estate:
    return estate("Riverside")


@pytest.fixture
def there(db: None) -> Estate:
    return estate("Elbe")


def signed_in(*places: tuple[Role, Estate]) -> Client:
    account = Account.objects.create_user(f"{uuid4().hex}@example.org", "a long enough phrase")
    for role, place in places:
        member(account, place.hub, role)
    client = Client()
    client.force_login(account)
    return client


def methods(address: str) -> tuple[str, ...]:
    return ("GET", "POST", "PUT", "PATCH", "DELETE") if address.startswith("/api/") else ("GET", "POST")


def told(client: Client, addresses: Iterable[tuple[str, str]]) -> dict[tuple[str, str, str], int]:
    """What each address answers to each method that it knows; so many at once would be too many in a minute."""
    found = {}
    for name, address in addresses:
        cache.clear()
        for method in methods(address):
            answer = client.generic(method, address, b"{}" if address.startswith("/api/") else b"", _type(address))
            found[name, method, address] = answer.status_code
    return found


def _type(address: str) -> str:
    return "application/json" if address.startswith("/api/") else "application/x-www-form-urlencoded"


def open_to(role: Role, routes: Iterable[Route]) -> list[Route]:
    return [route for route in routes if allows(role, str(route.needs))]


def not_shut(answers: Mapping[tuple[str, str, str], int]) -> dict[tuple[str, str, str], int]:
    """Answers that are no refusal. An API call whose body is wrong is refused before anything is looked for."""
    return {
        key: status
        for key, status in answers.items()
        if status not in SHUT and not (status == 422 and key[0].startswith("api:"))
    }


WITHIN = [role for role in Role if role is not Role.NETWORK_ADMINISTRATOR]


def test_what_is_in_another_hub_is_nowhere(here: Estate, there: Estate) -> None:
    clients = {role: signed_in((role, here)) for role in WITHIN}
    before = contents(here, there)
    for role, client in clients.items():
        wanted = [(route.name, route.address(there.first)) for route in open_to(role, NAMING)]
        assert not_shut(told(client, wanted)) == {}, role
    assert contents(here, there) == before


def test_who_manages_another_hub_gains_nothing_here(here: Estate, there: Estate) -> None:
    """The gate lets in who holds the permission somewhere: it must be held where the thing is."""
    clients = {role: signed_in((role, here), (Role.HUB_MANAGER, there)) for role in WITHIN}
    before = contents(here, there)
    for role, client in clients.items():
        wanted = [(route.name, route.address(here.first)) for route in NAMING if not allows(role, str(route.needs))]
        assert not_shut(told(client, wanted)) == {}, role
    assert contents(here, there) == before


def crossed(mine: Keys, theirs: Keys, routes: Iterable[Route], *, but: Collection[str]) -> Iterator[tuple[str, str]]:
    """Addresses of one road show with one thing of another in them."""
    for route in routes:
        for name in route.parameters[1:]:
            if name not in but:
                yield route.name, route.address({**mine, name: theirs[name]})


def test_what_is_in_another_road_show_is_not_in_this_one(here: Estate, there: Estate) -> None:
    clients = {role: signed_in((role, here)) for role in (Role.NETWORK_ADMINISTRATOR, Role.HUB_MANAGER, Role.SCOUT)}
    before = contents(here, there)
    for role, client in clients.items():
        for other, but in ((here.second, OF_THE_HUB), (there.first, COUNTED)):
            wanted = crossed(here.first, other, open_to(role, ROUTES), but=but)
            assert not_shut(told(client, wanted)) == {}, role
    assert contents(here, there) == before


NOT_YET = {
    *("events:replan_run", "events:wish_price_run", "events:badges_pdf", "api:replan_run", "api:badges_pdf"),
    *("network:import", "network:rejected", "network:sheet_to_fill"),
    *("personal:mine", "personal:mine_pdf", "personal:mine_ics"),
}
"""The job in the address plans an agenda, and the first show jobs of another kind; no badge was made yet; the file and
the sheet are a road show's, not the network's; the agenda is that of a person who is none of these accounts."""
LEADS_ON = {"events:agenda"}
"""Sends the reader on to the version that is newest."""


def test_what_a_role_may_open_opens(here: Estate) -> None:
    """The other half of the walls: everything the table gives a role is there, with real things in it."""
    shut = []
    for role in Role:
        client = signed_in((role, here))
        for route in open_to(role, ROUTES):
            answer = client.get(route.address(here.first), {"q": "firm"})
            answer.getvalue()
            expected = {302} if route.name in LEADS_ON else {404} if route.name in NOT_YET else {200, 405}
            if answer.status_code not in expected:
                shut.append((role.value, route.name, answer.status_code))
    assert shut == []


def readable(client: Client, here: Estate) -> Iterator[tuple[str, str]]:
    """The address and text of every page that opens."""
    for route in ROUTES:
        if not route.name.startswith("api:"):
            address = route.address(here.first)
            answer = client.get(address, {"m": str(here.first["pair"]), "q": "person"})
            answer.getvalue()
            if answer.status_code == 200 and answer["Content-Type"].startswith("text/html"):
                yield address, answer.content.decode()


def rows_by_key(place: Estate) -> dict[str, type[Model]]:
    """The model of every row of the hub, by its key."""
    with place.inside():
        return {
            str(key): model
            for model in apps.get_models()
            if issubclass(model, HubOwned)
            for key in model._base_manager.values_list("pk", flat=True)
        }


def swapped(form: PageForm, other: Mapping[str, str]) -> Iterator[tuple[str, PageForm]]:
    """The form with each of its identifiers in turn replaced by one of somewhere else."""
    for place, (_name, value) in enumerate(form.fields):
        if value in other:
            yield other[value], form.with_value(place, other[value])


def counterparts(here: Estate, there: Estate) -> dict[str, str]:
    """For each row of one hub a row of the same table in the other."""
    first: dict[type[Model], str] = {}
    for key, model in rows_by_key(there).items():
        first.setdefault(model, key)
    found = {key: first[model] for key, model in rows_by_key(here).items() if model in first}
    return {**found, str(here.hub.pk): str(there.hub.pk), str(here.first["pair"]): str(there.first["pair"])}


def neighbours(here: Estate) -> dict[str, str]:
    """For each row of the first road show a row of the same table in the second."""
    first: dict[type[Model], str] = {}
    of_event: dict[str, type[Model]] = {}
    with here.inside():
        for key, model in rows_by_key(here).items():
            if any(column.attname == "event_id" for column in model._meta.fields):
                event = model._base_manager.values_list("event_id", flat=True).get(pk=key)
                if event == here.second["event_id"]:
                    first.setdefault(model, key)
                elif event == here.first["event_id"]:
                    of_event[key] = model
    found = {key: first[model] for key, model in of_event.items() if model in first}
    return {**found, str(here.first["pair"]): str(here.second["pair"])}


def attacked(client: Client, here: Estate, other: Mapping[str, str]) -> tuple[int, list[str]]:
    """Send every form of every page with foreign identifiers: how many, and those that were not refused."""
    sent, through = 0, []
    pages = list(readable(client, here))  # reading notes that a pair was looked at
    before = contents(here)
    for address, html in pages:
        for form in forms_of(html, address):
            for foreign, wrong in swapped(form, other):
                sent += 1
                with transaction.atomic():
                    answer = client.post(wrong.action, wrong.data())
                    if answer.status_code >= 500 or contents(here) != before:
                        through.append(f"{address} -> {wrong.action} with {foreign}: {answer.status_code}")
                    transaction.set_rollback(True)
    return sent, through


def test_forms_take_nothing_of_another_hub(here: Estate, there: Estate) -> None:
    client = signed_in((Role.HUB_MANAGER, here))
    sent, through = attacked(client, here, counterparts(here, there))
    assert through == []
    assert sent >= 12


def test_forms_take_nothing_of_another_road_show(here: Estate) -> None:
    client = signed_in((Role.HUB_MANAGER, here))
    sent, through = attacked(client, here, neighbours(here))
    assert through == []
    assert sent >= 10


@pytest.fixture
def holder(here: Estate) -> Client:
    """The first guest of the first road show, on a phone."""
    cache.clear()
    client = Client()
    assert client.post(f"/l/{here.first['token']}").status_code == 302
    return client


def test_a_link_speaks_for_one_party_to_the_other_side_of_its_own_road_show(
    holder: Client, here: Estate, there: Estate
) -> None:
    others = [here.first["other_id"], here.second["participant_id"], there.first["participant_id"], uuid4()]
    before = contents(here, there)
    for other in others:
        for said in ({"kind": "must", "message": "x"}, {"back": "1"}):
            assert holder.post(f"/me/wish/{other}/", said).status_code == 404
    assert contents(here, there) == before


def test_a_link_gives_its_holder_no_times_of_another_road_show(holder: Client, here: Estate) -> None:
    before = contents(here)
    assert holder.post("/me/times/", {"busy": [str(here.second["slot"])]}).status_code == 200
    assert contents(here) == before


def test_what_a_holder_ends_is_their_own(holder: Client, here: Estate) -> None:
    assert holder.post("/me/calendar/end/").status_code == 302
    assert [Client().get(f"/cal/{keys['feed']}.ics").status_code for keys in (here.first, here.second)] == [404, 200]


def test_a_holder_is_nobody_on_the_organisers_pages(holder: Client, here: Estate) -> None:
    before = contents(here)
    answers = told(holder, [(route.name, route.address(here.first)) for route in ROUTES])
    assert set(answers.values()) == {302, 401}
    assert contents(here) == before


def test_the_cookie_of_one_link_opens_nothing_of_another(holder: Client, here: Estate) -> None:
    other = Client()
    assert other.post(f"/l/{here.second['token']}").status_code == 302
    one, two = holder.cookies["landbridge_link"].value, other.cookies["landbridge_link"].value
    for mixed in (f"{one.split(':')[0]}:{':'.join(two.split(':')[1:])}", one[:-1], two + "x", one.replace(":", ".")):
        client = Client()
        client.cookies["landbridge_link"] = mixed
        assert client.get("/me/").status_code == 404
