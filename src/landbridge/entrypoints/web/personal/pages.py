"""One's own page: whom to meet, when one can, how one is reached, and the way to say no."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST

from landbridge.entrypoints.web import matches, refusals
from landbridge.entrypoints.web.forms import refused
from landbridge.entrypoints.web.limits import limited
from landbridge.entrypoints.web.personal import session
from landbridge.entrypoints.web.personal.forms import DetailsForm, TimesForm, WishForm
from landbridge.entrypoints.web.personal.session import PersonalRequest, personal
from landbridge.entrypoints.web.secrecy import unwritten
from landbridge.entrypoints.web.toasts import toast
from landbridge.events import attendance
from landbridge.events.actions import answers, wishes
from landbridge.events.models import Event, Participant
from landbridge.events.queries.personal_page import Choice, choices, meetings_of, organiser_of, presence_of
from landbridge.events.refusals import PlacedInAgenda
from landbridge.events.states import EventState
from landbridge.events.wishing import OVER, takes_wishes
from landbridge.kernel import zones
from landbridge.kernel.refusal import Missing, Refusal
from landbridge.network.actions.personal import opt_out, opt_out_secret

FIRST: Final = 10
"""How many cards the first view shows: a phone with a bad network."""


@dataclass(frozen=True, slots=True)
class ShownChoice:
    """A party on one's page, in words."""

    choice: Choice
    about: str
    summary: str
    reasons: matches.Reasons | None
    said: str

    @property
    def anchor(self) -> str:
        """Where on the page it is, to come back to."""
        return f"p-{self.choice.other.label}"


def shown(choice: Choice) -> ShownChoice:
    """A choice with its words."""
    return ShownChoice(
        choice=choice,
        about=matches.about(choice.other),
        summary=matches.summary(choice.other, choice.need),
        reasons=matches.reasons_of(choice.card, untold=attendance.CODES) if choice.card else None,
        said=choice.mine.kind if choice.mine else "",
    )


@limited(per_minute=240, by=session.holder_or_address)
@personal
def me(request: PersonalRequest) -> HttpResponse:
    """Whom one may wish to meet: those who asked, then the shortlist; all with `?all=1` or a word to look for."""
    return _me(request)


def _me(
    request: PersonalRequest, *, refusal: Refusal | None = None, draft: tuple[UUID, str] | None = None
) -> HttpResponse:
    party = _party(request)
    found = choices(party)
    wanted, everybody = request.GET.get("q", "").strip(), "all" in request.GET or draft is not None
    seen = [choice for choice in found if _fits(choice.other, wanted)] if wanted else found
    narrowed = seen if wanted or everybody else _first(seen)
    context = surroundings(request, "me") | {
        "cards": [shown(choice) for choice in narrowed],
        "more": len(seen) - len(narrowed),
        "total": len(found),
        "q": wanted,
        "asked": sum(choice.asked is not None for choice in found),
        "said": sum(choice.mine is not None for choice in found),
        "open": takes_wishes(party.event, request.at),
        "refusal": refusals.words(refusal) if refusal else "",
        "draft": draft,
        "made": any(choice.card for choice in found),
        **_standing(party),
        "answers": party.event.state not in OVER,
    }
    return render(request, "personal/me.html", context, status=409 if refusal else 200)


def _standing(party: Participant) -> dict[str, object]:
    """How many published meetings are the party's, and who hears that it cannot come, once there are any."""
    placed = meetings_of(party) if party.event.state == EventState.PUBLISHED else 0
    return {"placed": placed, "organiser": organiser_of(party.event).name if placed else None}


@require_POST
@limited(per_minute=240, by=session.holder_or_address)
@personal
def wish(request: PersonalRequest, participant_id: UUID) -> HttpResponse:
    """Say one's word on a party, or take it back; the page returns to where one was."""
    party = _party(request)
    found = {choice.other.pk: choice for choice in choices(party)}
    if participant_id not in found:
        raise Missing(identifier=str(participant_id))
    choice = found[participant_id]
    try:
        if "back" in request.POST:
            _take_back(request, choice)
        else:
            _say(request, choice)
    except Refusal as refusal:
        return _me(request, refusal=refusal, draft=(participant_id, request.POST.get("message", "")))
    return HttpResponseRedirect(f"{_return(request)}#p-{choice.other.label}")


def _say(request: PersonalRequest, choice: Choice) -> None:
    form = WishForm(request.POST)
    given = form.data
    wishes.say_wish(
        actor=request.holder,
        wisher_id=request.holder.participant_id,
        target_id=choice.other.pk,
        kind=str(given.get("kind", "")),
        message=str(given.get("message", "")),
        at=request.at,
    )
    toast(request, _("Kept: %(label)s.") % {"label": choice.other.label})


def _take_back(request: PersonalRequest, choice: Choice) -> None:
    if choice.mine is not None:
        wishes.withdraw_wish(actor=request.holder, wish_id=choice.mine.pk, at=request.at)
        toast(request, _("Taken back: %(label)s.") % {"label": choice.other.label})


@require_POST
@limited(per_minute=240, by=session.holder_or_address)
@personal
def answer(request: PersonalRequest) -> HttpResponse:
    """Say whether one's party comes."""
    coming = request.POST.get("coming") == "yes"
    try:
        answers.answer(actor=request.holder, participant_id=request.holder.participant_id, coming=coming, at=request.at)
    except PlacedInAgenda as refusal:
        return _me(request, refusal=refusal)
    toast(request, _("Noted: you come.") if coming else _("Noted: you do not come. You can change it here."))
    return HttpResponseRedirect(reverse("personal:me"))


