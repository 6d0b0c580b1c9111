"""The public board: a notice is written, published until a day, withdrawn; who asks becomes a lead for the hub."""

import re
from collections.abc import Collection, Iterator
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from landbridge.evidence import trail
from landbridge.ground.again import said_already
from landbridge.ground.jobs import enqueue
from landbridge.ground.locks import advisory_lock
from landbridge.ground.transactions import action
from landbridge.kernel.actor import Actor
from landbridge.kernel.codes import COUNTRY
from landbridge.kernel.codes.profiles import EEN_PROFILE_TYPES
from landbridge.kernel.ids import short_code, uuid7
from landbridge.kernel.refusal import Finding, InputRefused, Refusal
from landbridge.matchmaking import rules
from landbridge.matchmaking.models import Lead, Need, Notice
from landbridge.matchmaking.states import LEAD, NOTICE, LeadState, NoticeState
from landbridge.matchmaking.trail_events import MatchmakingEvent
from landbridge.projects.models import Project

TELL_JOB: Final = "matchmaking.tell_of_lead"
LOCK: Final = "matchmaking.notice"
LONGEST: Final = timedelta(days=366)
LONGEST_MESSAGE: Final = 4000
_EMAIL: Final = re.compile(r"[^@\s,;<>\"()]+@[^@\s,;<>\"().]+(\.[^@\s,;<>\"().]+)+")


class StandsAlready(Refusal):
    """A published notice is not rewritten under its readers' eyes: withdraw it first."""

    code = "notice_stands"


class AlreadyOnBoard(Refusal):
    """Another notice of the same thing and profile stands on the board. `data`: `code`."""

    code = "already_on_board"


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeGiven:
    """What the public will read."""

    profile: str
    title_latin: str = ""
    title_chinese: str = ""
    text_latin: str = ""
    text_chinese: str = ""
    fields: tuple[str, ...] = ()
    country: str = ""
    trl: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LeadGiven:
    """What somebody who asks says of themselves."""

    name: str
    email: str
    message: str
    organisation: str = ""


@action
def write_notice(
    *, actor: Actor, subject: Project | Need, given: NoticeGiven, fictional: bool = False, at: datetime
) -> Notice:
    """Write a notice of a project or a need. Nobody outside the hub reads it before it is published.

    The same words again within a moment are the same press: they give the notice that is there.
    """
    rules.require_change(actor, subject.hub_id)
    _inspect(given)
    about = {"need": subject} if isinstance(subject, Need) else {"project": subject}
    advisory_lock(space=LOCK, identifier=subject.pk)
    fictional = fictional or (isinstance(subject, Project) and subject.fictional)
    drafts = Notice.objects.filter(hub_id=subject.hub_id, state=NoticeState.DRAFT, fictional=fictional, **about)
    there = said_already(drafts, written="changed_at", at=at, **_values(given))
    if there is not None:
        return there
    identifier = uuid7()
    notice = Notice.objects.create(
        id=identifier,
        hub_id=subject.hub_id,
        code=short_code("N", identifier),
        fictional=fictional,
        changed_at=at,
        **about,
        **_values(given),
    )
    trail.record(actor, MatchmakingEvent.NOTICE_WRITTEN, notice, hub_id=notice.hub_id, at=at, profile=notice.profile)
    return notice


@action
def change_notice(*, actor: Actor, notice_id: UUID, given: NoticeGiven, at: datetime) -> Notice:
    """Rewrite a notice that does not stand on the board now. Saying the same again changes and records nothing."""
    notice = rules.access_notice(actor, notice_id, to="change", lock=True)
    if notice.state == NoticeState.PUBLISHED:
        raise StandsAlready
    _inspect(given)
    values = _values(given)
    if values == {name: getattr(notice, name) for name in values}:
        return notice
    for name, value in values.items():
        setattr(notice, name, value)
    notice.changed_at = at
    notice.save(update_fields=[*values, "changed_at"])
    trail.record(actor, MatchmakingEvent.NOTICE_CHANGED, notice, hub_id=notice.hub_id, at=at)
    return notice


@action
def publish_notice(*, actor: Actor, notice_id: UUID, expires_on: date, today: date, at: datetime) -> Notice:
    """Put a notice on the public board up to (not including) a day, at most a year ahead."""
    notice = rules.access_notice(actor, notice_id, to="change", lock=True)
    NOTICE.require(NoticeState(notice.state), NoticeState.PUBLISHED)
    if not today < expires_on <= today + LONGEST:
        raise InputRefused(
            Finding(
                "notice_expiry_outside",
                None,
                "expires_on",
                {"first": today + timedelta(days=1), "last": today + LONGEST},
            )
        )
    advisory_lock(space=LOCK, identifier=notice.need_id or notice.project_id or notice.pk)
    standing = Notice.objects.filter(
        hub_id=notice.hub_id, project=notice.project_id, need=notice.need_id, profile=notice.profile,
        state=NoticeState.PUBLISHED,
    ).first()  # fmt: skip
    if standing is not None:
        raise AlreadyOnBoard(code=standing.code)
    notice.state, notice.published_at, notice.expires_on, notice.withdrawn_at = (
        NoticeState.PUBLISHED,
        at,
        expires_on,
        None,
    )
    notice.save(update_fields=["state", "published_at", "expires_on", "withdrawn_at"])
    trail.record(actor, MatchmakingEvent.NOTICE_PUBLISHED, notice, hub_id=notice.hub_id, at=at, until=expires_on)
    return notice


