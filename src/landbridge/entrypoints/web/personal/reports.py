"""The figures of a road show for a co-host, by a link with a secret and without an account."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from landbridge.entrypoints import clock
from landbridge.entrypoints.web.events.pages.report import days_of, told
from landbridge.entrypoints.web.limits import guesses_limited
from landbridge.entrypoints.web.personal import session
from landbridge.entrypoints.web.secrecy import discreet
from landbridge.events.queries import shares
from landbridge.events.queries.report import earlier_of, report_of
from landbridge.ground.hubs import hub_context


@discreet
@guesses_limited(per_minute=60)
@require_safe
def shared_report(request: HttpRequest, token: str) -> HttpResponse:
    """Sums by group and field: nobody's name, no way to the rows."""
    found = shares.share_of(token, at=clock.current().now())
    if found is None:
        return session.closed(request)
    with hub_context(found.hub_id):
        event = shares.event_of(found)
        context = {"event": event, "days": days_of(event)} | told(report_of(event), earlier_of(event), opens=False)
        return render(request, "events/report_shared.html", context)
