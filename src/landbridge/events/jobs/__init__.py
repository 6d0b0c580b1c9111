"""Background work of road shows: takes identifiers, calls actions. Loading this package registers every job."""

from landbridge.events.jobs.planning import plan
from landbridge.events.jobs.prices import price_wish
from landbridge.events.jobs.replanning import replan
from landbridge.events.jobs.rounds import (
    expire_wishes,
    follow_zones,
    make_shortlists,
    send_messages,
    send_what_waits,
    settle_outcomes,
    zones_followed,
)

__all__ = [
    "expire_wishes",
    "follow_zones",
    "make_shortlists",
    "plan",
    "price_wish",
    "replan",
    "send_messages",
    "send_what_waits",
    "settle_outcomes",
    "zones_followed",
]
