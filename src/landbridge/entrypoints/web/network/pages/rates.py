"""Exchange rates: the ones in use, entering one by hand or many by a file, withdrawing a wrong one."""

from decimal import Decimal
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext, pgettext_lazy
from django.views.decorators.http import require_POST

from landbridge.entrypoints import clock
from landbridge.entrypoints.gate import actor_of
from landbridge.entrypoints.web import refusals, wording
from landbridge.entrypoints.web.forms import refused
from landbridge.entrypoints.web.imports import FAULTS, SHEET_FORMS, sheet_to_fill
from landbridge.entrypoints.web.lists import Column, Empty, Filter, List
from landbridge.entrypoints.web.network.forms import RateFileForm, RateForm
from landbridge.entrypoints.web.network.hubs import today_in, working_hub
from landbridge.entrypoints.web.network.pages.organisations import status_of
from landbridge.entrypoints.web.network.tabs import tab_context
from landbridge.entrypoints.web.templatetags.landbridge import badge
from landbridge.entrypoints.web.toasts import toast
from landbridge.kernel.refusal import Finding, InputRefused, Missing, Refusal
from landbridge.network import rules
from landbridge.network.actions import rates as actions
from landbridge.network.actions.rates import RateGiven
from landbridge.network.imports.rates import RATES
from landbridge.network.models import ExchangeRate
from landbridge.network.permissions import Permission


def price_words(price: Decimal) -> str:
    """A price without the zeros of its column."""
    return f"{price.normalize():f}"


def _words(row: ExchangeRate) -> str:
    return f"1 {row.base} = {price_words(row.price)} {row.quote}"


def _state(row: ExchangeRate) -> object:
    return badge(_("withdrawn"), "warn") if row.withdrawn_at else ""


def _in_state(rows: QuerySet[ExchangeRate], value: str) -> QuerySet[ExchangeRate]:
    return rows.filter(withdrawn_at__isnull=value == "standing")


def _withdraw(row: ExchangeRate) -> object:
    if row.withdrawn_at:
        return ""
    url = reverse("network:withdraw_rate", args=[row.pk])
    return format_html('<a href="{}">{}</a>', url, pgettext("rate", "Withdraw"))


STANDING = Filter(
    "state",
    gettext_lazy("State"),
    [("standing", pgettext_lazy("rate", "standing")), ("withdrawn", gettext_lazy("withdrawn"))],
    _in_state,
)
COLUMNS = (
    Column("on", gettext_lazy("Day"), lambda row: wording.day(row.on), sort="on", descending=True),
    Column("rate", gettext_lazy("Rate"), _words, sort="base"),
    Column("source", gettext_lazy("Source"), "source", sort="source"),
    Column("state", gettext_lazy("State"), lambda row: _("withdrawn") if row.withdrawn_at else "", shown=_state),
)
EMPTY = Empty(
    gettext_lazy("No rate yet"),
    gettext_lazy(
        "Without a rate an ask in one currency and an amount in another do not compare: shortlists say that it is unknown."
    ),
    "network:add_rate",
    gettext_lazy("Enter a rate"),
)


def _listing(*, may_enter: bool) -> List:
    acting = (Column("act", pgettext_lazy("rate", "Withdraw"), "", shown=_withdraw, export=False),) if may_enter else ()
    return List(key="rates", columns=(*COLUMNS, *acting), filters=(STANDING,), default_sort="-on", empty=EMPTY)


def rates(request: HttpRequest) -> HttpResponseBase:
    """The exchange rates of a hub, newest first."""
    hub = working_hub(request, Permission.SEE_PEOPLE)
    actor = actor_of(request)
    may_enter = actor.may(Permission.MANAGE_HUB, hub.pk)
    context = tab_context(request, hub, "rates", Permission.SEE_PEOPLE) | {
        "heading": _("Exchange rates"),
        "lead": _("What asks and amounts of different currencies are compared by. The latest rate of the day counts."),
    }
    if may_enter:
        context |= {
            "add_url": reverse("network:add_rate"),
            "add_label": _("Enter a rate"),
            "more_url": reverse("network:import_rates"),
            "more_label": _("Import a file"),
        }
    rows = rules.visible_rates(actor, hub_id=hub.pk)
    return _listing(may_enter=may_enter).respond(request, rows, context, "network/list.html")


