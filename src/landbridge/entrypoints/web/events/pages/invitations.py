"""Step 4: invitations. Who was written to, who opened their page, and the text with a code for those without mail."""

from typing import Any, Final
from uuid import UUID

import segno
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from landbridge.entrypoints import clock
from landbridge.entrypoints.gate import actor_of
from landbridge.entrypoints.web.events.steps import event_context
from landbridge.entrypoints.web.lists import Column, Empty, Filter, List, Rows
from landbridge.entrypoints.web.secrecy import unwritten
from landbridge.entrypoints.web.templatetags.landbridge import badge, name, when
from landbridge.entrypoints.web.toasts import toast
from landbridge.events import rules
from landbridge.events.actions import invitations as actions
from landbridge.events.actions import links, messages
from landbridge.events.actions.invitations import Round
from landbridge.events.letters import Letter, language_of
from landbridge.events.models import Attendee, Event, Interpreter
from landbridge.events.phrases.messages import STANDINGS, STATES, UNREACHED, WAYS
from landbridge.events.queries import links as queries
from landbridge.events.queries.inviting import Inviting, everybody, letter_to
from landbridge.events.queries.links import Reach, reach_of
from landbridge.events.readiness import Step
from landbridge.events.wishing import takes_wishes

MEANINGS: Final = {"queued": "info", "sent": "good", "copied": "good", "failed": "bad", "dropped": "warn"}


def _state(reach: Reach) -> tuple[object, str]:
    """Words and meaning of where a person's invitation stands."""
    if reach.opted_out_at:
        return _("wants no messages"), "warn"
    if reach.link_opened_at:
        return _("opened their page"), "good"
    if reach.invitation_state:
        return STATES[reach.invitation_state], MEANINGS[reach.invitation_state]
    return _("not invited yet"), ""


def _state_badge(row: Attendee) -> object:
    reach = reach_of(row)
    words, meaning = _state(reach)
    shown = badge(words, meaning)
    if reach.invitation_state == "failed" and reach.invitation_fault:
        return format_html('{} <span class="soft small">{}</span>', shown, reach.invitation_fault)
    return shown


def _reached_by(row: Attendee) -> str:
    person = row.person
    return ", ".join(filter(None, (person.email, person.wechat and f"WeChat {person.wechat}", person.phone)))


def _copy_link(row: Attendee) -> SafeString:
    return format_html(
        '<a href="{}">{}</a>', reverse("events:copy_invitation", args=[row.pk]), _("Links, text and code…")
    )


def _party(row: Any) -> str:
    return f"{row.participant.label} {row.participant.name.shown(get_language() or 'en')}"


def listing(event: Event) -> List:
    """The people of one event and how far each was reached."""
    zone = event.zone
    return List(
        key=f"{event.code}-invitations",
        columns=(
            Column(
                "party", gettext_lazy("For"), _party, sort=("side_first", "participant__group_id", "participant__label")
            ),
            Column(
                "person",
                gettext_lazy("Person"),
                lambda row: row.person.name,
                sort="person__sort_key",
                shown=lambda row: name(row.person, both=True),
            ),
            Column("reach", gettext_lazy("Reached by"), _reached_by),
            Column("state", gettext_lazy("Invitation"), lambda row: _state(reach_of(row))[0], shown=_state_badge),
            Column(
                "invited",
                gettext_lazy("Invited"),
                "invited_at",
                sort="invited_at",
                shown=lambda row: when(row.invited_at, zone),
            ),
            Column(
                "reminded",
                gettext_lazy("Reminded"),
                "reminded_at",
                sort="reminded_at",
                shown=lambda row: when(row.reminded_at, zone),
            ),
            Column("text", gettext_lazy("Personal links"), "pk", shown=_copy_link, export=False),
        ),
        filters=(Filter("state", _("Invitation"), list(STANDINGS.items()), _standing),),
        search=queries.found,
        search_label=gettext_lazy("Label or name"),
        size=50,
        default_sort="party",
        empty=Empty(
            _("Nobody to invite yet"),
            _("Add the people who come for the projects and partners."),
            "events:people",
            _("To the people"),
            {"event_id": event.pk},
        ),
    )


def _standing(rows: Rows, value: str) -> Rows:
    return queries.standing(rows, value)


def invitations(request: HttpRequest, event_id: UUID) -> HttpResponseBase:
    """Who was invited, how, and what came of it."""
    actor = actor_of(request)
    event = rules.access_event(actor, event_id, to="plan")
    at = clock.current().now()
    context = event_context(actor, event, here=Step.WISHES) | {
        "heading": _("Invitations"),
        "here": "invitations",
        "counts": queries.counts(event),
        "taken": takes_wishes(event, at),
        "now": at,
    }
    return listing(event).respond(request, queries.reachable(event), context, "events/invitations.html")


