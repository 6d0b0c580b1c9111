"""Words for the report of a road show."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

Sentence = str | Promise

FIGURES: Final[dict[str, Sentence]] = {
    "invited": gettext_lazy("Parties invited"),
    "came": gettext_lazy("Parties that came"),
    "no_shows": gettext_lazy("Parties that did not come"),
    "wishes": gettext_lazy("Wishes to meet"),
    "planned": gettext_lazy("Meetings planned"),
    "held": gettext_lazy("Meetings held"),
    "missed": gettext_lazy("Meetings missed"),
    "unsaid": gettext_lazy("Meetings nobody vouches for"),
    "both": gettext_lazy("Both sides go on"),
    "follow_ups": gettext_lazy("Follow-ups"),
    "kept": gettext_lazy("Follow-ups kept"),
    "intents": gettext_lazy("Letters of intent"),
    "funds": gettext_lazy("Links to industrial funds"),
    "enterprises": gettext_lazy("New enterprises established"),
}
UNITS: Final[dict[str, Sentence]] = {
    "invited": gettext_lazy("parties"),
    "came": gettext_lazy("parties"),
    "no_shows": gettext_lazy("parties"),
    "wishes": gettext_lazy("wishes"),
    "planned": gettext_lazy("meetings"),
    "held": gettext_lazy("meetings"),
    "missed": gettext_lazy("meetings"),
    "unsaid": gettext_lazy("meetings"),
    "both": gettext_lazy("meetings"),
    "follow_ups": gettext_lazy("follow-ups"),
    "kept": gettext_lazy("follow-ups"),
    "intents": gettext_lazy("letters"),
    "funds": gettext_lazy("links"),
    "enterprises": gettext_lazy("enterprises"),
}
WHY_MISSED: Final[dict[str, Sentence]] = {
    "they_absent": gettext_lazy("A side did not come"),
    "we_absent": gettext_lazy("A side did not come"),
    "no_time": gettext_lazy("The time did not suffice"),
    "other": gettext_lazy("For another reason"),
}
