"""A hub's calendar of road shows: a page with structured data, and a feed. Only what the hub chose to show."""

import json
from collections.abc import Sequence
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from landbridge.entrypoints import clock
from landbridge.entrypoints.web.downloads import ICS
from landbridge.entrypoints.web.limits import limited
from landbridge.events.models import Event
from landbridge.events.publiccalendars import public_calendar
from landbridge.events.queries import series
from landbridge.events.states import EventState
from landbridge.ground.hubs import hub_context
from landbridge.kernel.zones import to_wall
from landbridge.network.models import Hub

ESCAPED = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026", 0x2028: "\\u2028", 0x2029: "\\u2029"}
FEED_LANGUAGES = {"en": "en", "zh": "zh-hans"}


@require_safe
@limited(per_minute=120)
def page(request: HttpRequest, hub_id: UUID) -> HttpResponse:
    """What is to come, and what was held."""
    with hub_context(hub_id):
        hub = _hub(hub_id)
        events = list(series.public_events(hub_id))
        today = to_wall(clock.current().now(), hub.zone).date()
        context = {
            "hub": hub,
            "coming": sorted((e for e in events if e.last_day >= today), key=lambda e: e.first_day),
            "past": [e for e in events if e.last_day < today],
            "structured": structured(hub, events),
            "feed": settings.SITE_URL + reverse("public_feed", args=[hub_id, "zh" if _chinese() else "en"]),
        }
        return render(request, "public/calendar.html", context)


@require_safe
@limited(per_minute=120)
def feed(_request: HttpRequest, hub_id: UUID, language: str) -> HttpResponse:
    """The same as a calendar that programmes follow, in the language of its address."""
    if language not in FEED_LANGUAGES:
        raise Http404
    with hub_context(hub_id):
        hub = _hub(hub_id)
        events = list(series.public_events(hub_id))
        content = public_calendar(hub.name, events, series.changes_of(events), FEED_LANGUAGES[language])
    response = HttpResponse(content, content_type=ICS)
    response["Cache-Control"] = "public, max-age=900"
    return response


def structured(hub: Hub, events: Sequence[Event]) -> SafeString:
    """The road shows as schema.org Events, in JSON-LD that no text in it can break out of."""
    language = get_language() or "en"
    found = [
        {
            "@context": "https://schema.org",
            "@type": "BusinessEvent",
            "@id": f"urn:uuid:{event.pk}",
            "name": event.name.shown(language),
            "startDate": event.first_day.isoformat(),
            "endDate": event.last_day.isoformat(),
            "eventStatus": "https://schema.org/EventCancelled"
            if event.state == EventState.CANCELLED
            else "https://schema.org/EventScheduled",
            "location": {
                "@type": "Place",
                "name": (event.place or hub.name).shown(language),
                "address": {"@type": "PostalAddress", "addressLocality": hub.city, "addressCountry": hub.country},
            },
            "organizer": {"@type": "Organization", "name": hub.name.shown(language)},
        }
        for event in events
    ]
    return mark_safe(json.dumps(found, ensure_ascii=False).translate(ESCAPED))  # noqa: S308 -- escaped for a script


def _hub(hub_id: UUID) -> Hub:
    hub = series.public_hub(hub_id)
    if hub is None:
        raise Http404
    return hub


def _chinese() -> bool:
    return (get_language() or "").startswith("zh")
