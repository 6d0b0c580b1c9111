"""Why there is no agenda, and where each way out is changed: ready for the template."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.urls import reverse

from landbridge.engines import agenda
from landbridge.events.models import Event
from landbridge.events.phrases.conflicts import conflict_words, relaxation_words
from landbridge.events.queries.agendas import Interest, Material
from landbridge.events.queries.names import Names
from landbridge.events.states import Side

SHOWN = 6
"""Ways out that are shown; the cheapest come first."""


@dataclass(frozen=True, slots=True)
class WayOut:
    """A change, the page where it is made, and whether it resolves all by itself."""

    words: str
    url: str
    suffices: bool


@dataclass(frozen=True, slots=True)
class NoAgenda:
    """What cannot hold together, in the organiser's words, the cheapest changes, and some that suffice `together`."""

    conflicts: tuple[str, ...]
    ways: tuple[WayOut, ...]
    together: tuple[WayOut, ...]
    proven: bool


def no_agenda(event: Event, found: Mapping[str, Any], names: Names) -> NoAgenda | None:
    """The answer of a planning job that found that no agenda exists; None for any other."""
    conflicts = found.get("conflicts", [])
    if not conflicts:
        return None
    relaxations = found.get("relaxations", []) or _from_parts(conflicts)
    ways = tuple(_way_out(event, r, names) for r in relaxations[:SHOWN])
    together = tuple(_way_out(event, r, names) for r in found.get("combined", []))
    return NoAgenda(tuple(conflict_words(c, names.by_id) for c in conflicts), ways, together, bool(found.get("proven")))


def _way_out(event: Event, relaxation: Mapping[str, Any], names: Names) -> WayOut:
    words = relaxation_words(relaxation["kind"], relaxation["parts"], names.by_id, relaxation["data"])
    return WayOut(words, _url(event, relaxation, names.material), relaxation.get("suffices", False))


def _from_parts(conflicts: list[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """A conflict found by counting names its parts and no ways out: each part that can be changed is one."""
    parts = [tuple(part) for conflict in conflicts for part in conflict["parts"]]
    kinds = agenda.RELAXED_BY
    return [
        {"kind": kinds[part[0]], "parts": [list(part)], "data": {}} for part in dict.fromkeys(parts) if part[0] in kinds
    ]


def _url(event: Event, relaxation: Mapping[str, Any], material: Material) -> str:
    """The page where what it names is changed."""
    kind, identifier = relaxation["parts"][0]
    if kind in {"slot", "way"}:
        return reverse("events:setup", args=[event.pk]) + ("#walks" if kind == "way" else "#rooms")
    if kind == "interpreter":
        return reverse("events:interpreters", args=[event.pk])
    if kind in {"wish", "pin"}:
        interest = material.interests.get(UUID(identifier))
        return _pair(event, interest, material) if interest else _wishes(event)
    party = UUID(identifier) if kind == "quota" else None
    attendee = material.attendees.get(UUID(identifier)) if kind in {"minimum", "maximum", "participant"} else None
    party = attendee.participant_id if attendee else party
    return reverse("events:edit_participant", args=[party]) if party in material.participants else _wishes(event)


def _pair(event: Event, interest: Interest, material: Material) -> str:
    """The page of the two; parties of one side have none, theirs is the table of wishes."""
    sides = [material.participants[party].group.side for party in (interest.first, interest.second)]
    if sides != [Side.DELEGATION, Side.COUNTERPARTY]:
        return _wishes(event)
    return reverse("events:pair", args=[interest.first, interest.second])


def _wishes(event: Event) -> str:
    return reverse("events:wish_table", args=[event.pk])
