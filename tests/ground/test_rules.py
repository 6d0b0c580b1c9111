"""Background work is seen by who asked for it and who may see jobs; cancelled by who asked and who manages the hub."""

from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest

from landbridge.ground.models import JobRun
from landbridge.ground.rules import access_run, visible_runs
from landbridge.kernel.refusal import Missing, NotAllowed

AT = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)


class Member:
    """Somebody with these permissions in one hub."""

    def __init__(self, hub_id: UUID, *permissions: str) -> None:
        self.actor_id, self.hub_id, self.permissions = uuid4(), hub_id, permissions

    def may(self, permission: str, hub_id: UUID) -> bool:
        return hub_id == self.hub_id and permission in self.permissions


def asked_by(actor: Member) -> JobRun:
    return JobRun.objects.create(hub_id=actor.hub_id, kind="test", requested_by=actor.actor_id, queued_at=AT)


def test_work_is_followed_by_who_asked_and_who_may_see_jobs(in_hub: UUID) -> None:
    asker, colleague, stranger = Member(in_hub), Member(in_hub, "see_jobs"), Member(in_hub)
    run = asked_by(asker)
    for actor in (asker, colleague):
        assert list(visible_runs(actor, [in_hub])) == [run]
        assert access_run(actor, run.pk) == run
    assert list(visible_runs(stranger, [in_hub])) == []
    for actor, identifier in ((stranger, run.pk), (colleague, uuid4())):
        with pytest.raises(Missing):
            access_run(actor, identifier)


def test_work_is_cancelled_by_who_asked_and_who_manages_the_hub(in_hub: UUID) -> None:
    asker = Member(in_hub)
    run = asked_by(asker)
    for actor in (asker, Member(in_hub, "see_jobs", "manage_hub")):
        assert access_run(actor, run.pk, to="cancel") == run
    with pytest.raises(NotAllowed):
        access_run(Member(in_hub, "see_jobs"), run.pk, to="cancel")
