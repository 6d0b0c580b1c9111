"""The words of projects: what is wrong with what was given."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Sentence = str | Promise

REFUSALS: Final[Mapping[str, Sentence]] = {}
FINDINGS: Final[Mapping[str, Sentence]] = {
    "country_form": _("A country or region is two letters, such as DE or CN."),
    "trl_out_of_range": _("The level of readiness is a number from 1 to 9."),
    "unknown_seeking": _("A project seeks money, a partner, a customer, a licence or a site."),
    "ask_amount_missing": _("Give the amount, or leave the currency empty."),
    "ask_not_positive": _("The amount asked for is more than nothing."),
    "currency_form": _("A currency is three letters, such as EUR or CNY."),
    "step_in_future": _("This has not happened yet. Choose a time that is past."),
    "step_in_past": _("%(day)s is past. Say that it is entered later, or choose today."),
}
