"""Who sees background work, and who may stop it."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Q, QuerySet

from landbridge.ground.models import JobRun
from landbridge.kernel.actor import Actor
from landbridge.kernel.refusal import Missing, NotAllowed


def visible_runs(actor: Actor, hub_ids: Iterable[UUID]) -> QuerySet[JobRun]:
    """The work this actor may follow in those hubs: what it asked for itself, and all where it may `see_jobs`."""
    open_hubs = [hub_id for hub_id in hub_ids if actor.may("see_jobs", hub_id)]
    return JobRun.objects.filter(Q(hub_id__in=open_hubs) | Q(requested_by=actor.actor_id))


def access_run(actor: Actor, run_id: UUID, *, to: str = "see") -> JobRun:
    """One piece of work, to "see" or to "cancel" it; cancelling is for who asked for it and for hub managers."""
    run = JobRun.objects.filter(pk=run_id).first()
    if run is None or not (run.requested_by == actor.actor_id or actor.may("see_jobs", run.hub_id)):
        raise Missing
    if to == "cancel" and run.requested_by != actor.actor_id and not actor.may("manage_hub", run.hub_id):
        raise NotAllowed(role="hub_manager")
    return run
