"""Recorded changes and choices in words, ready for the templates."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.utils import formats
from django.utils.translation import gettext as _

from landbridge.events.models import AgendaVersion, DayChange, ReplanChoice
from landbridge.events.phrases.replans import CHANGES, CHOICES
from landbridge.events.queries.agendas import Placed
from landbridge.events.queries.changes import Change, ChangeKind
from landbridge.events.queries.names import Names
from landbridge.events.queries.replans import by_person
from landbridge.events.queries.verdict import verdict_of
from landbridge.events.states import DayChangeKind

MARKS = {ChangeKind.ADDED: "good", ChangeKind.REMOVED: "bad", ChangeKind.MOVED: "info", ChangeKind.RESEATED: ""}


def change_rows(changes: Iterable[DayChange], names: Names) -> list[dict[str, Any]]:
    """Each recorded change with whom or what it is about and when."""
    return [
        {
            "id": change.id,
            "about": _about(change, names),
            "words": _words(change, names),
            "note": change.note,
            "recorded_at": change.recorded_at,
            "of_person": _of_person(change),
        }
        for change in changes
    ]


def _of_person(change: DayChange) -> bool:
    return change.attendee_id is not None or change.interpreter_id is not None


def _about(change: DayChange, names: Names) -> str:
    if change.interpreter_id is not None:
        return names.interpreter(change.interpreter_id) or _("Interpreter")
    if change.attendee_id is not None:
        return names.person(change.attendee_id)
    return change.table.label if change.table else change.room.name if change.room else ""


def _words(change: DayChange, names: Names) -> str:
    zone = names.material.zone
    start, end = change.starts_at.astimezone(zone), change.ends_at.astimezone(zone)
    several = names.material.event.first_day != names.material.event.last_day

    def shown(moment: Any) -> str:
        day = formats.date_format(moment, "SHORT_DATE_FORMAT") + " " if several else ""
        return f"{day}{moment:%H:%M}"

    times = {"start": shown(start), "end": shown(end)}
    begins, lasts = start.time() == start.time().min, end.time() == end.time().min
    if change.kind == DayChangeKind.LATE:
        return _("comes only at %(end)s") % times
    if change.kind == DayChangeKind.LEAVES and lasts:
        return _("leaves at %(start)s") % times
    if change.kind == DayChangeKind.ABSENT and begins and lasts:
        whole = end - start <= timedelta(hours=25)
        return _("absent on %(day)s") % {"day": formats.date_format(start)} if several and whole else _("does not come")
    if not _of_person(change) and change.starts_at <= names.material.slots[0].starts_at and lasts:
        return _("cannot be used any more")
    if _of_person(change):
        return _("absent from %(start)s to %(end)s") % times
    if lasts:
        return _("lost from %(start)s on") % times
    return _("lost from %(start)s to %(end)s") % times


def choice_cards(choices: Iterable[ReplanChoice], published: AgendaVersion) -> list[dict[str, Any]]:
    """The cards in order; one that says the same agenda as an earlier one names it instead of offering it twice."""
    cards: list[dict[str, Any]] = []
    seen: list[tuple[Any, Any, Any]] = []
    for choice in choices:
        card = choice_card(choice, published)
        agenda = (sorted(choice.placed), sorted(choice.dropped))
        twin = next((name for *known, name in seen if tuple(known) == agenda), None)
        seen.append((*agenda, card["name"]))
        cards.append({**card, "same_as": twin})
    return cards


def choice_card(choice: ReplanChoice, published: AgendaVersion) -> dict[str, Any]:
    """A choice as its card shows it: value beside what stands, how much changes, how many are told."""
    counts = choice.counts
    changed = counts["moved"] + counts["removed"] + counts["added"]
    verdict, now = verdict_of(choice.levels), verdict_of(published.levels)
    musts = verdict.levels.get("musts") if verdict else None
    return {
        "id": choice.id,
        "name": CHOICES[choice.name][0],
        "means": CHOICES[choice.name][1],
        "verdict": verdict,
        "against": verdict.value - now.value if verdict and now else None,
        "changed": changed,
        "least": choice.least_changes,
        "proven": changed == choice.least_changes,
        "counts": counts,
        "musts_missed": musts[1] - musts[0] if musts else 0,
        "version": choice.version,
        "taken": choice.version is not None,
    }


def people_rows(changes: Iterable[Change], names: Names) -> list[dict[str, Any]]:
    """What changes for each person, in the order of their labels."""
    rows = [
        {
            "person": names.person(person),
            "changes": [
                {
                    "with": names.party(_other(change, person, names)),
                    "words": CHANGES[change.kind],
                    "mark": MARKS[change.kind],
                    "before": place_words(change.before, names),
                    "after": place_words(change.after, names),
                }
                for change in found
            ],
        }
        for person, found in by_person(changes).items()
    ]
    return sorted(rows, key=lambda row: str(row["person"]))


def _other(change: Change, person: Any, names: Names) -> Any:
    own = names.material.attendees[person].participant_id
    meeting = change.either
    return meeting.second if meeting.first == own else meeting.first


def place_words(placed: Placed | None, names: Names) -> str:
    """When and where, and who interprets: 10:15 T03, Li Na."""
    if placed is None:
        return ""
    material = names.material
    where = f"{names.time(material.slot_by_id[placed.slot])} {material.table_by_id[placed.table].label}"
    helper = names.interpreter(placed.interpreter)
    return f"{where}, {helper}" if helper else where
