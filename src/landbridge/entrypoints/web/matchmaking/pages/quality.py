"""How good the matches are, for the organiser: the way from shown to signed, calibration, exposure, the model card."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from landbridge.engines.matching.learning import Bin
from landbridge.entrypoints import clock
from landbridge.entrypoints.gate import actor_of
from landbridge.entrypoints.web.lists import Column, Empty, Filter, List
from landbridge.entrypoints.web.matchmaking.tabs import tab_context
from landbridge.entrypoints.web.network.hubs import working_hub
from landbridge.entrypoints.web.templatetags.landbridge import name, when
from landbridge.kernel.names import Name
from landbridge.matchmaking import crowding, history, quality, queries, rules
from landbridge.matchmaking.models import RankerFit
from landbridge.matchmaking.phrases import FITS, RANKERS, country_words, field_words
from landbridge.matchmaking.states import FitState, Ranker
from landbridge.projects.rules import visible_projects

SIDE = 240
EDGE = 30


@dataclass(frozen=True, slots=True)
class Point:
    """A bin as a dot of the plot and a row of its table."""

    bin: Bin
    x: float
    y: float


def report(request: HttpRequest) -> HttpResponse:
    """The whole page; what cannot be told yet says how much is missing."""
    hub = working_hub(request, rules.CHANGE)
    actor, now = actor_of(request), clock.current().now()
    rows = list(quality.followed(rules.visible_sightings(actor, hub.pk)).select_related("project"))
    enough, fit, latest = history.enough(hub.pk), queries.latest_fit(hub.pk), queries.latest_list(hub.pk)
    ranker = Ranker.LEARNED if any(row.ranker == Ranker.LEARNED for row in rows) else Ranker.PRIOR
    calibration = quality.calibration(rows, ranker=ranker, now=now)
    needs = quality.exposure_of_needs(rows, rules.visible_needs(actor, hub.pk))
    projects = quality.exposure_of_projects(rows, visible_projects(actor, hub_id=hub.pk))
    context = tab_context(request, hub, "quality") | {
        "zone": hub.zone,
        "now": now,
        "all": quality.of_all(rows),
        "fields": [(field_words(row.key) if row.key else _("no field"), row) for row in quality.by_field(rows)],
        "countries": [(country_words(row.key) if row.key else _("not said"), row) for row in quality.by_country(rows)],
        "calibration": calibration,
        "points": [_point(one) for one in calibration.bins],
        "least_pairs": quality.LEAST_PAIRS,
        "least_outcomes": quality.LEAST_OUTCOMES,
        "ripe_days": quality.RIPE.days,
        "needs": needs,
        "needs_standing": crowding.standing(hub.pk, of_need=False, candidates=needs.of, at=now),
        "projects_standing": crowding.standing(hub.pk, of_need=True, candidates=projects.of, at=now),
        "needs_named": _named(needs.crowded, queries.organisation_names([one for one, _n in needs.crowded])),
        "projects": projects,
        "projects_named": _named(projects.crowded, queries.project_names([one for one, _n in projects.crowded])),
        "enough": enough,
        "fit": fit,
        "fit_words": fit_words(fit) if fit else "",
        "fit_failed": bool(fit and fit.state == FitState.FAILED),
        "ranker": RANKERS[latest.ranker if latest else ranker],
        "latest": latest,
    }
    return render(request, "matchmaking/quality.html", context)


def _point(one: Bin) -> Point:
    span = SIDE - 2 * EDGE
    return Point(one, round(EDGE + span * one.predicted, 1), round(SIDE - EDGE - span * one.observed, 1))


def fit_words(fit: RankerFit) -> str:
    """What came of the last attempt to learn, in a sentence or two."""
    told = {
        "joined": fit.joined,
        "questions": fit.questions,
        "rules": _measure(fit.rules),
        "blend": _measure(fit.blend),
        "percent": round(100 * fit.share),
        "fault": fit.fault,
    }
    return str(FITS[fit.state]) % told


def _measure(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"


def _named(crowded: Sequence[tuple[UUID, int]], names: Mapping[UUID, Name]) -> list[tuple[Name, int]]:
    return [(names[one], count) for one, count in crowded if one in names]


PAIRS = List(
    key="pairs",
    columns=(
        Column(
            "project", gettext_lazy("Project"), lambda row: row.project.name.both("en"), sort="project__sort_key",
            shown=lambda row: format_html(
                '<a href="{}">{}</a>', reverse("projects:project", args=[row.project_id]), name(row.project)
            ),
        ),
        Column(
            "partner", gettext_lazy("Partner"), lambda row: row.organisation.name.both("en"),
            sort="organisation__sort_key", shown=lambda row: name(row.organisation),
        ),
        Column("predicted", gettext_lazy("Predicted"), "predicted", sort="predicted", descending=True, numeric=True),
        Column("times", gettext_lazy("Shown"), "times", sort="times", descending=True, numeric=True),
        Column(
            "first", gettext_lazy("First shown"), "first_shown_at", sort="first_shown_at", descending=True,
            shown=lambda row: when(row.first_shown_at.date()),
        ),
        Column("opened", gettext_lazy("Opened"), lambda row: _("yes") if row.opened_at else ""),
        Column("met", gettext_lazy("Met"), lambda row: _("yes") if row.met else ""),
        Column("interested", gettext_lazy("Interested or more"), lambda row: _("yes") if row.interested else ""),
        Column("signed", gettext_lazy("Signed"), lambda row: _("yes") if row.signed else ""),
    ),
    filters=(
        Filter(
            "reached", gettext_lazy("Came to"),
            [
                ("opened", gettext_lazy("Opened")), ("met", gettext_lazy("Met")),
                ("interested", gettext_lazy("Interested or more")), ("signed", gettext_lazy("Signed")),
            ],
            lambda rows, value: rows.filter(opened_at__isnull=False) if value == "opened" else rows.filter(**{value: True}),
        ),
    ),
    default_sort="-first",
    empty=Empty(gettext_lazy("Nothing was shown yet"), gettext_lazy("Make a shortlist first: its pairs are counted here.")),
)  # fmt: skip


def pairs(request: HttpRequest) -> HttpResponseBase:
    """The pairs behind the figures."""
    hub = working_hub(request, rules.CHANGE)
    rows = quality.followed(rules.visible_sightings(actor_of(request), hub.pk)).select_related(
        "project", "organisation"
    )
    context = tab_context(request, hub, "quality") | {"heading": _("Pairs that were shown")}
    return PAIRS.respond(request, rows, context, "matchmaking/list.html")
