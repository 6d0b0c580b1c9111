"""Words about a road show's frame: days, sessions, rooms, tables, groups, and what is missing."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

Words = Mapping[str, str | Promise]

STATES: Final[Words] = {
    "preparing": pgettext_lazy("road show", "in preparation"),
    "inviting": pgettext_lazy("road show", "inviting"),
    "published": pgettext_lazy("road show", "agenda published"),
    "held": pgettext_lazy("road show", "held"),
    "cancelled": pgettext_lazy("road show", "cancelled"),
}
SIDES: Final[Words] = {"delegation": _("delegation"), "counterparty": _("partners")}

REFUSALS: Final[Words] = {
    "event_is_over": _("This road show is over: its frame and its people no longer change. Nothing was changed."),
    "event_not_over_yet": _("Its last day, %(last_day)s, is not over where it happens. Come back after it."),
    "agenda_stands": _(
        "An agenda has meetings there (version %(versions)s). Move or drop them, or discard the draft, then try again."
    ),
    "label_taken": _("“%(label)s” is taken here. Choose another."),
    "still_used": _("%(label)s is still used (uses: %(count)s). Move or remove what belongs to it first."),
    "copied_already": _(
        "%(code)s has that name and begins on that day already. Open it, or choose another name or day."
    ),
    "cannot_be_undone": _("This can no longer be undone: something else took its place. Nothing was changed."),
}
FINDINGS: Final[Words] = {
    "name_missing": _("Give it a name, in Chinese or in Latin letters."),
    "days_backward": _("The last day comes before the first."),
    "too_many_days": _("%(days)s days are more than one road show can have. Plan 60 at most."),
    "slot_length_out_of_range": _("A slot lasts between %(shortest)s and %(longest)s minutes."),
    "retained_too_short": _("People's data are needed until it is over: choose a day after %(last_day)s."),
    "unknown_side": _("There are two sides: the delegation and the partners."),
    "past_date": _("%(day)s is past. If it was held already, record it as history."),
    "source_missing": _("Say where this is known from: an article, a report, a person."),
    "session_ends_before_start": _("This session ends before it starts. Sessions do not go over midnight."),
    "session_outside_days": _("%(day)s is no day of this road show (%(first_day)s to %(last_day)s)."),
    "slot_length_does_not_divide": _(
        "Slots of %(slot_minutes)s minutes do not fill a session of %(minutes)s. These lengths do: %(lengths)s."
    ),
    "sessions_overlap": _("This session overlaps the one from %(start)s to %(end)s."),
    "holds_nobody": _("A room holds at least one person, and %(most)s at most."),
    "table_seats": _("A table seats between 2 and %(most)s people."),
    "table_count": _("Add between 1 and %(most)s tables."),
    "group_letter": _("A group's letter is one or two letters from A to Z."),
    "quota_backward": _("At least %(least)s and at most %(most)s meetings cannot both hold."),
    "no_show_limit_half": _("Say both from how many no-shows on and how many meetings, or neither."),
    "no_shows_out_of_range": _("Choose a number of no-shows from 1 to %(most)s."),
    "interprets_already": _("This person interprets here already."),
    "interpreter_speaks_too_little": _("An interpreter speaks at least two languages. Tick them."),
    "unknown_language": _("No language is written like this: %(languages)s."),
    "unknown_property": _("A table has a screen, is quiet, or is accessible; “%(property)s” is none of them."),
    "place_name_too_long": _("The name of a place has at most %(most)s characters."),
    "walk_named_twice": _("Two places are named twice, or one with itself."),
    "walk_too_long": _("A walk takes from 0 to %(most)s minutes."),
    "quota_out_of_range": _("The number of meetings lies between 0 and %(most)s."),
}
READINESS: Final[Words] = {
    "no_sessions": _("No sessions yet: say when meetings are held."),
    "days_without_session": _("Days without a session: %(count)s."),
    "no_tables": _("No tables yet: add a room and its tables."),
    "room_overfull": _("%(room)s holds up to %(capacity)s, and its tables seat %(seats)s at once."),
    "groups_that_meet_nobody": _("No rule lets these groups meet anybody: %(letters)s."),
    "no_delegates": _("Nobody in the delegation yet: add its projects."),
    "no_counterparties": _("No partners yet: add companies, funds and banks."),
    "fewer_tables_than_parties": _("Tables: %(tables)s; parties that could meet at once: %(parties)s."),
    "parties_without_people": _("Nobody sits at the table for %(labels)s (%(count)s in all)."),
    "parties_never_free": _("Free in no slot: %(labels)s (%(count)s in all)."),
    "people_without_address": _("People without an e-mail address: %(count)s. Their invitation is text to copy."),
    "no_suggestions": _("No shortlists yet: let them be made, or go straight to wishes."),
    "suggestions_are_old": _("On the list since the shortlists were made: %(count)s. Make them anew."),
    "no_wishes": _("No wishes yet: invite the parties, or enter what they say."),
    "parties_without_wishes": _("Parties that have not said whom they want to meet: %(count)s of %(parties)s."),
    "agenda_not_published": _("Drafts: %(drafts)s, none of them published."),
    "no_agenda": _("No agenda yet."),
}
TABLE_PROPERTIES: Final[Words] = {
    "screen": _("a screen"),
    "quiet": _("quiet"),
    "accessible": _("wheelchair access"),
}
"""What a table has, as a sentence lists it."""
