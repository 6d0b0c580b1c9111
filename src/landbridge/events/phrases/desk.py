"""Words of the desk on the day itself."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = Mapping[str, str | Promise]

HALL_NAMES: Final[Words] = {
    "labels": _("labels alone, such as P07"),
    "parties": _("labels and the names of projects and organisations"),
    "people": _("also the names of people"),
}
GATHERINGS: Final[Words] = {
    "pitch": _("pitch"),
    "round_table": _("round table"),
    "site_visit": _("site visit"),
}
REFUSALS: Final[Words] = {
    "badge_unknown": _("No badge of yours has this code. Search for the person by name instead."),
    "badge_of_another_event": _(
        "This badge is for another road show (%(event)s). Nobody was checked in. Ask who it is."
    ),
    "badge_replaced": _("This badge was replaced by a newer one. Take it back and search for the person by name."),
    "looks_known": _(
        "Somebody like that is known already. Look at the list below, then add them anyway or use the other."
    ),
    "no_free_place": _(
        "Nobody this party wants to meet is here and free. Name somebody else, or wait until somebody arrives."
    ),
    "busy_then": _("There is something else at that time already (%(time)s). Give that up first."),
    "session_is_off": _("This group session was cancelled or has begun. Nobody signs up for it any more."),
    "sequence_used": _("This device sent something else under the same number before. Do it once more."),
}
FINDINGS: Final[Words] = {
    "unknown_labels": _("There is nobody called %(labels)s on the list."),
    "name_needed": _("Give a name."),
    "company_needed": _("Say for whom they come."),
    "capacity_below_one": _("Let at least one person in."),
    "ends_before_start": _("It ends before it begins."),
    "too_many_acts": _("Send at most %(most)s at once."),
}
