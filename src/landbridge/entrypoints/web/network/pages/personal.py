"""What the law asks: where personal data came from, why they are held, for how long, which borders they cross."""

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from landbridge.entrypoints import clock
from landbridge.entrypoints.gate import actor_of
from landbridge.entrypoints.web import wording
from landbridge.entrypoints.web.lists import Column, Empty, List
from landbridge.entrypoints.web.network.hubs import other_hubs, working_hub
from landbridge.entrypoints.web.network.pages import organisations, people
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
    today = clock.current().now().date()
    due = list(queries.due_for_erasure(rules.visible_people(actor, hub_id=hub.pk), on=today)[: FEW + 1])
    context: dict[str, object] = {
        "heading": _("Personal data"),
        "lead": _("Where it came from, why it may be held, for how long, and which borders it crosses."),
        "hub": hub,
        "hubs": other_hubs(request, Permission.SEE_PEOPLE, hub),
        "tab": "personal",
        "due": due[:FEW],
        "more_due": len(due) > FEW,
    }
    return PROVENANCE.respond(
        request, rules.visible_provenance(actor, hub_id=hub.pk), context, "network/provenance.html"
    )


def search(request: HttpRequest) -> HttpResponse:
    """One box for people and organisations: either script, pinyin, initials, code."""
    hub = working_hub(request, Permission.SEE_PEOPLE)
    actor, text = actor_of(request), request.GET.get("q", "").replace("\x00", "").strip()
    found_organisations = (
        list(queries.found(rules.visible_organisations(actor, hub_id=hub.pk), text)[: FEW + 1]) if text else []
    )
    found_people = list(queries.found(rules.visible_people(actor, hub_id=hub.pk), text)[: FEW + 1]) if text else []
    context = {
        "hub": hub,
        "text": text,
        "organisations": [(row, organisations.address(row)) for row in found_organisations[:FEW]],
        "people": [(row, people.address(row)) for row in found_people[:FEW]],
        "more_organisations": len(found_organisations) > FEW,
        "more_people": len(found_people) > FEW,
    }
    return render(request, "network/search.html", context)
