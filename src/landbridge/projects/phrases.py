"""The words of projects: what is wrong with what was given."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

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
    "document_without_title": _("Say what the document is, such as: letter of intent."),
    "document_title_too_long": _("The name of the document is longer than %(most)s characters. Shorten it."),
    "document_empty": _("The file is empty. Choose another one."),
    "document_too_large": _("The file is larger than %(most)s MB. Send a smaller one."),
    "step_in_past": _("%(day)s is past. Say that it is entered later, or choose today."),
}

EVENTS: Final[Mapping[str, Sentence]] = {
    "projects.registered": _("Project registered"),
    "projects.changed": _("Project changed"),
    "projects.advanced": _("Project reached a station"),
    "projects.document_added": _("Document added to the project"),
}
SEEKING: Final[Mapping[str, Sentence]] = {
    "money": pgettext_lazy("seeks", "Money"),
    "partner": pgettext_lazy("seeks", "A partner"),
    "customer": pgettext_lazy("seeks", "A customer"),
    "licence": pgettext_lazy("seeks", "A licence"),
    "site": pgettext_lazy("seeks", "A site"),
}
