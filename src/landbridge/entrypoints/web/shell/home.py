"""The home page: for visitors what the network is, for people who signed in where it stands."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from landbridge.entrypoints.web.stations import STATIONS, Stop


def home(request: HttpRequest) -> HttpResponse:
    """The way from first contact to industry."""
    words = {
        "contact": _("a project abroad is heard of"),
        "screened": _("checked: who, what, what stage"),
        "matched": _("partners found, with reasons"),
        "met": _("face to face, at a road show"),
        "intent": _("both sides say yes in writing"),
        "signed": _("agreement in force"),
        "landed": _("company, desk, permits"),
        "incubating": _("benefits, funds, first staff"),
        "cultivating": _("rights, rounds, revenue"),
        "industrial": _("production, jobs"),
    }
    stops = [Stop(station, notes=[words[station.key]]) for station in STATIONS]
    return render(request, "shell/home.html", {"stops": stops})
