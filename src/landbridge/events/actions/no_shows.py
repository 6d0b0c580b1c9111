"""No-shows remembered for the next road show, and excused by the organiser, with a reason that everybody may read."""

from datetime import datetime
from uuid import UUID

from landbridge.events import rules
from landbridge.events.models import Event, NoShow
from landbridge.events.queries.no_shows import without_notice
from landbridge.events.queries.report import Figure, report_of
from landbridge.events.trail_events import EventsEvent
from landbridge.evidence import trail
from landbridge.ground.locks import locked
from landbridge.ground.transactions import action
from landbridge.kernel.actor import Actor
from landbridge.kernel.refusal import Finding, InputRefused, Missing

LONGEST_EXCUSE = 200


def note_no_shows(actor: Actor, event: Event, at: datetime) -> None:
    """Remember who did not come without a word, as the report of a held road show has it now. Part of an action.

    Said again after a late answer it follows: whoever did sit at a table is taken off, and the trail keeps both. What
    was excused stays excused.
    """
    stayed_away = without_notice(event, report_of(event).rows[Figure.NO_SHOWS])
    known = set(NoShow.objects.filter(event=event).values_list("participant_id", flat=True))
    new, wrong = stayed_away - known, known - stayed_away
    if not (new or wrong):
        return
    NoShow.objects.filter(event=event, participant__in=wrong).delete()
    NoShow.objects.bulk_create(
        NoShow(hub_id=event.hub_id, event=event, participant_id=party, noted_at=at) for party in sorted(new)
    )
    trail.record(
        actor, EventsEvent.NO_SHOWS_NOTED, event, hub_id=event.hub_id, at=at,
        participants=sorted(new), came_after_all=sorted(wrong),
    )  # fmt: skip


@action
def excuse_no_show(*, actor: Actor, no_show_id: UUID, excuse: str, at: datetime) -> NoShow:
    """Let a no-show count no more, in any shortlist or limit, and say why; a second reason replaces the first."""
    row = _access(actor, no_show_id)
    said = excuse.replace("\x00", "").strip()
    if not said:
        raise InputRefused(Finding("excuse_needed", field="excuse"))
    if len(said) > LONGEST_EXCUSE:
        raise InputRefused(Finding("note_too_long", field="excuse", data={"length": len(said), "most": LONGEST_EXCUSE}))
    row.excused_at, row.excused_by, row.excuse = at, actor.actor_id, said
    row.save(update_fields=["excused_at", "excused_by", "excuse"])
    trail.record(
        actor, EventsEvent.NO_SHOW_EXCUSED, row, hub_id=row.hub_id, at=at, participant=row.participant_id
    )  # fmt: skip
    return row


@action
def count_again(*, actor: Actor, no_show_id: UUID, at: datetime) -> NoShow:
    """Take an excuse back: from now on the no-show counts again. One that counts already stays as it is."""
    row = _access(actor, no_show_id)
    if row.excused_at is not None:
        row.excused_at, row.excused_by, row.excuse = None, None, ""
        row.save(update_fields=["excused_at", "excused_by", "excuse"])
        trail.record(
            actor, EventsEvent.NO_SHOW_COUNTS, row, hub_id=row.hub_id, at=at, participant=row.participant_id
        )  # fmt: skip
    return row


def _access(actor: Actor, no_show_id: UUID) -> NoShow:
    event_id = NoShow.objects.filter(pk=no_show_id).values_list("event_id", flat=True).first()
    if event_id is None:
        raise Missing(identifier=str(no_show_id))
    rules.access_event(actor, event_id, to="plan")
    return locked(NoShow.objects.select_related("event", "participant"), no_show_id)
