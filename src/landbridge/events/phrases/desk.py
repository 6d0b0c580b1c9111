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
        "No free place is left with anybody this party wants to meet. Name somebody else, or wait for one."
    ),
    "sequence_used": _("This device sent something else under the same number before. Do it once more."),
}
FINDINGS: Final[Words] = {
    "unknown_labels": _("There is nobody called %(labels)s on the list."),
    "name_needed": _("Give a name."),
    "company_needed": _("Say for whom they come."),
    "too_many_acts": _("Send at most %(most)s at once."),
}
