"""Writes of matchmaking: what an organisation needs, which pairs are refused, who has met."""

from dataclasses import fields
from datetime import datetime
from uuid import UUID

from landbridge.evidence import trail
from landbridge.ground.transactions import action
from landbridge.kernel.actor import Actor
from landbridge.kernel.refusal import Finding, InputRefused, Refusal
from landbridge.matchmaking import needs, rules
from landbridge.matchmaking.models import Need, PairMeeting, PairRefusal
from landbridge.matchmaking.needs import NeedGiven
from landbridge.matchmaking.states import RefusalReason
from landbridge.matchmaking.trail_events import MatchmakingEvent

LONGEST_NOTE = 2000


class AlreadyRefused(Refusal):
    """This pair is refused already. `data`: `reason`, `refused_at`, `refusal`."""

    code = "already_refused"


class AlreadyLifted(Refusal):
    """This refusal does not stand any more. `data`: `lifted_at`."""

    code = "already_lifted"


@action
def set_need(*, actor: Actor, hub_id: UUID, organisation_id: UUID, given: NeedGiven, at: datetime) -> Need:
    """Say what an organisation looks for; what it said before is replaced. A need with faults changes nothing."""
    needs.inspect(given)
    organisation = rules.access_organisation(actor, hub_id, organisation_id)
    values = {field.name: getattr(given, field.name) for field in fields(given)}
    values |= {name: text.replace("\x00", "") for name, text in values.items() if isinstance(text, str)}
    lists = {name: list(value) for name, value in values.items() if isinstance(value, tuple)}
    need, made = Need.objects.update_or_create(
        hub_id=hub_id, organisation=organisation, defaults={**values, **lists, "updated_at": at, "closed_at": None}
    )
    trail.record(actor, MatchmakingEvent.NEED_SET, need, hub_id=hub_id, at=at, organisation=organisation.pk, new=made)
    return need


@action
def refuse_pair(
    *,
    actor: Actor,
    hub_id: UUID,
    project_id: UUID,
    organisation_id: UUID,
    reason: RefusalReason | str | None,
    note: str = "",
    at: datetime,
) -> PairRefusal:
    """Refuse a pair for a reason of the fixed list: no shortlist proposes it until the refusal is lifted.

    A pair refused already is told so with its reason, rather than refused twice: two people decided without knowing.
    """
    chosen = _reason(reason, note)
    project, organisation = rules.access_pair(actor, hub_id, project_id, organisation_id, lock=True)
    standing = PairRefusal.objects.filter(
        hub_id=hub_id, project=project, organisation=organisation, lifted_at__isnull=True
    ).first()
    if standing is not None:
        raise AlreadyRefused(reason=standing.reason, refused_at=standing.refused_at.date(), refusal=str(standing.pk))
    refusal = PairRefusal.objects.create(
        hub_id=hub_id,
        project=project,
        organisation=organisation,
        reason=chosen,
        note=note.replace("\x00", "").strip(),
        actor_id=actor.actor_id,
        refused_at=at,
    )
    trail.record(
        actor,
        MatchmakingEvent.PAIR_REFUSED,
        refusal,
        hub_id=hub_id,
        at=at,
        project=project.pk,
        organisation=organisation.pk,
        reason=chosen,
    )
    return refusal


@action
def lift_refusal(*, actor: Actor, hub_id: UUID, refusal_id: UUID, at: datetime) -> PairRefusal:
    """Let a refused pair be proposed again; the refusal stays on record with the day it was lifted."""
    refusal = rules.access_refusal(actor, hub_id, refusal_id)
    if refusal.lifted_at is not None:
        raise AlreadyLifted(lifted_at=refusal.lifted_at.date())
    refusal.lifted_at = at
    refusal.save(update_fields=["lifted_at"])
    trail.record(
        actor,
        MatchmakingEvent.REFUSAL_LIFTED,
        refusal,
        hub_id=hub_id,
        at=at,
        project=refusal.project_id,
        organisation=refusal.organisation_id,
    )
    return refusal


@action
def remember_meeting(
    *,
    actor: Actor,
    hub_id: UUID,
    project_id: UUID,
    organisation_id: UUID,
    event_id: UUID,
    met_at: datetime,
    at: datetime,
) -> PairMeeting:
    """Remember that a pair met at an event; told twice, it is remembered once, at the earlier time."""
    project, organisation = rules.access_pair(actor, hub_id, project_id, organisation_id, lock=True)
    pair = {"hub_id": hub_id, "project": project, "organisation": organisation, "event_id": event_id}
    meeting, made = PairMeeting.objects.get_or_create(**pair, defaults={"met_at": met_at})
    if not made and met_at < meeting.met_at:
        meeting.met_at = met_at
        meeting.save(update_fields=["met_at"])
    if made:
        trail.record(
            actor,
            MatchmakingEvent.PAIR_MET,
            meeting,
            hub_id=hub_id,
            at=at,
            since=min(met_at, at),
            project=project.pk,
            organisation=organisation.pk,
            event_id=event_id,
        )
    return meeting


def _reason(reason: RefusalReason | str | None, note: str) -> RefusalReason:
    """The reason as a code, or every fault of the refusal's form."""
    findings = []
    if not reason:
        findings.append(Finding("refusal_without_reason", None, "reason", {}))
    elif reason not in set(RefusalReason):
        findings.append(Finding("refusal_reason_unknown", None, "reason", {"given": str(reason)}))
    if reason == RefusalReason.OTHER and not note.strip():
        findings.append(Finding("refusal_other_says_what", None, "note", {}))
    if len(note) > LONGEST_NOTE:
        findings.append(Finding("refusal_note_too_long", None, "note", {"length": len(note), "most": LONGEST_NOTE}))
    if findings:
        raise InputRefused(*findings)
    return RefusalReason(str(reason))
