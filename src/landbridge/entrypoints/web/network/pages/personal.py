"""What the law asks: where personal data came from, why they are held, for how long, which borders they cross."""

from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from landbridge.entrypoints import clock
from landbridge.entrypoints.gate import actor_of
from landbridge.entrypoints.web import wording
from landbridge.entrypoints.web.lists import Column, Empty, List
from landbridge.entrypoints.web.network.hubs import today_in, working_hub
from landbridge.entrypoints.web.network.tabs import tab_context
from landbridge.network import queries, rules
from landbridge.network.models import Provenance
from landbridge.network.permissions import Permission
from landbridge.network.phrases import LEGAL_BASES
from landbridge.network.tables import country_name

FEW = 8


def _borders(row: Provenance) -> str:
    language = get_language() or "en"
    return ", ".join(country_name(code, language) for code in row.crosses_to) if row.crosses_border else _("none")


PROVENANCE = List(
    key="personal-data",
    columns=(
        Column(
            "recorded",
            gettext_lazy("Recorded"),
            lambda row: wording.day(row.recorded_at.date()),
            sort="recorded_at",
            descending=True,
        ),
        Column("source", gettext_lazy("Source"), "source", sort="source"),
        Column("purpose", gettext_lazy("Purpose"), "purpose"),
        Column("basis", gettext_lazy("Legal basis"), lambda row: LEGAL_BASES[row.legal_basis], sort="legal_basis"),
        Column("borders", gettext_lazy("Crosses the border to"), _borders),
        Column(
            "until",
            gettext_lazy("Kept until"),
            lambda row: wording.day(row.keep_until) if row.keep_until else _("no date set"),
        ),
    ),
    default_sort="-recorded",
    empty=Empty(
        gettext_lazy("No source recorded yet"),
        gettext_lazy(
            "Each imported list says where it came from, what for, and why you may hold it. It will stand here."
        ),
    ),
)


def provenance(request: HttpRequest) -> HttpResponseBase:
    """Where the personal data of a hub came from, and what is due for erasure."""
    hub = working_hub(request, Permission.SEE_PEOPLE)
    actor = actor_of(request)
    today = today_in(hub, clock.current().now())
    due = list(queries.due_for_erasure(rules.visible_people(actor, hub_id=hub.pk), on=today)[: FEW + 1])
    context = tab_context(request, hub, "personal", Permission.SEE_PEOPLE) | {
        "heading": _("Personal data"),
        "lead": _("Where it came from, why it may be held, for how long, and which borders it crosses."),
        "due": due[:FEW],
        "more_due": len(due) > FEW,
    }
    return PROVENANCE.respond(
        request, rules.visible_provenance(actor, hub_id=hub.pk), context, "network/provenance.html"
    )
