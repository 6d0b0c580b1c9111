"""The agenda of a road show: the board, per person, what changed, unmet wishes, versions."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from landbridge.entrypoints.gate import actor_of
from landbridge.entrypoints.web.events.boards import BoardView, Choice, asked_words, pause_words
from landbridge.entrypoints.web.events.conflicts import no_agenda
from landbridge.entrypoints.web.events.forms.agendas import KEEP_CHOICES, PlanForm
from landbridge.entrypoints.web.events.steps import bare
from landbridge.events import phrases, rules
from landbridge.events.actions.planning import last_run
from landbridge.events.models import AgendaVersion, Event, UnmetWish
from landbridge.events.phrases.agendas import break_words, reason_words
from landbridge.events.queries import agendas, board, moves, overview
from landbridge.events.queries.board import Sheet
from landbridge.events.queries.names import Names
from landbridge.events.queries.verdict import verdict_of
from landbridge.events.readiness import Step
from landbridge.events.states import AgendaState
from landbridge.ground.models import JobRun
from landbridge.ground.states import JobState
from landbridge.kernel.refusal import Missing

SHOWN_UNMET = 10
SELECTED = "selected"


@dataclass(frozen=True)
class Frame:
    """What every page of a version shows around its own part."""

    event: Event
    sheet: Sheet
    names: Names
    published: AgendaVersion | None
    may_plan: bool
    may_publish: bool
    may_give: bool

    @cached_property
    def unmet(self) -> tuple[UnmetWish, ...]:
        """Every unmet wish, the dearest first; read when a page shows them all."""
        return tuple(overview.unmet_of(self.version))

    @property
    def version(self) -> AgendaVersion:
        """The version shown."""
        return self.sheet.version


def frame_of(request: HttpRequest, event_id: UUID, number: int) -> Frame:
    """Read the version named in the address, for somebody who may see the event."""
    actor = actor_of(request)
    event = rules.access_event(actor, event_id, to="look")
    version = agendas.versions_of(event).select_related("based_on").filter(number=number).first()
    if version is None:
        raise Missing(identifier=str(number))
    version.event = event
    sheet = board.sheet_of(version)
    published = version if version.state == AgendaState.PUBLISHED else agendas.published_of(event)
    return Frame(
        event=event,
        sheet=sheet,
        names=Names(sheet.material, get_language() or "en"),
        published=published,
        may_plan=actor.may(rules.PLAN, event.hub_id),
        may_publish=actor.may(rules.NEEDS["publish"], event.hub_id),
        may_give=actor.may(rules.NEEDS["desk"], event.hub_id),
    )


def shared(frame: Frame, tab: str) -> dict[str, Any]:
    """The head, the tabs and the rights, for the template every tab extends."""
    version, since = frame.version, frame.sheet.since
    return {
        "event": frame.event,
        "event_name": frame.names.shown(frame.event.name_latin, frame.event.name_chinese),
        "steps": bare(frame.event.id, here=Step.AGENDA),
        "place": frame.names.shown(frame.event.place_latin, frame.event.place_chinese),
        "version": version,
        "since": since,
        "published": frame.published,
        "tab": tab,
        "utc_offset": utc_offset(frame, frame.sheet.days[0]) if frame.sheet.days else "",
        "counts": {
            "changes": len(frame.sheet.changes),
            "unmet": overview.unmet_of(version).count(),
            "versions": agendas.versions_of(frame.event).count(),
        },
        "may_plan": frame.may_plan,
        "may_publish": frame.may_publish and version.state == AgendaState.DRAFT,
        "last_edit": overview.last_edit(version) if frame.may_plan and version.state == AgendaState.DRAFT else None,
        "keys": {"draft": AgendaState.DRAFT, "published": AgendaState.PUBLISHED, "superseded": AgendaState.SUPERSEDED},
    }


def agenda(request: HttpRequest, event_id: UUID) -> HttpResponse:
    """The newest version that is not put away; without one, how to make the first."""
    actor = actor_of(request)
    event = rules.access_event(actor, event_id, to="look")
    newest = agendas.versions_of(event).exclude(state=AgendaState.DISCARDED).first()
    if newest is not None:
        return redirect("events:agenda_board", event_id=event_id, number=newest.number)
    names = Names(agendas.material_of(event), get_language() or "en")
    context = {
        "event": event,
        "event_name": names.shown(event.name_latin, event.name_chinese),
        "steps": bare(event.id, here=Step.AGENDA),
        "may_plan": actor.may(rules.PLAN, event.hub_id),
        "plan": PlanForm(),
        **running(event, names),
        **missing(names),
    }
    return render(request, "events/agenda_first.html", context)


def missing(names: Names) -> dict[str, Any]:
    """What an agenda needs, each with how much of it is there."""
    material = names.material
    coming = [p for p in material.participants if material.comes(p)]
    return {
        "needs": [
            (_("slots"), len(material.slots)),
            (_("tables"), len(material.tables)),
            (_("parties who come"), len(coming)),
            (_("people at the tables"), len(material.attendees)),
            (_("pairs of groups that may meet"), len(material.rules)),
            (_("pairs with a wish"), len(material.interests)),
        ]
    }


def board_page(
    request: HttpRequest, event_id: UUID, number: int, *, question: Mapping[str, Any] | None = None
) -> HttpResponse:
    """The board with the panel beside it; `question` is what a change by hand asks before it is done."""
    frame = frame_of(request, event_id, number)
    choice = choice_of(request)
    if request.htmx and request.htmx.target == SELECTED and question is None:  # type: ignore[attr-defined]
        return render(request, "events/agenda_selected.html", {**shared_rights(frame), **selected(frame, choice)})
    context = {
        **shared(frame, "board"),
        **board_context(frame, choice, request.GET.get("day", "")),
        **selected(frame, choice),
        **running(frame.event, frame.names),
        **verdict_context(frame),
        "plan": PlanForm(initial={"based_on": frame.version.id}),
        "keeps": KEEP_CHOICES,
        "slots": [(slot.id, frame.names.time(slot)) for slot in frame.sheet.material.slots[1:]],
        "unmet_first": unmet_rows(frame, tuple(overview.unmet_of(frame.version)[:SHOWN_UNMET])),
        "question": asked_back(frame, question) if question else None,
    }
    return render(request, "events/agenda_board.html", context)


def asked_back(frame: Frame, question: Mapping[str, Any]) -> dict[str, Any]:
    """What stands against a change by hand, in words, with the places where the meeting could be."""
    names, material = frame.names, frame.sheet.material
    known = names.with_pairs(frame.sheet.placed)
    slots = [material.slot_by_id[UUID(opening["slot"])] for opening in question["openings"]]
    return {
        **question,
        "words": [break_words(broken, known) for broken in question["breaks"]],
        "places": [(slot.id, names.time(slot)) for slot in slots],
        "elsewhere": [(name, value) for name, value in question["again"] if name not in {"slot", "table"}],
    }


def shared_rights(frame: Frame) -> dict[str, Any]:
    """What the panel alone needs of the frame."""
    return {"event": frame.event, "version": frame.version, "may_plan": frame.may_plan, "published": frame.published}


def choice_of(request: HttpRequest) -> Choice:
    """What the address says is selected; nonsense selects nothing."""

    def read(name: str) -> UUID | None:
        try:
            return UUID(request.GET.get(name) or request.POST.get(name) or "")
        except ValueError:
            return None

    return Choice(read("m"), read("slot"), read("table"))


def board_context(frame: Frame, choice: Choice, day: str) -> dict[str, Any]:
    """The day's board: the selected meeting's day, else the one asked for, else the first."""
    sheet = frame.sheet
    days = sheet.days
    held = sheet.at(choice.pair) if choice.pair else None
    slot = sheet.material.slot_by_id.get(held.slot if held else choice.slot or UUID(int=0))
    wanted = board.day_of(sheet.material, slot) if slot else next((d for d in days if d.isoformat() == day), None)
    if not days:
        return {"days": (), "board": None}
    shown = wanted or days[0]
    view = board.board_of(sheet, shown)
    zone, tables = sheet.material.zone, len(sheet.material.tables)
    return {
        "days": [(d, d == shown) for d in days] if len(days) > 1 else (),
        "day": shown,
        "tables": tables,
        "columns": [
            (
                column,
                f"{column.slot.starts_at.astimezone(zone):%H:%M}",
                column.pause and pause_words(column.pause, frame.names),
            )
            for column in view.columns
        ],
        "rows": BoardView(sheet, view, frame.names, choice).rows(),
    }


def utc_offset(frame: Frame, day: date) -> str:
    """The zone's distance from UTC on that day, in hours: +8, -7, +5:30."""
    for slot in frame.sheet.material.slots:
        if board.day_of(frame.sheet.material, slot) == day:
            minutes = int((slot.starts_at.astimezone(frame.sheet.material.zone).utcoffset() or 0).total_seconds() // 60)  # type: ignore[union-attr]
            hours, rest = divmod(abs(minutes), 60)
            return f"{'-' if minutes < 0 else '+'}{hours}{f':{rest:02}' if rest else ''}"
    return ""


def selected(frame: Frame, choice: Choice) -> dict[str, Any]:
    """The panel for what is selected: a meeting with where it could be, or an empty place with who could meet there."""
    sheet, names = frame.sheet, frame.names
    held = sheet.at(choice.pair) if choice.pair else None
    if held is not None:
        interest = sheet.material.interests.get(held.pair_uid)
        asked = board.asked_by(interest)
        openings = overview.openings_of(sheet, held)
        return {
            "held": held,
            "held_slot": names.time(sheet.material.slot_by_id[held.slot]),
            "held_table": sheet.material.table_by_id[held.table].label,
            "held_first": names.party(held.first),
            "held_second": names.party(held.second),
            "held_people": [names.person(person) for person in held.people],
            "asked": asked.value,
            "asked_words": asked_words(asked),
            "elsewhere": [names.time(sheet.material.slot_by_id[o.slot]) for o in openings if o.slot != held.slot],
            "openings": [
                (
                    o.slot,
                    names.time(sheet.material.slot_by_id[o.slot]),
                    held.table in o.tables and o.slot != held.slot,
                    len(o.tables),
                )
                for o in openings
            ],
            "held_interpreter": names.interpreter(held.interpreter),
            "interpreters": _interpreters(frame, held),
            "all_tables": sheet.material.tables,
            "swaps": [
                (m.pair_uid, names.pair(m.first, m.second), names.time(sheet.material.slot_by_id[m.slot]))
                for m in overview.swaps_for(sheet, held)
            ],
        }
    slot, table = choice.slot, choice.table
    if slot in sheet.material.slot_by_id and table in sheet.material.table_by_id and slot and table:
        candidates = overview.candidates_for(sheet, slot)
        return {
            "free_slot": sheet.material.slot_by_id[slot],
            "free_table": sheet.material.table_by_id[table],
            "free_time": names.time(sheet.material.slot_by_id[slot]),
            "wished": [_candidate(names, c) for c in candidates if c.weight],
            "allowed": [_candidate(names, c) for c in candidates if not c.weight],
            "gives": frame.may_give and frame.version.state == AgendaState.PUBLISHED,
        }
    return {}


def _interpreters(frame: Frame, held: agendas.Placed) -> list[tuple[UUID, str]]:
    """Who else could interpret at the meeting: those who speak with both sides and are free then."""
    sheet = frame.sheet
    rest = [m for m in sheet.placed if m.pair_uid != held.pair_uid]
    able = sheet.material.interpreters_for(held.people) or ()
    free = moves.interpreters_free(sheet.material, rest, able, held.slot, held.table)
    return [(one, frame.names.interpreter(one)) for one in free if one != held.interpreter]


def _candidate(names: Names, candidate: overview.Candidate) -> tuple[str, str, str]:
    interest = candidate.interest
    words = asked_words(board.asked_by(interest)) if candidate.weight else ""
    label = f"{names.party(interest.first)} – {names.party(interest.second)}"
    return f"{interest.first}:{interest.second}", label, words


def running(event: Event, names: Names) -> dict[str, Any]:
    """The last planning job: its progress while it runs; afterwards why it made nothing, if so."""
    run = last_run(event.id)
    if run is None:
        return {}
    if run.state in {JobState.QUEUED, JobState.RUNNING}:
        return {"run": run_progress(event, run)}
    refused = no_agenda(event, run.result.get("infeasible", {}), names)
    if refused is not None:
        return {"no_agenda": refused}
    if run.state == JobState.FAILED:
        refusal = phrases.REFUSALS.get(str(run.result.get("refusal", "")))
        return {"plan_failed": refusal or _("Planning broke off; nothing was saved. Try again.")}
    return {}


def run_progress(event: Event, run: JobRun) -> dict[str, Any]:
    """A running job for the progress part: seconds, best value and bound so far."""
    note = run.note
    return {
        "id": run.id,
        "waiting": run.state == JobState.QUEUED,
        "stopping": run.cancel_requested_at is not None,
        "percent": round(run.progress * 100),
        "seconds": round(note.get("seconds", 0)),
        "budget": note.get("budget", 0),
        "verdict": verdict_of(note.get("levels", [])),
        "url": reverse("events:agenda_run", args=[event.id, run.id]),
        "cancel_url": reverse("events:agenda_cancel", args=[event.id, run.id]),
    }


def verdict_context(frame: Frame) -> dict[str, Any]:
    """Value, bound, and what follows from them."""
    met, mutual = frame.sheet.mutual_met
    verdict = verdict_of(frame.version.levels, edited=frame.version.edited)
    return {
        "verdict": verdict,
        "mutual_met": met,
        "mutual": mutual,
        "meetings": len(frame.sheet.placed),
    }


def unmet_rows(frame: Frame, unmet: tuple[UnmetWish, ...]) -> list[dict[str, Any]]:
    """Unmet wishes in words."""
    known, names = frame.names.with_pairs(frame.sheet.placed), frame.names
    interests, material = frame.sheet.material.interests, frame.sheet.material
    return [
        {
            "pair": names.pair(wish.first_id, wish.second_id),
            "first_id": wish.first_id,
            "second_id": wish.second_id,
            "first": names.party(wish.first_id),
            "second": names.party(wish.second_id),
            "must": wish.must,
            "mutual": wish.mutual,
            "asked": board.asked_by(interests.get(material.pair(wish.first_id, wish.second_id).pair_uid)).value,
            "reason": reason_words(wish.reason, wish.data, known),
            "proven": wish.data.get("proven", False),
        }
        for wish in unmet
    ]
