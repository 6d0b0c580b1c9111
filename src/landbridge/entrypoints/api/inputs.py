"""What several subjects of the API ask for alike: texts, codes, which hub is meant."""

from datetime import MAXYEAR, MINYEAR, datetime
from typing import Annotated
from uuid import UUID

from django.http import HttpRequest
from pydantic import AfterValidator, AwareDatetime, StringConstraints

from landbridge.entrypoints.gate import actor_of
from landbridge.kernel.refusal import Finding, InputRefused, Missing
from landbridge.network import queries
from landbridge.network.permissions import Permission

PLAIN = r"^[^\x00]*$"


def of_our_time(moment: datetime) -> datetime:
    """The moment, unless a zone's offset would carry it beyond what a date can say."""
    if not MINYEAR < moment.year < MAXYEAR:
        raise ValueError("a year at either end of time")
    return moment


Moment = Annotated[AwareDatetime, AfterValidator(of_our_time)]
Text = Annotated[str, StringConstraints(pattern=PLAIN, max_length=4000)]
Title = Annotated[str, StringConstraints(pattern=PLAIN, max_length=200)]
Code = Annotated[str, StringConstraints(pattern=PLAIN, min_length=1, max_length=40)]
Short = Annotated[str, StringConstraints(pattern=PLAIN, max_length=10)]


def hub_for(request: HttpRequest, wanted: UUID | None, permission: Permission) -> UUID:
    """The hub that was named, or the only one; `Missing` if the reader may not do that there."""
    actor = actor_of(request)
    hubs = [hub.pk for hub in queries.hubs_of(actor) if actor.may(permission, hub.pk)]
    if wanted is None and len(hubs) > 1:
        raise InputRefused(Finding("hub_missing", field="hub"))
    chosen = wanted or next(iter(hubs), None)
    if chosen not in hubs:
        raise Missing(identifier=str(chosen))
    return chosen
