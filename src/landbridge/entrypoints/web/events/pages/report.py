"""The report of a road show: figures that open to their rows, by group and field, as page, PDF and XLSX."""

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from landbridge.entrypoints import clock
from landbridge.entrypoints.gate import actor_of
from landbridge.entrypoints.web import exports, wording
from landbridge.entrypoints.web.events.pages.follow_ups import FOLLOW_UPS, sortable
from landbridge.entrypoints.web.events.pages.outcomes import MEETINGS, party
from landbridge.entrypoints.web.events.papers import file_name, report_pdf
from landbridge.entrypoints.web.events.steps import event_context
from landbridge.entrypoints.web.figures import Figure as Shown
from landbridge.entrypoints.web.lists import Column, Empty, List
from landbridge.entrypoints.web.toasts import toast
from landbridge.events import rules
from landbridge.events.actions import sharing
from landbridge.events.models import Event
from landbridge.events.phrases.people import STATES as PARTY_STATES
from landbridge.events.phrases.report import FIGURES, UNITS, WHY_MISSED
from landbridge.events.phrases.wishes import KINDS as WISH_KINDS
from landbridge.events.queries import frame, shares
from landbridge.events.queries.report import (
    OF_FOLLOW_UPS,
    OF_MEETINGS,
    OF_PARTIES,
    Figure,
    Line,
    Report,
    earlier_of,
    report_of,
    rows_of,
)
from landbridge.kernel.names import Name
from landbridge.kernel.refusal import Missing
from landbridge.matchmaking.phrases import field_words

Table = tuple[str, Sequence[object], list[list[object]]]
"""A title, the headings and the rows."""
COUNTED = (Figure.INVITED, Figure.CAME, Figure.WISHES, Figure.PLANNED, Figure.HELD, Figure.BOTH, Figure.KEPT)
"""What the tables by group and field show."""

PARTIES = List(
    key="report-parties",
    columns=(
        Column(
            "label", gettext_lazy("Party"), lambda row: f"{row.label} {row.name.shown('en')}", sort="label",
            shown=party, link=lambda row: reverse("events:participant", args=[row.pk]),
        ),
        Column("group", gettext_lazy("Group"), "group.name"),
        Column("state", gettext_lazy("State"), lambda row: PARTY_STATES[row.state], sort="state"),
    ),
    empty=Empty(gettext_lazy("Nothing is counted here")),
)  # fmt: skip
WISHES = List(
    key="report-wishes",
    columns=(
        Column("wisher", gettext_lazy("Who asks"), "wisher.label", sort="wisher__label", shown=lambda row: party(row.wisher)),
        Column("target", gettext_lazy("Whom"), "target.label", sort="target__label", shown=lambda row: party(row.target)),
        Column("kind", gettext_lazy("Wish"), lambda row: WISH_KINDS[row.kind], sort="kind"),
    ),
    empty=Empty(gettext_lazy("Nothing is counted here")),
)  # fmt: skip


def report(request: HttpRequest, event_id: UUID) -> HttpResponse:
    """The figures, what is behind each, and earlier road shows beside them."""
    actor, at = actor_of(request), clock.current().now()
    event = rules.access_event(actor, event_id, to="look")
    found, earlier = report_of(event), earlier_of(event)
    living = list(shares.living_shares(event, at))
    context = (
        event_context(actor, event)
        | told(found, earlier, opens=True)
        | {
            "after": "report",
            "co_hosts": frame.co_hosts(event),
            "shares": living,
            "may_share": actor.may(rules.PLAN, event.hub_id),
        }
    )
    return render(request, "events/report.html", context)


def told(found: Report, earlier: Sequence[Report], *, opens: bool) -> dict[str, object]:
    """A report in words; `opens`: whether its figures lead to their rows."""
    return {
        "report": found,
        "figures": [_figure(found, earlier, figure, opens=opens) for figure in Figure] if found.counts else [],
        "announced_by": frame.co_hosts(found.event),
        "missed": [(WHY_MISSED[why], n) for why, n in sorted(found.missed.items(), key=lambda item: -item[1])],
        "headings": [FIGURES[figure] for figure in COUNTED],
        "by_group": [(_group(line), _cells(line)) for line in found.by_group],
        "by_field": [(field_words(line.key), _cells(line)) for line in found.by_field],
        "earlier": [(one.event, [one.count(figure) for figure in COUNTED]) for one in (found, *earlier)]
        if earlier
        else [],
    }


def _figure(found: Report, earlier: Sequence[Report], figure: Figure, *, opens: bool) -> Shown:
    count, before = found.count(figure), earlier[0].count(figure) if earlier else None
    change = _("%(difference)s against %(event)s") % {
        "difference": f"{count - before:+d}",
        "event": wording.day(earlier[0].event.first_day),
    } if before is not None else ""  # fmt: skip
    url = reverse("events:report_rows", args=[found.event.pk, figure.value]) if opens and count else ""
    return Shown(
        name=FIGURES[figure], value=wording.count(count), unit=UNITS[figure], rows_url=url, rows=_("rows"),
        change=change, period=days_of(found.event),
    )  # fmt: skip


