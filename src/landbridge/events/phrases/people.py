"""Words about who comes."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

Words = Mapping[str, str | Promise]

STATES: Final[Words] = {
    "listed": pgettext_lazy("participant", "on the list"),
    "invited": pgettext_lazy("participant", "invited"),
    "coming": pgettext_lazy("participant", "coming"),
    "declined": pgettext_lazy("participant", "not coming"),
    "withdrawn": pgettext_lazy("participant", "withdrawn"),
}
ABSENCES: Final[Words] = {
    "arrives_late": _("arrives late"),
    "leaves_early": _("leaves early"),
    "busy": _("busy"),
    "gathering": _("in a group session"),
}
COLUMNS: Final[Words] = {
    "project": _("Project"),
    "project_latin": _("Project in Latin letters"),
    "project_chinese": _("Project in Chinese"),
    "group": _("Group"),
    "summary": _("Summary, in either language"),
    "summary_latin": _("Summary in English"),
    "summary_chinese": _("Summary in Chinese"),
    "country": _("Country or region"),
    "city": _("City"),
    "trl": _("Readiness (TRL) or stage"),
    "speaks": _("Languages the person speaks"),
    "seeks": _("Seeks"),
    "contacted": _("Day of the first contact"),
    "ask_amount": _("Amount asked for"),
    "ask_currency": _("Currency"),
    "organisation": _("Organisation"),
    "organisation_latin": _("Organisation in Latin letters"),
    "organisation_chinese": _("Organisation in Chinese"),
    "kind": _("Kind of organisation"),
    "person": _("Person"),
    "person_latin": _("Person in Latin letters"),
    "person_chinese": _("Person in Chinese"),
    "email": _("E-mail"),
    "phone": _("Telephone"),
    "wechat": _("WeChat"),
    "language": _("Language"),
    "title": _("Title"),
    "note": _("Note"),
}
REFUSALS: Final[Words] = {
    "already_takes_part": _("It is on the list already, as %(label)s. Open that entry instead."),
    "already_attends": _("This person already comes for %(label)s, and sits at the table for one party only."),
    "wrong_side": _("Projects travel with the delegation. Choose one of its groups."),
}
FINDINGS: Final[Words] = {
    "party_is_nobody": _("Choose a project or an organisation."),
    "unknown_group": _("There is no group “%(found)s” on this side. Its letters are %(expected)s."),
    "no_group_on_side": _("This side has no group yet. Add one in the set-up first."),
    "given_twice": _("This row was given before."),
    "leaves_before_arriving": _("Leaving comes before arriving."),
    "outside_the_event": _("This is outside the road show, which lasts from %(first_day)s to %(last_day)s."),
}
