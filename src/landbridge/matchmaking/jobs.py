"""Background work of matchmaking: texts are encoded and lists are made here, so that no page waits for them."""

from uuid import UUID

from landbridge.ground import installation
from landbridge.ground.jobs import JsonDict, Run, job
from landbridge.kernel.actor import SystemActor
from landbridge.matchmaking import lists, rules, vectors
from landbridge.matchmaking.actions import shortlists
from landbridge.projects.rules import access_project


@job(shortlists.JOB)
def make_shortlist(run: Run, *, of: str, identifier: str) -> JsonDict:
    """Make the list of one project or need. A cancelled run leaves the former list, and the vectors it has made."""
    actor, at = SystemActor(run.requested_by), installation.clock().now()
    key = UUID(identifier)
    need = rules.access_need(actor, key) if of == "need" else None
    subject = need or access_project(actor, key)

    def told(done: int, total: int) -> None:
        run.stop_if_cancelled()
        run.report(0.05 + 0.85 * done / max(total, 1), done=done, of=total)

    field = lists.field_of(run.hub_id, asof=at.date())
    found = vectors.encoder_of(run.hub_id, told)
    encoder, kept = found or (None, None)
    make = lists.for_need if need else lists.for_project
    made = make(field, key, encoder=encoder)
    if kept is not None:
        kept.save(at=at)
    run.stop_if_cancelled()
    shortlists.save_shortlist(actor=actor, subject=subject, made=made, at=at)
    return {of: identifier, "lines": len(made.lines), "considered": made.considered}
