"""Words about the three ways out."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Sentence = str | Promise

CHOICES: Final[Mapping[str, tuple[Sentence, Sentence]]] = {
    "fewest_changes": (_("Fewest changes"), _("Only what has become impossible changes.")),
    "balanced": (_("Balanced"), _("A meeting changes where that brings more than it costs.")),
    "best_value": (_("Best value"), _("The best agenda that is still possible, however much changes.")),
}
CHANGES: Final[Mapping[str, Sentence]] = {
    "added": _("new"),
    "removed": _("cancelled"),
    "moved": _("moved"),
    "reseated": _("other table or person"),
}
