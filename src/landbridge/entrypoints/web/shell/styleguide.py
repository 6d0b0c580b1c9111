"""The style guide: every part once, with invented data. For those who build pages; shown in a demonstration only."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Final

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from landbridge.entrypoints.web.figures import Figure
from landbridge.entrypoints.web.forms import DateInput, WallTimeField
from landbridge.entrypoints.web.lists import Asked, Column, Empty, Filter, Heading, List, Page
from landbridge.entrypoints.web.stations import STATIONS, Stop, network_strip
from landbridge.ground.installation import is_demonstration
from landbridge.kernel.money import Money
from landbridge.kernel.names import Name

MOMENT: Final = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
REACHED: Final = (612, 388, 241, 163, 104, 17, 12, 9, 5, 2)
INKS: Final = ("ink", "ink-2", "ink-3", "accent", "good", "warn", "bad", "info", "line-strong")
GROUNDS: Final = ("bg", "surface", "sunken", "land", "water", "accent-bg", "good-bg", "warn-bg", "bad-bg", "info-bg")
ICONS: Final = (
    "doc", "good", "warn", "bad", "info", "open", "search", "lock", "link", "back", "plus", "close", "edit", "copy",
    "export", "clock", "person", "org", "event", "mail", "key",
)  # fmt: skip


class Sample(forms.Form):
    """One field of each shape."""

    name = forms.CharField(label=_("Name of the project"), help_text=_("As it stands on the company's papers."))
    note = forms.CharField(label=_("Note for your hub"), required=False, widget=forms.Textarea)
    country = forms.ChoiceField(
        label=_("Country or region"), choices=[("", "–"), ("CN", _("China")), ("GB", _("United Kingdom"))]
    )
    day = forms.DateField(label=_("Day"), widget=DateInput)
    starts = WallTimeField(label=_("Starts at"), help_text=_("Clocks in Shanghai."))
    reason = forms.ChoiceField(
        label=_("Why not this partner?"),
        choices=[("field", _("Field does not fit")), ("early", _("Too early for us")), ("terms", _("Terms"))],
        widget=forms.RadioSelect,
    )
    languages = forms.MultipleChoiceField(
        label=_("Languages"),
        required=False,
        choices=[("en", _("English")), ("zh", _("Chinese"))],
        widget=forms.CheckboxSelectMultiple,
    )
    agree = forms.BooleanField(label=_("Both sides have agreed"))


@dataclass(frozen=True, slots=True)
class Partner:
    """A row of the sample list."""

    code: str
    name: Name
    met: int


PARTNERS: Final = (
    Partner("K08", Name("Metro operator", "地铁运营企业"), 3),
    Partner("F12", Name("USD fund", "美元基金"), 2),
    Partner(
        "B01", Name("Trade finance bank with a name that is longer than anybody expected of it", "贸易金融银行"), 0
    ),
)


def styleguide(request: HttpRequest) -> HttpResponse:
    """Every part of our pages."""
    if not is_demonstration():
        raise Http404
    note = _("Good company. Ask again when we have an interpreter.")
    wrong = Sample({"name": "", "note": note, "country": "CN"}, auto_id="wrong_%s")
    context = {
        "strip": network_strip(dict(zip([s.key for s in STATIONS], REACHED, strict=True)), notes={}, urls={}),
        "journey": [_stop(station.number) for station in STATIONS],
        "figures": [
            _figure(),
            Figure(_("Overseas centres open"), 7, _("centres"), doubt=_("3 short; last count 2017")),
        ],
        "moment": MOMENT,
        "now": MOMENT - timedelta(days=15),
        "length": timedelta(hours=1, minutes=5),
        "money": Money(Decimal(8_000_000), "CNY"),
        "name": Name("Metro operator", "地铁运营企业"),
        "form": Sample(),
        "wrong_form": wrong,
        "list": _list(),
        "inks": INKS,
        "grounds": GROUNDS,
        "icons": ICONS,
        "stations": STATIONS,
    }
    return render(request, "shell/styleguide.html", context)


def phone(request: HttpRequest) -> HttpResponse:
    """The parts of a page for people who come by a personal link."""
    if not is_demonstration():
        raise Http404
    return render(request, "shell/styleguide_phone.html", {"moment": MOMENT, "form": Sample()})


def _stop(number: int) -> Stop:
    station = STATIONS[number - 1]
    if number < 8:
        return Stop(station, "past", url="#line", notes=[f"2019-0{number}-06"], rate=f"{number * 9} d")
    return Stop(station, "now" if number == 8 else "ahead", notes=[_("since 1 October")] if number == 8 else ())


def _figure() -> Figure:
    return Figure(
        _("Overseas projects signed"),
        17,
        pgettext_lazy("figure", "projects"),
        rows_url="#figures",
        rows=_("17 rows"),
        change="+5",
        period=_("in December"),
        target=_("of 24 by June"),
        share=17 / 24,
        curve=(2.0, 3.0, 5.0, 5.0, 9.0, 12.0, 17.0),
    )


def _list() -> Page:
    columns = (
        Column("code", _("Code"), "code", sort="code", link=lambda _row: "#lists"),
        Column("name", _("Name"), lambda row: row.name.both("en"), sort="name"),
        Column("met", _("Meetings"), "met", numeric=True),
    )
    kind = Filter("kind", _("Kind"), [("fund", _("Fund")), ("bank", _("Bank"))], lambda rows, _value: rows)
    listing = List("partners", columns, Empty(_("No partner yet")), (kind,), lambda rows, _text: rows)
    return Page(
        list=listing,
        headings=[Heading(columns[0], "?sort=-code", "ascending"), Heading(columns[1], "?sort=name", ""), Heading(columns[2], "", "")],
        rows=[(row, [(column, column.cell(row)) for column in columns]) for row in PARTNERS],
        filters=[Asked(kind, kind.options(), "")],
        searches=True,
        search="",
        first=21,
        last=23,
        total=1000,
        more=True,
        next="?page=x",
        previous="?page=y",
        exports=[("csv", "?export=csv"), ("xlsx", "?export=xlsx")],
        narrowed=False,
        kept=[],
    )  # fmt: skip
