"""One party: its facts, its people, and when each of them can be met."""

from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from landbridge.entrypoints import clock
from landbridge.entrypoints.gate import actor_of
from landbridge.entrypoints.web import refusals
from landbridge.entrypoints.web.events.forms.people import AvailabilityForm, ParticipantForm, SpeaksForm, group_choices
from landbridge.entrypoints.web.events.pages.people import address, state_badge
from landbridge.entrypoints.web.events.party_facts import facts_of
from landbridge.entrypoints.web.events.steps import event_context
from landbridge.entrypoints.web.forms import refused
from landbridge.entrypoints.web.identifiers import asked_for
from landbridge.entrypoints.web.toasts import toast
from landbridge.events import rules
from landbridge.events.actions import attendees as attendee_actions
from landbridge.events.actions import people as actions
from landbridge.events.actions import undo as undoing
from landbridge.events.actions.groups import in_order
from landbridge.events.models import Attendee, Participant, Slot
from landbridge.events.phrases.agendas import joined
from landbridge.events.phrases.frame import TABLE_PROPERTIES
from landbridge.events.queries import people as queries
from landbridge.events.queries.no_shows import earlier_days
from landbridge.events.readiness import Step
from landbridge.events.states import Side
from landbridge.events.trail_events import EventsEvent
from landbridge.kernel.refusal import Missing, Refusal
from landbridge.kernel.zones import to_wall
from landbridge.network.queries import found as found_by_name
from landbridge.network.rules import visible_people


@dataclass(frozen=True, slots=True)
class ShownSlot:
    """One slot of the grid: its wall times, and whether the person can be met."""

    slot_id: UUID
    start: datetime
    end: datetime
    free: bool


@dataclass(frozen=True, slots=True)
class ShownAttendee:
    """A person of the party with the form and the grid of when they can be met."""

    attendee: Attendee
    form: AvailabilityForm
    days: list[tuple[date, list[ShownSlot]]]
    free: int
    slots: int
    speaks: SpeaksForm


def participant(request: HttpRequest, participant_id: UUID) -> HttpResponse:
    """The page of one party."""
    found = rules.access_participant(actor_of(request), participant_id)
    return _page(request, found)


def _page(
    request: HttpRequest,
    found: Participant,
    *,
    bound: dict[UUID, AvailabilityForm] | None = None,
    refusal: str = "",
    status: int = 200,
) -> HttpResponse:
    actor = actor_of(request)
    text = request.GET.get("q", "").strip()
    people, slots = queries.at_the_table(found), queries.slots_of(found.event)
    present = {attendee.person_id for attendee in people}
    candidates = found_by_name(visible_people(actor, hub_id=found.hub_id), text) if text else None
    times = len(earlier_days(found.event, [found]).get(found.pk, ()))
    least, most = actions.effective_quota(found, times)
    context = event_context(actor, found.event, here=Step.PEOPLE) | {
        "participant": found,
        "badge": state_badge(found),
        "people": [_shown(found, attendee, slots, bound or {}) for attendee in people],
        "stayed_away": times,
        "facts": facts_of(actor, found),
        "needs": joined(str(TABLE_PROPERTIES[need]) for need in found.needs),
        "least": least,
        "most": most,
        "text": text,
        "found": [person for person in candidates[:10] if person.pk not in present] if candidates is not None else [],
        "known": [] if text else queries.known_people(found, besides=present, on=clock.current().now().date()),
        "refusal": refusal,
    }
    return render(request, "events/participant.html", context, status=status)


def _shown(
    found: Participant, attendee: Attendee, event_slots: list[Slot], bound: dict[UUID, AvailabilityForm]
) -> ShownAttendee:
    zone = found.event.zone
    availability = queries.availability(attendee, event_slots)
    slots = [
        ShownSlot(slot.pk, _wall(slot.starts_at, zone), _wall(slot.ends_at, zone), slot.pk not in availability.away)
        for slot in availability.slots
    ]
    initial = {
        name: _wall(at, zone) if at else None
        for name, at in (("arrives", availability.arrives), ("leaves", availability.leaves))
    }
    prefix = str(attendee.pk)
    form = bound.get(attendee.pk) or AvailabilityForm(initial=initial, prefix=prefix)
    days = [(day, list(rows)) for day, rows in groupby(slots, key=lambda slot: slot.start.date())]
    speaks = SpeaksForm(initial={"languages": attendee.languages}, prefix=f"s{attendee.pk}")
    return ShownAttendee(attendee, form, days, sum(slot.free for slot in slots), len(slots), speaks)


def _wall(at: datetime, zone: str) -> datetime:
    """What the clock at the place shows, naive: templates would turn an aware time into the server's zone."""
    return to_wall(at, zone).replace(tzinfo=None)


