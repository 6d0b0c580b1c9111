"""Words for an agenda that cannot be: the demands that cannot hold together, with their numbers, and the ways out."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy

from landbridge.events.phrases.agendas import Names, joined, named

Sentence = str | Promise

_CONFLICTS: dict[str, Sentence] = {
    "no_possible_slot": gettext_lazy(
        "%(parts)s must meet, and there is no slot and table where they could. Change an absence or the demand."
    ),
    "refused": gettext_lazy("%(parts)s must meet, and one side said no. Give up the demand, or ask that side again."),
    "group_rule": gettext_lazy(
        "%(parts)s must meet, and the rules of this event do not let the two groups meet. Change the rules or the demand."
    ),
    "no_interpreter": gettext_lazy(
        "%(parts)s must meet and share no language, and no interpreter between them is there when both are. "
        "Add an interpreter, or change the times."
    ),
    "no_fitting_table": gettext_lazy(
        "%(parts)s must meet, and no table has what their meeting asks for when both are there. Change a table or the need."
    ),
    "more_required_than_slots": ngettext_lazy(
        "%(participant)s has %(required)d required meetings and %(slots)d free slot: %(parts)s. Give some up, or add slots.",
        "%(participant)s has %(required)d required meetings and %(slots)d free slots: %(parts)s. Give some up, or add slots.",
        "slots",
    ),
    "more_required_than_quota": ngettext_lazy(
        "%(participant)s has %(required)d required meeting and may have %(at_most)d: %(parts)s. Raise the limit, or give some"
        " up.",
        "%(participant)s has %(required)d required meetings and may have %(at_most)d: %(parts)s. Raise the limit, or give some"
        " up.",
        "required",
    ),
    "fewer_possible_than_minimum": gettext_lazy(
        "%(owner)s: at least %(at_least)d meetings are asked for, and %(possible)d are possible. Lower the minimum, or collect"
        " more wishes."
    ),
    "tables_short": gettext_lazy(
        "More meetings must be held at %(slots)s than there are tables, %(required)d to %(room)d: %(parts)s."
    ),
    "tables_short_with": gettext_lazy(
        "More meetings must be held at %(slots)s than there are tables with %(needs)s, %(required)d to %(room)d: %(parts)s."
    ),
    "resource_short": gettext_lazy(
        "More meetings need %(resource)s than can have it, %(required)d to %(room)d: %(parts)s."
    ),
    "interpreters_short": gettext_lazy(
        "More meetings need %(people)s as interpreter than there is time for, %(required)d to %(room)d: %(parts)s."
    ),
    "slots_short": gettext_lazy(
        "These %(required)d meetings share people and cannot all be held in the slots open to them (%(slots)d): %(parts)s."
    ),
    "together": gettext_lazy("These demands cannot all be met together: %(parts)s. Give one of them up."),
    "not_found_in_time": gettext_lazy(
        "No agenda that meets all demands was found in time; one may exist. Allow more time, or give a demand up."
    ),
}

_PARTS: dict[str, Sentence] = {
    "pin": gettext_lazy("the pin of %(name)s"),
    "minimum": gettext_lazy("the fewest meetings of %(name)s"),
    "maximum": gettext_lazy("the most meetings of %(name)s"),
    "quota": gettext_lazy("the limits of %(name)s"),
    "slot": gettext_lazy("the tables at %(name)s"),
    "interpreter": gettext_lazy("the time of %(name)s"),
}

_WAYS_OUT: dict[str, Sentence] = {
    "drop_must": gettext_lazy("Let %(parts)s be no must"),
    "drop_pin": gettext_lazy("Unpin %(parts)s"),
    "drop_pin_and_must": gettext_lazy("Unpin %(parts)s and let it be no must"),
    "lower_minimum": gettext_lazy("Lower the fewest meetings of %(parts)s"),
    "lower_minimum_to": gettext_lazy("Lower the fewest meetings of %(parts)s to %(to)d"),
    "raise_maximum": gettext_lazy("Raise the most meetings of %(parts)s"),
    "raise_maximum_to": gettext_lazy("Raise the most meetings of %(parts)s to %(to)d"),
    "change_quota": gettext_lazy("Change the limits of %(parts)s"),
    "add_table": gettext_lazy("One more table at %(parts)s"),
    "add_table_with": gettext_lazy("One more table with %(needs)s at %(parts)s"),
    "add_tables": gettext_lazy("%(by)d more tables at %(parts)s"),
    "add_tables_with": gettext_lazy("%(by)d more tables with %(needs)s at %(parts)s"),
    "add_resource": gettext_lazy("One more of %(parts)s"),
    "add_resources": gettext_lazy("%(by)d more of %(parts)s"),
    "add_interpreter": gettext_lazy("One more interpreter beside %(parts)s"),
    "add_interpreters": gettext_lazy("%(by)d more interpreters beside %(parts)s"),
    "shorten_way": gettext_lazy("Shorten %(parts)s"),
    "shorten_way_to": gettext_lazy("Shorten %(parts)s to %(minutes)d min"),
}


def conflict_words(conflict: Mapping[str, Any], names: Names) -> str:
    """Why there is no agenda, as a sentence in terms of the input, with the numbers that show it."""
    code, parts, data = conflict["code"], conflict["parts"], dict(conflict["data"])
    key = "tables_short_with" if code == "tables_short" and data.get("needs") else code
    if isinstance(data.get("slots"), list | tuple) and not data["slots"]:
        data["slots"] = [identifier for kind, identifier in parts if kind == "slot"]
    data.setdefault("participant", data.get("quota", ""))
    # With the numbers said, the meetings are what is left to name: all that were counted.
    meetings = [part for part in parts if part[0] in {"wish", "pin"}]
    meetings = [("wish", identifier) for identifier in data.pop("meetings", ())] or meetings
    shown = parts if code == "together" or not meetings else meetings
    words = named(data, names)
    words["parts"] = joined(_part(part, names, plain=code != "together") for part in shown)
    words["owner"] = joined(names.get(identifier, identifier) for _kind, identifier in parts)
    return str(_CONFLICTS.get(key, code) % words) if key in _CONFLICTS else str(code)


def relaxation_words(
    kind: str, parts: Sequence[Sequence[str]], names: Names, data: Mapping[str, Any] | None = None
) -> str:
    """A change that would resolve a conflict, as the words of the link to where it is made."""
    data = data or {}
    words = named(data, names)
    words["parts"] = joined(_part(part, names, plain=part[0] != "way") for part in parts)
    return str(_WAYS_OUT.get(_way(kind, data), kind)) % words


def _way(kind: str, data: Mapping[str, Any]) -> str:
    """The sentence for a change of that kind which goes so far."""
    if kind == "drop_pin":
        return "drop_pin_and_must" if data.get("must") else kind
    if kind == "change_quota" and "to" in data:
        return "lower_minimum_to" if "lower" in data else "raise_maximum_to"
    if kind in {"lower_minimum", "raise_maximum"} and "to" in data:
        return f"{kind}_to"
    if kind == "shorten_way" and "minutes" in data:
        return f"{kind}_to"
    if kind.startswith("add_"):
        many = f"{kind}s" if data.get("by", 1) > 1 else kind
        return f"{many}_with" if data.get("needs") else many
    return kind


def _part(part: Sequence[str], names: Names, *, plain: bool) -> str:
    """A demand in words; plainly, what it is about."""
    kind, identifier = part
    if kind == "way":
        first, second = (names.get(place, "") for place in identifier.split("|"))
        return _("the walk between %(first)s and %(second)s") % {"first": first, "second": second}
    known = names.get(identifier, identifier)
    return known if plain or kind not in _PARTS else str(_PARTS[kind]) % {"name": known}
