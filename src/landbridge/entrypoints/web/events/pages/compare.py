"""Two versions side by side: what each is worth, and what differs for whom."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from landbridge.entrypoints.web.events.pages.agendas import Frame, frame_of, shared
from landbridge.entrypoints.web.events.replans import people_rows
from landbridge.events.phrases.agendas import LEVELS
from landbridge.events.queries import agendas
from landbridge.events.queries.agendas import Placed
from landbridge.events.queries.changes import changes_between
from landbridge.events.queries.moves import walked
from landbridge.events.queries.verdict import verdict_of
from landbridge.kernel.refusal import Missing


def compare(request: HttpRequest, event_id: UUID, number: int) -> HttpResponse:
    """This version beside another: `?with=NUMBER`, else the one it was made from or the newest other one."""
    frame = frame_of(request, event_id, number)
    asked = request.GET.get("with", "")
    others = list(agendas.versions_of(frame.event).exclude(pk=frame.version.pk))
    if not others:
        return redirect("events:agenda_versions", event_id=event_id, number=number)
    wanted = int(asked) if asked.isdecimal() else frame.sheet.since.number if frame.sheet.since else others[0].number
    other = next((version for version in others if version.number == wanted), None)
    if other is None:
        raise Missing(identifier=asked)
    before = agendas.placed_in(other)
    changes = changes_between(before, frame.sheet.placed)
    context = {
        **shared(frame, "versions"),
        "other": other,
        "others": [version.number for version in others],
        "rows": _rows(frame, other, len(before)),
        "people": people_rows(changes, frame.names),
        "differ": len(changes),
    }
    return render(request, "events/agenda_compare.html", context)


def _rows(frame: Frame, other: Any, meetings: int) -> list[dict[str, Any]]:
    """A row per level with value and bound of both, the other version first; `better` says which side wins."""
    left = verdict_of(other.levels, edited=other.edited)
    right = verdict_of(frame.version.levels, edited=frame.version.edited)
    rows: list[dict[str, Any]] = [{"words": None, "left": (meetings, None), "right": (len(frame.sheet.placed), None)}]
    for name, words in LEVELS.items():
        one = left.levels.get(name) if left else None
        two = right.levels.get(name) if right else None
        if one is not None or two is not None:
            rows.append({"words": words, "left": one, "right": two, "better": _better(name, one, two)})
    return [*rows, *_costs(frame, agendas.placed_in(other), frame.sheet.placed)]


def _costs(frame: Frame, left: tuple[Placed, ...], right: tuple[Placed, ...]) -> list[dict[str, Any]]:
    """What each version costs in walks and in interpreters, where the event has either."""
    material, rows = frame.sheet.material, []
    if material.places:
        one, two = walked(material, left), walked(material, right)
        rows.append(_cost(_("Minutes walked"), one, two))
    if material.interpreters:
        one, two = (sum(m.interpreter is not None for m in placed) for placed in (left, right))
        rows.append(_cost(_("Meetings with an interpreter"), one, two))
    return rows


def _cost(words: str, one: int, two: int) -> dict[str, Any]:
    better = "" if one == two else "right" if two < one else "left"
    return {"words": words, "left": (one, None), "right": (two, None), "better": better}


def _better(name: str, one: tuple[int, int] | None, two: tuple[int, int] | None) -> str:
    if one is None or two is None or one[0] == two[0]:
        return ""
    fewer = name in {"gaps", "table_changes"}
    return "right" if (two[0] < one[0]) is fewer else "left"
