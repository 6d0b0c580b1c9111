"""Words about what changed on the day."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = Mapping[str, str | Promise]

KINDS: Final[Words] = {
    "absent": _("absent"),
    "late": _("comes late"),
    "leaves": _("leaves early"),
    "table_lost": _("table lost"),
    "room_lost": _("room lost"),
}
REFUSALS: Final[Words] = {
    "day_change_is_over": _("This is over or was taken back already. Look at the list again."),
    "wish_is_met": _("The two meet in this version already."),
    "no_such_wish": _("Nobody asks for this meeting any more, or one side said no."),
    "nothing_left": _("Every slot of this road show has begun; there is nothing left to plan again."),
    "everybody_absent": _(
        "Slots that are left: %(slots)s, and in none can anybody be met. Take an absence back if somebody is there after all."
    ),
    "changed_since": _("Something newer is recorded for that time. Take the newer one back first."),
}
FINDINGS: Final[Words] = {
    "unknown_kind_of_change": _("Say whether they are absent, late or leave."),
    "rate_out_of_range": _("What a changed meeting must bring is a number from %(at_least)s to %(at_most)s."),
    "nobody_named": _("Choose whom or what it is about."),
    "time_needed": _("Say when."),
    "ends_before_it_begins": _("It would be over before it begins."),
    "note_too_long": _("The note has %(found)s characters; %(most)s fit. Shorten it."),
}