@action
def withdraw_notice(*, actor: Actor, notice_id: UUID, at: datetime) -> Notice:
    """Take a notice off the board at once."""
    notice = rules.access_notice(actor, notice_id, to="change", lock=True)
    NOTICE.require(NoticeState(notice.state), NoticeState.WITHDRAWN)
    notice.state, notice.withdrawn_at = NoticeState.WITHDRAWN, at
    notice.save(update_fields=["state", "withdrawn_at"])
    trail.record(actor, MatchmakingEvent.NOTICE_WITHDRAWN, notice, hub_id=notice.hub_id, at=at)
    return notice


@action
def receive_lead(*, actor: Actor, notice: Notice, given: LeadGiven, language: str, at: datetime) -> Lead:
    """Keep what somebody asked about a notice and tell the hub's managers. Called within the notice's hub.

    The trail says that somebody asked, not who: the lead can be erased without touching it. The same question again
    within a moment is the same press: it gives the lead that is there, and the managers are told once.
    """
    found = list(_lead_faults(given))
    if found:
        raise InputRefused(*found)
    said = {name: text.replace("\x00", "").strip() for name, text in asdict(given).items()}
    advisory_lock(space="matchmaking.lead", identifier=notice.pk)
    there = said_already(Lead.objects.filter(notice=notice), written="received_at", at=at, **said)
    if there is not None:
        return there
    lead = Lead.objects.create(
        hub_id=notice.hub_id,
        notice=notice,
        language=language[:10],
        received_at=at,
        **said,
    )
    trail.record(actor, MatchmakingEvent.LEAD_RECEIVED, lead, hub_id=notice.hub_id, at=at, notice=notice.pk)
    enqueue(TELL_JOB, actor=actor, hub_id=notice.hub_id, at=at, subject_id=lead.pk, lead_id=str(lead.pk))
    return lead


@action
def settle_lead(*, actor: Actor, lead_id: UUID, to: LeadState, at: datetime) -> Lead:
    """Say that a lead was answered, is spam, or is to be looked at again."""
    lead = rules.access_lead(actor, lead_id)
    LEAD.require(LeadState(lead.state), to)
    lead.state, lead.settled_at = to, None if to == LeadState.NEW else at
    lead.save(update_fields=["state", "settled_at"])
    trail.record(actor, MatchmakingEvent.LEAD_SETTLED, lead, hub_id=lead.hub_id, at=at, to=to.value)
    return lead


@action
def erase_lead(*, actor: Actor, lead_id: UUID, at: datetime) -> Lead:
    """Empty a lead of everything that says who asked. It cannot be undone; done twice, it is done once."""
    lead = rules.access_lead(actor, lead_id)
    if lead.erased_at is not None:
        return lead
    lead.name = lead.organisation = lead.email = lead.message = ""
    lead.erased_at = at
    lead.save(update_fields=["name", "organisation", "email", "message", "erased_at"])
    trail.record(actor, MatchmakingEvent.LEAD_ERASED, lead, hub_id=lead.hub_id, at=at)
    return lead


def _values(given: NoticeGiven) -> dict[str, object]:
    values = {
        name: text.replace("\x00", "").strip() if isinstance(text, str) else text
        for name, text in asdict(given).items()
    }
    return values | {"fields": sorted(set(given.fields))}


def _inspect(given: NoticeGiven) -> None:
    found = list(_faults(given))
    if found:
        raise InputRefused(*found)


def _faults(given: NoticeGiven) -> Iterator[Finding]:
    if not (given.title_latin.strip() or given.title_chinese.strip()):
        yield Finding("notice_without_title", None, "title_latin")
    if given.profile not in EEN_PROFILE_TYPES:
        data = {"profile": given.profile, "expected": ", ".join(EEN_PROFILE_TYPES)}
        yield Finding("profile_unknown", None, "profile", data)
    if given.country and COUNTRY.fault(given.country) is not None:
        yield Finding("need_unknown_country", None, "country", {"country": given.country})
    if given.trl is not None and not 1 <= given.trl <= 9:
        yield Finding("need_trl_outside", None, "trl", {"given": given.trl})
    contacts = _contacts(given.title_latin, given.title_chinese, given.text_latin, given.text_chinese)
    if contacts:
        yield Finding("notice_names_address", None, "text_latin", {"found": contacts})


def _contacts(*texts: str) -> Collection[str]:
    """Mail addresses in what the public would read: machines harvest them."""
    return tuple(match[0] for text in texts for match in _EMAIL.finditer(text))


def _lead_faults(given: LeadGiven) -> Iterator[Finding]:
    if not given.name.strip():
        yield Finding("lead_without_name", None, "name")
    if not _EMAIL.fullmatch(given.email.strip()) or len(given.email) > 254:
        yield Finding("lead_without_address", None, "email")
    if not given.message.strip():
        yield Finding("lead_without_message", None, "message")
    if len(given.message) > LONGEST_MESSAGE:
        yield Finding("lead_message_too_long", None, "message", {"most": LONGEST_MESSAGE})
