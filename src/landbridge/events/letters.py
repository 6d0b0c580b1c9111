"""What is written to participants: plain text, a simple page of the same text, and the version to copy.

The first message to a person says who holds their data, from where, for what and on which legal ground.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils import translation
from django.utils.dates import MONTHS
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _

from landbridge.events.models import Attendee, Event, Recipient
from landbridge.events.states import MessageKind
from landbridge.kernel import zones
from landbridge.kernel.names import Name, has_han
from landbridge.network.models import Hub, Provenance
from landbridge.network.states import LegalBasis


@dataclass(frozen=True, slots=True)
class Told:
    """What a letter is made of. `link` opens the person's page, `no_link` ends all messages; both are full addresses."""

    kind: MessageKind
    event: Event
    to: Recipient
    hub: Hub
    link: str
    no_link: str
    first: bool
    provenance: Provenance | None = None
    asked: int = 0


@dataclass(frozen=True, slots=True)
class Letter:
    """A message as it is sent."""

    subject: str
    text: str
    html: str


def language_of(who: Recipient) -> str:
    """The language a person is written to in: theirs, else Chinese for a name that is only Chinese, else English."""
    chosen = (who.language if isinstance(who, Attendee) else "") or who.person.language
    if chosen:
        return "zh-hans" if chosen.lower().startswith("zh") else "en"
    return "zh-hans" if not who.person.name_latin and has_han(who.person.name_chinese) else "en"


def written(told: Told, language: str) -> Letter:
    """The letter in one language."""
    with translation.override(language):
        name = _event_name(told.event)
        paragraphs = [_greeting(told.to), *_body(told), *_closing(told)]
        subject = str(_SUBJECTS[told.kind]()) % {"event": name}
        return Letter(subject, "\n\n".join(paragraphs) + "\n", _page(subject, paragraphs, translation.get_language()))


def to_copy(told: Told, language: str) -> str:
    """The text for WeChat or SMS: who, what, the address, and how to say no; short enough for one screen."""
    with translation.override(language):
        lines = [_greeting(told.to), *_body(told)]
        if told.first:
            lines.append(_holds_data(told))
        lines.append(_("No more messages: %(link)s") % {"link": told.no_link})
        return "\n".join(lines)


def _greeting(who: Recipient) -> str:
    name = who.person.name.shown(translation.get_language() or "en")
    return _("Dear %(name)s,") % {"name": name}


def _event_name(event: Event) -> str:
    return Name(latin=event.name_latin, chinese=event.name_chinese).shown(translation.get_language() or "en")


def _body(told: Told) -> list[str]:
    facts = {
        "event": _event_name(told.event),
        "days": _days(told.event),
        "place": _place(told.event),
        "link": told.link,
        "until": _moment(told.event.wishes_until, told.event.zone),
        "asked": told.asked,
    }
    return [sentence % facts for sentence in _sentences(told)]


def _sentences(told: Told) -> Sequence[str]:
    bodies = _BODIES if isinstance(told.to, Attendee) else _BODIES | _TO_INTERPRETERS
    return bodies[told.kind](told)


def _interpreting(told: Told) -> Sequence[str]:
    where = _("you interpret at %(event)s, %(days)s, %(place)s.")
    if not _place(told.event):
        where = _("you interpret at %(event)s, %(days)s.")
    return [where, _("Your page with your meetings, times and tables; no account is needed: %(link)s")]


def _interprets(_told: Told) -> Sequence[str]:
    return [
        _("you interpret at %(event)s, %(days)s: your agenda is ready."),
        _("Your page says when, where, for whom and between which languages: %(link)s"),
    ]


def _invitation(told: Told) -> Sequence[str]:
    where = _("you are invited to %(event)s, %(days)s, %(place)s.")
    if not _place(told.event):
        where = _("you are invited to %(event)s, %(days)s.")
    return [where, _("Say whom you want to meet; no account is needed. Your page: %(link)s"), *_deadline(told)]


def _reminder(told: Told) -> Sequence[str]:
    asked = [_("%(asked)s of the others already asked to meet you.")] if told.asked else []
    return [
        _("we have not yet heard whom you want to meet at %(event)s, %(days)s."),
        *asked,
        _("Your page: %(link)s"),
        *_deadline(told),
    ]


def _agenda(_told: Told) -> Sequence[str]:
    return [
        _("your agenda for %(event)s, %(days)s, is ready."),
        _("Your page with all meetings, times and tables: %(link)s"),
    ]


def _changed(_told: Told) -> Sequence[str]:
    return [
        _("your agenda for %(event)s, %(days)s, has changed."),
        _("Your page shows it as it stands now: %(link)s"),
    ]


def _cancelled(_told: Told) -> Sequence[str]:
    return [
        _("%(event)s, %(days)s, is cancelled. All its meetings are off."),
        _("Your page: %(link)s"),
    ]


def _outcome(_told: Told) -> Sequence[str]:
    return [
        _("what came of your meetings at %(event)s? It takes 30 seconds a meeting."),
        _("The other side sees your answer only when it has given its own."),
        _("Your page: %(link)s"),
    ]


def _follow_up(_told: Told) -> Sequence[str]:
    return [
        _("after %(event)s you wanted to take a next step, and its day has come."),
        _("Say on your page that it is done, or that nothing will come of it: %(link)s"),
    ]


def _session_place(_told: Told) -> Sequence[str]:
    return [
        _("a place has come free: you take part in the group session at %(event)s for which you waited."),
        _("Your page says when and where, and lets you give the place up: %(link)s"),
    ]