def add(request: HttpRequest) -> HttpResponse:
    """Enter one rate by hand."""
    hub = working_hub(request, Permission.MANAGE_HUB)
    now = clock.current().now()
    form = RateForm(request.POST or None, initial={"quote": "CNY", "on": today_in(hub, now), "units": 1})
    if request.method == "POST" and form.is_valid():
        try:
            actions.enter_rates(actor=actor_of(request), hub_id=hub.pk, given=[RateGiven(**form.cleaned_data)], at=now)
        except Refusal as refusal:
            refused(form, refusal)
        else:
            toast(request, _("The rate was entered. Make the shortlists again to use it."))
            return redirect("network:rates")
    context = {"form": form, "heading": _("Enter a rate"), "cancel_url": reverse("network:rates"), "hub": hub}
    return render(request, "network/edit.html", context | {"crumb": _("Exchange rates")}, status=status_of(form))


def import_file(request: HttpRequest) -> HttpResponse:
    """Enter the rates of a file: all of them, or none and every fault by row and column."""
    hub = working_hub(request, Permission.MANAGE_HUB)
    form = RateFileForm(request.POST or None, request.FILES or None)
    faults: tuple[Finding, ...] = ()
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.enter_rates_from_file(
                actor=actor_of(request), hub_id=hub.pk, file=form.cleaned_data["file"], at=clock.current().now()
            )
        except InputRefused as refusal:
            faults = refusal.findings
            form.add_error("file", _("Nothing was entered. Correct what stands below and send the file again."))
        except Refusal as refusal:
            refused(form, refusal)
        else:
            said = ngettext("%(n)s rate was entered.", "%(n)s rates were entered.", len(made)) % {"n": len(made)}
            toast(request, said)
            return redirect("network:rates")
    context = {
        "form": form,
        "heading": _("Import exchange rates"),
        "crumb": _("Exchange rates"),
        "cancel_url": reverse("network:rates"),
        "hub": hub,
        "submit": _("Enter these rates"),
        "faults": [(fault, refusals.finding_words(fault)) for fault in faults[:FAULTS]],
        "fault_count": len(faults),
        "sheets": [(form_, reverse("network:rates_sheet", args=[form_])) for form_ in SHEET_FORMS],
    }
    return render(request, "network/import_rates.html", context, status=status_of(form))


def sheet(request: HttpRequest, form: str) -> HttpResponseBase:
    """An empty file for rates."""
    working_hub(request, Permission.MANAGE_HUB)
    if form not in SHEET_FORMS:
        raise Missing(identifier=form)
    return sheet_to_fill(RATES, form, "rates")


def withdraw(request: HttpRequest, rate_id: UUID) -> HttpResponse:
    """Take a wrong rate out of use, after a look at it."""
    rate = rules.access_rate(actor_of(request), rate_id)
    if request.method == "POST":
        actions.withdraw_rate(actor=actor_of(request), rate_id=rate_id, at=clock.current().now())
        toast(request, _("The rate was withdrawn."), undo=reverse("network:restore_rate", args=[rate_id]))
        return redirect("network:rates")
    context = {"rate": rate, "words": _words(rate), "cancel_url": reverse("network:rates")}
    return render(request, "network/withdraw_rate.html", context)


@require_POST
def restore(request: HttpRequest, rate_id: UUID) -> HttpResponse:
    """Use a withdrawn rate again."""
    rules.access_rate(actor_of(request), rate_id)
    try:
        actions.restore_rate(actor=actor_of(request), rate_id=rate_id, at=clock.current().now())
    except Refusal as refusal:
        toast(request, refusals.words(refusal))
    else:
        toast(request, _("The rate is in use again."))
    return redirect("network:rates")