@limited(per_minute=240, by=session.holder_or_address)
@personal
def times(request: PersonalRequest) -> HttpResponse:
    """When one can be met."""
    attendee, event = request.attendee, request.link.event
    presence = presence_of(attendee)
    words = [(str(slot.pk), _slot_words(slot.starts_at, slot.ends_at, event.zone)) for slot in presence.slots]
    initial = {
        "arrives": _wall(presence.arrives, event.zone),
        "leaves": _wall(presence.leaves, event.zone),
        "busy": [str(slot) for slot in presence.busy],
    }
    form = TimesForm(request.POST or None, initial=initial, slots=words)
    if request.method == "POST" and form.is_valid():
        try:
            answers.say_when(
                actor=request.holder,
                attendee_id=attendee.pk,
                arrives=form.cleaned_data["arrives"],
                leaves=form.cleaned_data["leaves"],
                busy_slot_ids=[UUID(slot) for slot in form.cleaned_data.get("busy", [])],
                at=request.at,
            )
        except Refusal as refusal:
            refused(form, refusal)
        else:
            toast(request, _("Saved."))
            return HttpResponseRedirect(reverse("personal:times"))
    return render(request, "personal/times.html", surroundings(request, "times") | {"form": form})


@limited(per_minute=240, by=session.holder_or_address)
@personal
def details(request: PersonalRequest) -> HttpResponse:
    """How one is reached, what is held about one, and the way to say no."""
    attendee = request.attendee
    person = attendee.person
    initial = {
        "language": attendee.language or person.language,
        "email": person.email,
        "phone": person.phone,
        "wechat": person.wechat,
    }
    form = DetailsForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            answers.change_own_details(
                actor=request.holder, attendee_id=attendee.pk, at=request.at, **form.cleaned_data
            )
        except Refusal as refusal:
            refused(form, refusal)
        else:
            toast(request, _("Saved."))
            return HttpResponseRedirect(reverse("personal:details"))
    return render(request, "personal/details.html", surroundings(request, "details") | {"form": form, "person": person})


@require_POST
@limited(per_minute=240, by=session.holder_or_address)
@personal
def no_messages(request: PersonalRequest) -> HttpResponse:
    """End all messages to this person."""
    opt_out(secret=opt_out_secret(request.attendee.person_id), at=request.at)
    toast(request, _("No more messages will be sent to you. This page stays open."))
    return HttpResponseRedirect(reverse("personal:details"))


@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """Forget the session on this phone; the link opens it again."""
    response = unwritten(render(request, "personal/left.html"))
    session.end(response)
    return response


def surroundings(request: PersonalRequest, here: str) -> dict[str, object]:
    """What the frame of every personal page needs; `here` is the tab that stands open."""
    link = request.link
    return {
        "event": link.event,
        "party": request.attendee.participant,
        "attendee": request.attendee,
        "now": request.at,
        "tabs": _tabs(here, begun=begun(link.event, request.at)),
        "links_end": link.expires_at,
    }


def begun(event: Event, at: datetime) -> bool:
    """Whether the road show's first day has come and its agenda stands, so that meetings may have been held."""
    stands = event.state in {EventState.PUBLISHED, EventState.HELD}
    return stands and zones.to_wall(at, event.zone).date() >= event.first_day


def _tabs(here: str, *, begun: bool) -> Sequence[tuple[str, str, bool]]:
    """Address, words, whether it is this page. What came of the meetings is asked from the first day on."""
    names = (
        ("me", _("Whom to meet")),
        ("agenda", _("My agenda")),
        ("gatherings", _("Group sessions")),
        *((("outcomes", pgettext("meetings", "What came of it")),) if begun else ()),
        ("times", _("My times")),
        ("details", _("My details")),
    )
    return [(reverse(f"personal:{route}"), words, route == here) for route, words in names]


def _party(request: PersonalRequest) -> Participant:
    party = request.attendee.participant
    party.event = request.link.event
    return party


def _first(found: Sequence[Choice]) -> Sequence[Choice]:
    """Who asked, whom one has spoken of, and the best of the shortlist, up to a first view; in the order they have."""
    chosen = [choice for choice in found if choice.asked or choice.mine]
    rest = [choice for choice in found if not (choice.asked or choice.mine)]
    kept = {choice.other.pk for choice in [*chosen, *rest[: max(FIRST - len(chosen), 0)]][: FIRST * 2]}
    return [choice for choice in found if choice.other.pk in kept]


def _fits(party: Participant, wanted: str) -> bool:
    name = party.name
    words = " ".join((party.label, name.latin, name.chinese, matches.about(party))).casefold()
    return wanted.casefold() in words


def _return(request: PersonalRequest) -> str:
    """Where the form was: the whole list or the first view."""
    return reverse("personal:me") + ("?all=1" if "all" in request.GET or request.POST.get("all") else "")


def _wall(instant: datetime | None, zone: str) -> datetime | None:
    return zones.to_wall(instant, zone).replace(tzinfo=None) if instant else None


def _slot_words(starts: datetime, ends: datetime, zone: str) -> str:
    first, last = zones.to_wall(starts, zone), zones.to_wall(ends, zone)
    return f"{first:%m-%d} {first:%H:%M}–{last:%H:%M}"