def edit(request: HttpRequest, participant_id: UUID) -> HttpResponse:
    """Change a party's group, quota, note."""
    actor = actor_of(request)
    found = rules.access_participant(actor, participant_id, to="view")
    groups = [g for g in in_order(found.event) if found.project_id is None or g.side == Side.DELEGATION]
    initial = {
        "group_id": str(found.group_id),
        "min_meetings": found.min_meetings,
        "max_meetings": found.max_meetings,
        "needs": found.needs,
        "note": found.note,
    }
    choices = group_choices(groups, get_language() or "en")
    form = ParticipantForm(request.POST or None, initial=initial, groups=choices, group=found.group)
    if request.method == "POST" and form.is_valid():
        facts: dict[str, Any] = dict(form.cleaned_data)
        facts["group_id"] = UUID(facts["group_id"])
        try:
            actions.change_participant(
                actor=actor, participant_id=participant_id, at=clock.current().now(), **facts
            )  # fmt: skip
        except Refusal as refusal:
            refused(form, refusal)
        else:
            toast(request, _("Saved."))
            return HttpResponseRedirect(address(found))
    context = {
        "event": found.event,
        "form": form,
        "heading": f"{found.label} {found.name.shown(get_language() or 'en')}",
        "crumb": found.label,
        "cancel_url": address(found),
    }
    return render(request, "events/part.html", context, status=422 if form.errors else 200)


@require_POST
def withdraw(request: HttpRequest, participant_id: UUID) -> HttpResponse:
    """Take a party off the list."""
    found = actions.withdraw_participant(
        actor=actor_of(request), participant_id=participant_id, at=clock.current().now()
    )
    undo = reverse("events:reinstate", args=[participant_id])
    toast(request, _("%(label)s is withdrawn.") % {"label": found.label}, undo=undo)
    return HttpResponseRedirect(address(found))


@require_POST
def reinstate(request: HttpRequest, participant_id: UUID) -> HttpResponse:
    """Take a withdrawn party back."""
    found = actions.reinstate_participant(
        actor=actor_of(request), participant_id=participant_id, at=clock.current().now()
    )
    toast(request, _("%(label)s is on the list again.") % {"label": found.label})
    return HttpResponseRedirect(address(found))


@require_POST
def add_attendee(request: HttpRequest, participant_id: UUID) -> HttpResponse:
    """Let one more person of the network come for the party."""
    actor = actor_of(request)
    found = rules.access_participant(actor, participant_id)
    person = attendee_actions.Person(asked_for(request.POST.get("add")), leads=not found.attendees.exists())
    try:
        attendee_actions.add_attendee(
            actor=actor, participant_id=participant_id, at=clock.current().now(), person=person
        )
    except Missing:
        raise
    except Refusal as refusal:
        return _page(request, found, refusal=refusals.words(refusal), status=422)
    toast(request, _("Added."))
    return HttpResponseRedirect(address(found))


@require_POST
def availability(request: HttpRequest, attendee_id: UUID) -> HttpResponse:
    """Save when somebody can be met. Slots before arriving and after leaving follow from these times."""
    actor = actor_of(request)
    attendee = rules.access_attendee(actor, attendee_id)
    form = AvailabilityForm(request.POST, prefix=str(attendee_id))
    found = attendee.participant
    if form.is_valid():
        try:
            attendee_actions.set_free_slots(
                actor=actor,
                attendee_id=attendee_id,
                at=clock.current().now(),
                arrives=form.cleaned_data["arrives"],
                leaves=form.cleaned_data["leaves"],
                free_slot_ids=[asked_for(value) for value in request.POST.getlist("free")],
            )
        except Missing:
            raise
        except Refusal as refusal:
            refused(form, refusal)
        else:
            toast(request, _("Saved."))
            return HttpResponseRedirect(f"{address(found)}#{attendee_id}")
    return _page(request, found, bound={attendee_id: form}, status=422)


@require_POST
def languages(request: HttpRequest, attendee_id: UUID) -> HttpResponse:
    """Save what a person speaks at the table. The language they prefer stays if it is among them."""
    actor = actor_of(request)
    attendee = rules.access_attendee(actor, attendee_id)
    form = SpeaksForm(request.POST, prefix=f"s{attendee_id}")
    if form.is_valid():
        spoken = form.cleaned_data["languages"]
        kept = attendee.language if attendee.language in spoken or not spoken else ""
        attendee_actions.change_attendee(
            actor=actor,
            attendee_id=attendee_id,
            at=clock.current().now(),
            language=kept or (spoken[0] if len(spoken) == 1 else ""),
            leads=attendee.leads,
            languages=spoken,
        )
        toast(request, _("Saved."))
    return HttpResponseRedirect(f"{address(attendee.participant)}#{attendee_id}")


@require_POST
def lead(request: HttpRequest, attendee_id: UUID) -> HttpResponse:
    """Let this person lead the party."""
    actor = actor_of(request)
    attendee = rules.access_attendee(actor, attendee_id)
    attendee_actions.change_attendee(
        actor=actor, attendee_id=attendee_id, at=clock.current().now(), language=attendee.language, leads=True
    )
    toast(request, _("Saved."))
    return HttpResponseRedirect(address(attendee.participant))


@require_POST
def remove_attendee(request: HttpRequest, attendee_id: UUID) -> HttpResponse:
    """Take a person off the party."""
    actor, at = actor_of(request), clock.current().now()
    found = rules.access_attendee(actor, attendee_id).participant
    try:
        attendee_actions.remove_attendee(actor=actor, attendee_id=attendee_id, at=at)
    except Refusal as refusal:
        return _page(request, found, refusal=refusals.words(refusal), status=422)
    entry = undoing.last_entry(EventsEvent.ATTENDEE_REMOVED, found.pk, at=at)
    undo = reverse("events:undo", args=[found.event_id, entry]) if entry else ""
    toast(request, _("Removed."), undo=undo)
    return HttpResponseRedirect(address(found))
