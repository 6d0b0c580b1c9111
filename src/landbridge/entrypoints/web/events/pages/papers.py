"""What is printed for the day, and a badge again for one."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from landbridge.entrypoints import clock
from landbridge.entrypoints.gate import actor_of
from landbridge.entrypoints.web.events import day_papers
from landbridge.entrypoints.web.events.day import day_context
from landbridge.entrypoints.web.identifiers import asked_for
from landbridge.entrypoints.web.toasts import toast
from landbridge.events import rules
from landbridge.events.actions import badges
from landbridge.events.queries import desk as queries

SHOWN = 20


@require_safe
def papers(request: HttpRequest, event_id: UUID) -> HttpResponse:
    """All that can be printed; somebody to print a badge for again."""
    actor = actor_of(request)
    event = rules.access_event(actor, event_id, to="desk")
    text = request.GET.get("q", "").strip()
    people = queries.expected(event)
    found = queries.found(people, text).order_by("participant__label", "pk")[:SHOWN] if text else []
    context = day_context(actor, event, here="papers") | {
        "q": text,
        "found": found,
        "expected": people.count(),
        "lacking": queries.without_badge(event).count(),
    }
    return render(request, "events/papers.html", context)


@require_POST
def make_badges(request: HttpRequest, event_id: UUID) -> HttpResponse:
    """Give a badge to whoever has none, then show all of them as PDF."""
    made = badges.make_badges(actor=actor_of(request), event_id=event_id, at=clock.current().now())
    if made:
        sentence = ngettext(
            "%(n)s badge is new. Those printed before stay as they are.",
            "%(n)s badges are new. Those printed before stay as they are.",
            made,
        )
        toast(request, sentence % {"n": made})
    return HttpResponseRedirect(reverse("events:badges_pdf", args=[event_id]))


@require_safe
def badges_pdf(request: HttpRequest, event_id: UUID) -> HttpResponse:
    """Every badge, or with `?one=` that of one person, or with `?group=` those of a group."""
    event = rules.access_event(actor_of(request), event_id, to="desk")
    one = asked_for(request.GET["one"]) if "one" in request.GET else None
    return day_papers.badges_file(event, attendee=one, group=request.GET.get("group", ""))


@require_POST
def replace_badge(request: HttpRequest, event_id: UUID, attendee_id: UUID) -> HttpResponse:
    """A new badge for one person: the old code ends, and the new badge is shown as PDF."""
    event = rules.access_event(actor_of(request), event_id, to="desk")
    attendee = queries.attendee_meant(event, attendee_id=attendee_id, badge="")
    badge = badges.replace_badge(actor=actor_of(request), attendee_id=attendee.pk, at=clock.current().now())
    return HttpResponseRedirect(f"{reverse('events:badges_pdf', args=[badge.event_id])}?one={attendee_id}")


@require_safe
def paper(request: HttpRequest, event_id: UUID, kind: str) -> HttpResponse:
    """Table cards, door lists, or the printed agenda, as the agenda stands."""
    event = rules.access_event(actor_of(request), event_id, to="desk")
    return day_papers.paper_file(event, kind, clock.current().now())
