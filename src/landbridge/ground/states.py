"""The life of a background job."""

from enum import StrEnum

from landbridge.kernel.transitions import TransitionTable


class JobState(StrEnum):
    """Where a piece of background work stands."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


LIFECYCLE = TransitionTable(
    {
        JobState.QUEUED: {JobState.RUNNING, JobState.CANCELLED},
        # A killed worker's job runs again from the start: running may follow running.
        JobState.RUNNING: {JobState.RUNNING, JobState.DONE, JobState.FAILED, JobState.CANCELLED},
    }
)
