"""Road shows at which somebody with an account takes part themselves."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Min, Q, QuerySet

from landbridge.events.models import Attendee


@dataclass(frozen=True, slots=True)
class OwnRoadShow:
    """One's place at a road show: how many published meetings one has, and when the next begins."""

    attendee: Attendee
    meetings: int
    following: datetime | None


def own_road_shows(attendances: QuerySet[Attendee], at: datetime) -> list[OwnRoadShow]:
    """The road shows of these attendances, the latest days first: one query."""
    standing = Q(seats__published=True)
    rows = attendances.annotate(
        meetings=Count("seats", filter=standing),
        following=Min("seats__starts_at", filter=standing & Q(seats__starts_at__gt=at)),
    )
    return [
        OwnRoadShow(row, vars(row)["meetings"], vars(row)["following"])
        for row in rows.order_by("-event__first_day", "pk")
    ]