def invite(request: HttpRequest, event_id: UUID) -> HttpResponse:
    """Show who would be invited by mail, who not and why, and the letter; send it when that was seen as it is now."""
    actor, at = actor_of(request), clock.current().now()
    event = rules.access_event(actor, event_id, to="plan")
    found = everybody(event)
    if request.method == "POST" and request.POST.get("seen") == found.mark:
        done = actions.invite(actor=actor, event_id=event_id, at=at)
        sentence = ngettext("%(n)s invitation leaves now.", "%(n)s invitations leave now.", len(done.queued))
        return _told(request, event_id, done, sentence)
    context = event_context(actor, event, here=Step.WISHES) | {
        "here": "invitations",
        "found": found,
        "changed": request.method == "POST",
        "letters": _letters(event, found),
        "left_out": [
            (UNREACHED[reason], [person for person, why in found.left_out if why == reason])
            for reason in dict.fromkeys(why for _person, why in found.left_out)
        ],
    }
    return render(request, "events/invite.html", context, status=409 if context["changed"] else 200)


def _letters(event: Event, found: Inviting) -> list[tuple[str, str, int, Letter]]:
    """In each language: its code and name, how many read it, and the letter to the first of them (else to anybody)."""
    to = found.written_to
    shown = []
    for code, words in settings.LANGUAGES if to else ():
        readers = [person for person in to if language_of(person) == code]
        shown.append((code, str(words), len(readers), letter_to(event, (readers or to)[0], code)))
    return shown


@require_POST
def remind(request: HttpRequest, event_id: UUID) -> HttpResponse:
    """Remind those who were invited and have not answered."""
    done = actions.remind(actor=actor_of(request), event_id=event_id, at=clock.current().now())
    return _told(
        request, event_id, done, ngettext("%(n)s reminder leaves now.", "%(n)s reminders leave now.", len(done.queued))
    )


def _told(request: HttpRequest, event_id: UUID, done: Round, sentence: str) -> HttpResponse:
    left: dict[str, int] = {}
    for reason in done.left_out.values():
        left[str(UNREACHED[reason])] = left.get(str(UNREACHED[reason]), 0) + 1
    others = "; ".join(f"{count} {words}" for words, count in left.items())
    toast(request, " ".join(filter(None, (sentence % {"n": len(done.queued)}, others))))
    return _back(event_id)


@require_POST
def retry(request: HttpRequest, event_id: UUID) -> HttpResponse:
    """Try again what could not be delivered."""
    number = messages.retry_messages(actor=actor_of(request), event_id=event_id, at=clock.current().now())
    toast(request, ngettext("%(n)s message is tried again.", "%(n)s messages are tried again.", number) % {"n": number})
    return _back(event_id)


def copy(request: HttpRequest, attendee_id: UUID) -> HttpResponse:
    """GET lists the person's links; POST makes one more and shows its text and code, once."""
    actor, at = actor_of(request), clock.current().now()
    attendee = rules.access_attendee(actor, attendee_id)
    rules.require_plan(actor, attendee.hub_id)
    context: dict[str, object] = event_context(actor, attendee.event, here=Step.WISHES) | {
        "attendee": attendee,
        "party": attendee.participant,
    }
    if request.method == "POST":
        made = actions.copy_invitation(actor=actor, attendee_id=attendee_id, at=at)
        context |= {"made": made, "code": code_of(made.address)}
    context |= {
        "links": [(link, WAYS[link.way]) for link in queries.links_of(attendee, at=at)],
        "most": links.MOST,
        "close_all": reverse("events:revoke_links", args=[attendee_id]),
    }
    return unwritten(render(request, "events/copy_invitation.html", context))


@require_POST
def revoke(request: HttpRequest, link_id: UUID) -> HttpResponse:
    """Close one link of a person and whatever it had opened."""
    whose = links.revoke_link(actor=actor_of(request), link_id=link_id, at=clock.current().now())
    toast(request, _("The link is closed, and so is the page it had opened."))
    if isinstance(whose, Interpreter):
        return HttpResponseRedirect(reverse("events:interpreter_link", args=[whose.event_id, whose.pk]))
    return HttpResponseRedirect(reverse("events:copy_invitation", args=[whose.pk]))


@require_POST
def revoke_all(request: HttpRequest, attendee_id: UUID) -> HttpResponse:
    """Close every link of a person and whatever they had opened."""
    number = links.revoke_links(actor=actor_of(request), attendee_id=attendee_id, at=clock.current().now())
    sentence = ngettext(
        "%(n)s link is closed, and so is the page it had opened.",
        "%(n)s links are closed, and so are the pages they had opened.",
        number,
    )
    toast(request, sentence % {"n": number})
    return HttpResponseRedirect(reverse("events:copy_invitation", args=[attendee_id]))


def code_of(address: str) -> SafeString:
    """An address as a QR code, in SVG without styles of its own."""
    drawn = segno.make(address, error="m", micro=False).svg_inline(
        border=2, omitsize=True, svgclass=None, lineclass=None, dark="#14161a", light="#fff"
    )
    return mark_safe(drawn)  # noqa: S308 -- drawn by us from our own address


def _back(event_id: UUID) -> HttpResponse:
    return HttpResponseRedirect(reverse("events:invitations", args=[event_id]))