def _session_off(_told: Told) -> Sequence[str]:
    return [
        _("a group session at %(event)s for which you had signed up does not take place."),
        _("Your page: %(link)s"),
    ]


def _session_moved(_told: Told) -> Sequence[str]:
    return [
        _("a group session at %(event)s for which you had signed up has another time or place."),
        _("Your page says when and where it is now, and whether you take part or wait: %(link)s"),
    ]


_BODIES = {
    MessageKind.INVITATION: _invitation,
    MessageKind.REMINDER: _reminder,
    MessageKind.AGENDA: _agenda,
    MessageKind.AGENDA_CHANGED: _changed,
    MessageKind.CANCELLATION: _cancelled,
    MessageKind.OUTCOME: _outcome,
    MessageKind.FOLLOW_UP: _follow_up,
    MessageKind.SESSION_PLACE: _session_place,
    MessageKind.SESSION_OFF: _session_off,
    MessageKind.SESSION_MOVED: _session_moved,
}
_TO_INTERPRETERS = {MessageKind.INVITATION: _interpreting, MessageKind.AGENDA: _interprets}
_SUBJECTS = {
    MessageKind.INVITATION: lambda: _("Invitation: %(event)s"),
    MessageKind.REMINDER: lambda: _("Whom do you want to meet? %(event)s"),
    MessageKind.AGENDA: lambda: _("Your agenda: %(event)s"),
    MessageKind.AGENDA_CHANGED: lambda: _("Your agenda has changed: %(event)s"),
    MessageKind.CANCELLATION: lambda: _("Cancelled: %(event)s"),
    MessageKind.OUTCOME: lambda: _("What came of your meetings? %(event)s"),
    MessageKind.FOLLOW_UP: lambda: _("Your next step after %(event)s"),
    MessageKind.SESSION_PLACE: lambda: _("A place for you: %(event)s"),
    MessageKind.SESSION_OFF: lambda: _("A group session is off: %(event)s"),
    MessageKind.SESSION_MOVED: lambda: _("A group session has moved: %(event)s"),
}


def _deadline(told: Told) -> list[str]:
    return [_("Wishes are taken until %(until)s.")] if told.event.wishes_until else []


def _closing(told: Told) -> list[str]:
    personal = _("The address is yours alone: please do not pass it on. It opens until 30 days after the event.")
    if told.kind == MessageKind.FOLLOW_UP:
        personal = _("The address is yours alone: please do not pass it on. It opens for 30 days.")
    no_more = _("If you want no more messages from us, one press is enough: %(link)s") % {"link": told.no_link}
    return [personal, *([_holds_data(told)] if told.first else []), no_more, _hub_name(told.hub)]


def _holds_data(told: Told) -> str:
    if told.provenance is None:
        return _(
            "Why we write: %(hub)s holds your name and address to arrange meetings at this event, as the organiser's "
            "legitimate interest. Ask us at any time what we hold, or to erase it."
        ) % {"hub": _hub_name(told.hub)}
    return _(
        "Why we write: %(hub)s holds your name and address. We have them from: %(source)s. Purpose: %(purpose)s. "
        "Legal basis: %(basis)s. Ask us at any time what we hold, or to erase it."
    ) % {
        "hub": _hub_name(told.hub),
        "source": told.provenance.source,
        "purpose": told.provenance.purpose,
        "basis": _basis(told.provenance.legal_basis),
    }


def _basis(code: str) -> str:
    words = {
        LegalBasis.CONSENT: _("your consent"),
        LegalBasis.CONTRACT: _("a contract"),
        LegalBasis.LEGAL_DUTY: _("a legal duty"),
        LegalBasis.PUBLIC_TASK: _("a public task"),
        LegalBasis.LEGITIMATE_INTEREST: _("legitimate interest"),
        LegalBasis.MADE_PUBLIC: _("data you made public"),
    }
    return words[LegalBasis(code)]


def _hub_name(hub: Hub) -> str:
    return hub.name.shown(translation.get_language() or "en")


def _place(event: Event) -> str:
    if not (event.place_latin or event.place_chinese):
        return ""
    return Name(latin=event.place_latin, chinese=event.place_chinese).shown(translation.get_language() or "en")


def _day(day: datetime) -> str:
    if (translation.get_language() or "en").startswith("zh"):
        return f"{day.year}年{day.month}月{day.day}日"
    return f"{day.day} {MONTHS[day.month]} {day.year}"


def _days(event: Event) -> str:
    first, last = (datetime.combine(day, datetime.min.time()) for day in (event.first_day, event.last_day))
    if first == last:
        return _day(first)
    return _("%(first)s to %(last)s") % {"first": _day(first), "last": _day(last)}


def _moment(instant: datetime | None, zone: str) -> str:
    if instant is None:
        return ""
    wall = zones.to_wall(instant, zone)
    return f"{_day(wall)} {wall:%H:%M} ({zone})"


def _page(subject: str, paragraphs: Sequence[str], language: str | None) -> str:
    body = format_html_join("\n", "<p>{}</p>", ((_with_links(paragraph),) for paragraph in paragraphs))
    page = '<!doctype html>\n<html lang="{}"><head><meta charset="utf-8"><title>{}</title></head>\n<body>\n{}\n</body></html>\n'
    return format_html(page, "zh-CN" if (language or "").startswith("zh") else "en", subject, body)


def _with_links(paragraph: str) -> str:
    words = paragraph.split(" ")
    linked = (
        format_html('<a href="{}">{}</a>', word, word) if word.startswith(("http://", "https://")) else word
        for word in words
    )
    return format_html_join(" ", "{}", ((word,) for word in linked))
