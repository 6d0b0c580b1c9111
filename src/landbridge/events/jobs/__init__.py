"""Background work of road shows: takes identifiers, calls actions. Loading this package registers every job."""

from landbridge.events.jobs.planning import plan
from landbridge.events.jobs.rounds import expire_wishes, make_shortlists

__all__ = ["expire_wishes", "make_shortlists", "plan"]
