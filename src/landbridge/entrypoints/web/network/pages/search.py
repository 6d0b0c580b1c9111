"""One box for everything that has a name: either script, pinyin, initials, code."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from landbridge.entrypoints.gate import actor_of
from landbridge.entrypoints.web.network.hubs import other_hubs, working_hub
from landbridge.events import rules as event_rules
from landbridge.events.queries import frame as events
from landbridge.kernel.actor import Actor
from landbridge.kernel.names import Name
from landbridge.matchmaking import queries as matchmaking
from landbridge.matchmaking import rules as matchmaking_rules
from landbridge.network import queries, rules
from landbridge.network.models import Hub
from landbridge.network.permissions import Permission
from landbridge.projects import queries as projects
from landbridge.projects import rules as project_rules

FEW: Final = 8


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing that was found."""

    name: Name
    code: str
    url: str


@dataclass(frozen=True, slots=True)
class Group:
    """The first things of one kind, whether there are more, and where all of them are."""

    heading: str
    hits: list[Hit]
    more: bool
    url: str


def search(request: HttpRequest) -> HttpResponse:
    """What a text finds of each kind that the reader may see, one query a kind."""
    hub = working_hub(request, Permission.SEE_PEOPLE)
    text = request.GET.get("q", "").replace("\x00", "").strip()
    groups = list(_groups(actor_of(request), hub, text)) if text else []
    context = {
        "hub": hub,
        "hubs": other_hubs(request, Permission.SEE_PEOPLE, hub),
        "text": text,
        "groups": groups,
        "found": any(group.hits for group in groups),
    }
    return render(request, "network/search.html", context)


def _groups(actor: Actor, hub: Hub, text: str) -> Iterator[Group]:
    firms = queries.found(rules.visible_organisations(actor, hub_id=hub.pk), text)
    yield _group(_("Organisations"), firms, "network:organisation", "network:organisations", text)
    people = queries.found(rules.visible_people(actor, hub_id=hub.pk), text)
    yield _group(_("People"), people, "network:person", "network:people", text)
    offered = projects.found(project_rules.visible_projects(actor, hub_id=hub.pk), text).order_by("sort_key", "id")
    yield _group(_("Projects"), offered, "projects:project", "projects:projects", text)
    needs = matchmaking.found_needs(matchmaking_rules.visible_needs(actor, hub.pk), text)
    needs = needs.select_related("organisation").order_by("organisation__sort_key", "id")
    yield _group(
        _("Needs"), needs, "matchmaking:need", "matchmaking:matches", text, named=lambda need: need.organisation
    )
    shows = events.found(event_rules.visible_events(actor, hub_id=hub.pk), text).order_by("-first_day", "id")
    yield _group(_("Road shows"), shows, "events:event", "events:events", text)


def _group(
    heading: str,
    rows: QuerySet[Any],
    page: str,
    listing: str,
    text: str,
    *,
    named: Callable[[Any], Any] = lambda row: row,
) -> Group:
    first = list(rows[: FEW + 1])
    hits = [Hit(named(row).name, named(row).code, reverse(page, args=[row.pk])) for row in first[:FEW]]
    return Group(heading, hits, len(first) > FEW, f"{reverse(listing)}?{urlencode({'q': text})}")