def days_of(event: Event) -> str:
    """The days of a road show: one, or from the first to the last."""
    first, last = wording.day(event.first_day), wording.day(event.last_day)
    return first if first == last else f"{first} – {last}"


def _cells(line: Line) -> list[int]:
    return [line.counts[figure] for figure in COUNTED]


def _group(line: Line) -> str:
    group = line.group
    return f"{line.key} {_shown(group.name)}" if group else line.key


def _shown(name: Name) -> str:
    return name.shown(get_language() or "en")


def rows(request: HttpRequest, event_id: UUID, figure: str) -> HttpResponseBase:
    """What a figure counts, row by row; each leads to its meeting, party or follow-up."""
    event = rules.access_event(actor_of(request), event_id, to="look")
    try:
        what = Figure(figure)
    except ValueError:
        raise Missing(identifier=figure) from None
    counted = rows_of(report_of(event), what)
    context = {
        "heading": f"{FIGURES[what]} · {_shown(event.name)}",
        "event": event,
        "report_url": reverse("events:report", args=[event_id]),
    }
    return _list(what).respond(request, _prepared(what)(counted), context, "events/report_rows.html")


def _list(figure: Figure) -> List:
    if figure in OF_MEETINGS:
        return MEETINGS
    if figure in OF_FOLLOW_UPS:
        return FOLLOW_UPS
    return PARTIES if figure in OF_PARTIES else WISHES


def _prepared(figure: Figure) -> Callable[[Any], Any]:
    return sortable if figure in OF_FOLLOW_UPS else lambda rows: rows


def pdf(request: HttpRequest, event_id: UUID) -> HttpResponse:
    """The report on paper."""
    event = rules.access_event(actor_of(request), event_id, to="look")
    day = clock.current().now().date()
    note = _("As of %(day)s. Counted from answers and follow-ups; each figure opens to its rows on the site.") % {
        "day": wording.day(day)
    }
    content = report_pdf(event, days_of(event), tables(report_of(event), earlier_of(event)), note=note)
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{file_name(event, day, "report")}.pdf"'
    return response


def xlsx(request: HttpRequest, event_id: UUID) -> HttpResponseBase:
    """The report as a workbook: a sheet for the figures, one by group, one by field, one of earlier road shows."""
    event = rules.access_event(actor_of(request), event_id, to="look")
    sheets = tables(report_of(event), earlier_of(event))
    return exports.workbook_response(file_name(event, clock.current().now().date(), "report"), sheets)


def tables(found: Report, earlier: Sequence[Report]) -> list[Table]:
    """The report as plain tables, for paper and spreadsheets."""
    counted: list[str | Promise] = [FIGURES[figure] for figure in COUNTED]
    counted_here = Figure if found.counts else ()
    figures: list[list[object]] = [[FIGURES[figure], found.count(figure), UNITS[figure]] for figure in counted_here]
    if found.event.counterparties_announced:
        figures.append([_("Announced"), found.event.counterparties_announced, found.event.source])
    made: list[Table] = [(_("Figures"), [_("Figure"), _("Number"), _("Unit")], figures)]
    if found.missed:
        why: list[list[object]] = [[WHY_MISSED[reason], n] for reason, n in found.missed.items()]
        made.append((_("Why meetings were missed"), [_("Reason"), _("Number")], why))
    if found.by_group:
        groups: list[list[object]] = [[_group(line), *_cells(line)] for line in found.by_group]
        made.append((_("By group"), [_("Group"), *counted], groups))
    if found.by_field:
        fields: list[list[object]] = [[field_words(line.key), *_cells(line)] for line in found.by_field]
        made.append((_("By field"), [_("Field"), *counted], fields))
    if earlier:
        shows: list[list[object]] = [
            [f"{wording.day(one.event.first_day)} {_shown(one.event.name)}", *(one.count(f) for f in COUNTED)]
            for one in (found, *earlier)
        ]
        made.append((_("Beside earlier road shows"), [_("Road show"), *counted], shows))
    return made


@require_POST
def share(request: HttpRequest, event_id: UUID) -> HttpResponse:
    """Make a link to the figures for a co-host, shown this once."""
    shared = sharing.share_report(
        actor=actor_of(request), event_id=event_id, organisation_id=_organisation(request), at=clock.current().now()
    )
    event = rules.access_event(actor_of(request), event_id)
    address = settings.SITE_URL + reverse("personal:shared_report", args=[shared.token])
    context = event_context(actor_of(request), event) | {
        "after": "report", "address": address, "share": shared.share,
        "co_host": next(o for o in frame.co_hosts(event) if o.pk == shared.share.organisation_id),
    }  # fmt: skip
    return render(request, "events/report_share.html", context)


@require_POST
def unshare(request: HttpRequest, share_id: UUID) -> HttpResponse:
    """End a co-host's link."""
    ended = sharing.revoke_share(actor=actor_of(request), share_id=share_id, at=clock.current().now())
    toast(request, _("The link has ended."))
    return HttpResponseRedirect(reverse("events:report", args=[ended.event_id]))


def _organisation(request: HttpRequest) -> UUID:
    try:
        return UUID(request.POST.get("organisation", ""))
    except ValueError:
        raise Missing(identifier="") from None
