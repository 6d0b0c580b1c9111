"""Words for agendas: what was refused, what a change breaks, why a wish is unmet."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from landbridge.events.phrases.frame import TABLE_PROPERTIES
from landbridge.events.phrases.languages import language_name

Names = Mapping[str, str]
Sentence = str | Promise

REFUSALS: dict[str, Sentence] = {
    "already_planning": gettext_lazy("An agenda is being made already. Wait for it, or cancel it first."),
    "input_changed": gettext_lazy(
        "People, wishes or the frame changed while the agenda was made, so it no longer holds. Plan again."
    ),
    "cannot_be_there": gettext_lazy("The meeting cannot be there. Choose one of the times at which both are free."),
    "needs_consent": gettext_lazy("This change breaks something. Look at it and say whether you want it anyway."),
    "no_such_meeting": gettext_lazy("This meeting is not in the version any more. Look at the board again."),
    "meet_already": gettext_lazy("The two have a meeting already. Move that one instead."),
    "nothing_to_undo": gettext_lazy(
        "There is nothing to undo, or somebody changed the version after you. Look at the board again."
    ),
    "not_published": gettext_lazy("No agenda is published yet. Publish a version first."),
    "cannot_stand": gettext_lazy(
        "This version cannot be published: some meetings have become impossible. Move or remove them first."
    ),
    "published_meanwhile": gettext_lazy(
        "Another version was published while you looked at this page. Compare with it, then publish again."
    ),
}

FINDINGS: dict[str, Sentence] = {
    "no_slots": gettext_lazy("There are no slots yet. Set the sessions of the event first."),
    "no_tables": gettext_lazy("There are no tables yet. Add rooms and tables first."),
    "no_participants": gettext_lazy("Nobody with a wish comes yet. Add people and collect wishes first."),
    "no_wishes": gettext_lazy("There are no wishes yet. Invite people to say whom they want to meet."),
    "time_limit_out_of_range": gettext_lazy("Choose a time limit between %(at_least)s and %(at_most)s seconds."),
    "unknown_command": gettext_lazy("There is no change called “%(command)s”."),
    "field_needed": gettext_lazy("This change needs “%(field)s”."),
    "pin_person_absent": gettext_lazy(
        "A pinned meeting stands at a time when one of its people is away. Unpin it, move it, or change the absence."
    ),
    "pin_of_never": gettext_lazy("A pinned meeting was refused by one side. Unpin or remove it."),
    "pins_clash": gettext_lazy("Two pinned meetings need the same person or table at one time. Unpin one of them."),
    "pin_outside_alternatives": gettext_lazy(
        "A pinned meeting names a person who no longer comes for that party. Unpin it, then plan again."
    ),
}

_BREAKS: dict[str, Sentence] = {
    "has_begun": gettext_lazy("What has begun stays as it is: %(pairs)s."),
    "person_busy": gettext_lazy("%(participant)s has another meeting then: %(pairs)s."),
    "person_elsewhere": gettext_lazy(
        "Somebody of %(participant)s sits in a published meeting of another road show at %(slot)s. Move this one, or say"
        " on their page when they are away."
    ),
    "person_absent": gettext_lazy("%(participant)s is away at %(slot)s."),
    "table_taken": gettext_lazy("Table %(table)s is taken at %(slot)s: %(pairs)s."),
    "refused": gettext_lazy("One side said that it does not want this meeting."),
    "groups_may_not_meet": gettext_lazy("The rules of this event do not let these two groups meet."),
    "pair_meets_twice": gettext_lazy("The two would meet twice."),
    "no_time_to_travel": gettext_lazy(
        "%(participant)s could not get there in time: it is a walk of %(minutes)s min from or to %(pairs)s."
    ),
    "no_interpreter": gettext_lazy("The two share no language (%(languages)s), and nobody interprets between them."),
    "wrong_interpreter": gettext_lazy("%(participant)s does not speak with both sides."),
    "interpreter_taken": gettext_lazy("The interpreter has another meeting then."),
    "table_unfit": gettext_lazy("Table %(table)s lacks what the meeting asks for: %(missing)s."),
    "wrong_people": gettext_lazy("The person at the table does not come for that party any more."),
    "unknown_slot": gettext_lazy("This slot does not exist any more."),
    "unknown_table": gettext_lazy("This table does not exist any more."),
    "unknown_wish": gettext_lazy("A party of this meeting does not take part any more."),
    "no_person": gettext_lazy("%(party)s has nobody to sit at the table. Add a person first."),
    "quota_exceeded": gettext_lazy("Meetings of %(quota)s would be %(meetings)s; the limit is %(at_most)s."),
    "quota_missed": gettext_lazy("Meetings of %(quota)s would be %(meetings)s; there are to be at least %(at_least)s."),
    "must_lost": gettext_lazy("%(pairs)s must meet, and would not."),
    "mutual_lost": gettext_lazy("%(pairs)s both asked for this meeting, and would not have it."),
    "pin_moved": gettext_lazy("%(pairs)s is pinned, and would move."),
}

_REASONS: dict[str, Sentence] = {
    "refused": gettext_lazy("One side said no."),
    "group_rule": gettext_lazy("The rules of this event do not let the two groups meet."),
    "no_common_slot": gettext_lazy("There is no slot in which both are there."),
    "no_fitting_table": gettext_lazy(
        "In no slot both have in common is there a table with what the meeting asks for: %(needs)s."
    ),
    "no_interpreter": gettext_lazy("No interpreter for %(languages)s is there in a slot both have in common."),
    "interpreter_busy": gettext_lazy(
        "No interpreter for %(languages)s is free when both are: %(people)s is taken by %(outranked_by)s."
    ),
    "on_the_way": gettext_lazy(
        "%(people)s: no time for the walk at %(slots)s, before or after %(outranked_by)s, and taken at other times."
    ),
    "meet_already": gettext_lazy("They meet already."),
    "quota_full": gettext_lazy("%(quota)s has reached its limit. In its place: %(outranked_by)s."),
    "person_busy": gettext_lazy("%(people)s: taken whenever both are there, by %(outranked_by)s."),
    "tables_short": gettext_lazy("Both are free at %(slots)s, but every table is taken then."),
    "resource_short": gettext_lazy("What the meeting needs is taken by %(outranked_by)s."),
    "free": gettext_lazy("Both are free at %(slots)s: plan again, or add the meeting by hand."),
    "no_person": gettext_lazy("One of the two has nobody who could sit at the table."),
}

LEVELS: dict[str, Sentence] = {
    "musts": gettext_lazy("Must meetings"),
    "smallest_share": gettext_lazy("Smallest share"),
    "total": gettext_lazy("Value"),
    "gaps": gettext_lazy("Waits between meetings"),
    "table_changes": gettext_lazy("Changes of table"),
}


def joined(words: Iterable[str], *, most: int = 4) -> str:
    """A list of names as a sentence writes it; beyond `most`, how many more."""
    all_of = list(dict.fromkeys(words))
    comma = "、" if (get_language() or "").startswith("zh") else ", "
    shown = comma.join(all_of[:most])
    left = len(all_of) - most
    if left <= 0:
        return shown
    return ngettext("%(shown)s and %(left)d more", "%(shown)s and %(left)d more", left) % {"shown": shown, "left": left}


def break_words(broken: Mapping[str, Any], names: Names) -> str:
    """One thing a change breaks, as a sentence. `broken` is as refusals carry it: code, hard, data."""
    code, data = broken["code"], broken["data"]
    if code == "gaps":
        return ngettext("One more wait between meetings.", "%(n)d more waits between meetings.", data["more"]) % {
            "n": data["more"]
        }
    if code == "table_changes":
        return ngettext("One more change of table.", "%(n)d more changes of table.", data["more"]) % {"n": data["more"]}
    sentence = _BREAKS.get(code)
    return str(sentence) % named(data, names) if sentence else _("It cannot be (%(code)s).") % {"code": code}


def reason_words(reason: str, data: Mapping[str, Any], names: Names) -> str:
    """Why a wish is unmet, as a sentence."""
    sentence = _REASONS.get(reason, reason)
    given = {"quota": "", "outranked_by": [], "slots": [], "people": [], "needs": [], "languages": [], **data}
    if reason == "quota_full" and not given["quota"]:
        given["quota"] = joined(names.get(p, "") for p in given["people"])
    return str(sentence) % named(given, names)


def named(data: Mapping[str, Any], names: Names) -> dict[str, Any]:
    """The data of a sentence with names for identifiers."""

    def known(value: Any) -> Any:
        if isinstance(value, list | tuple):
            return joined(names.get(str(item)) or str(TABLE_PROPERTIES.get(item, item)) for item in value)
        return names.get(value, value) if isinstance(value, str) else value

    words = {name: known(value) for name, value in data.items() if name != "languages"}
    if "languages" in data:
        words["languages"] = between(data["languages"])
    return words


def between(sides: Iterable[Iterable[str]]) -> str:
    """What the two sides speak: Chinese – Danish; a side of several languages names them all."""
    return " – ".join("/".join(language_name(code) for code in side) for side in sides)
