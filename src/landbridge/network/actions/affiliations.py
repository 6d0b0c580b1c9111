"""Who belongs to which organisation, and until when."""

from datetime import date, datetime
from uuid import UUID

from django.db.backends.postgresql.psycopg_any import DateRange

from landbridge.evidence import trail
from landbridge.ground.transactions import action
from landbridge.kernel.actor import Actor
from landbridge.kernel.refusal import Missing
from landbridge.network import rules
from landbridge.network.actions.records import require_active
from landbridge.network.models import Affiliation
from landbridge.network.refusals import AlreadyAffiliated, PeriodBackwards
from landbridge.network.trail_events import NetworkEvent


@action
def affiliate(
    *,
    actor: Actor,
    person_id: UUID,
    organisation_id: UUID,
    at: datetime,
    title_latin: str = "",
    title_chinese: str = "",
    since: date | None = None,
    until: date | None = None,
) -> Affiliation:
    """Say that a person belongs to an organisation, from `since` (or always) up to, not including, `until` (or still).

    The person's lock makes two people who say so at once wait for each other; the second is refused.
    """
    person = rules.access_person(actor, person_id, to="change", lock=True)
    organisation = rules.access_organisation(actor, organisation_id, to="change")
    if organisation.hub_id != person.hub_id:
        raise Missing(identifier=str(organisation_id))
    require_active(person)
    require_active(organisation)
    period = period_of(since, until)
    if person.affiliations.filter(organisation=organisation, period__overlap=period).exists():
        raise AlreadyAffiliated
    affiliation = Affiliation.objects.create(
        hub_id=person.hub_id,
        person=person,
        organisation=organisation,
        title_latin=title_latin.strip(),
        title_chinese=title_chinese.strip(),
        period=period,
        recorded_at=at,
    )
    trail.record(
        actor, NetworkEvent.AFFILIATION_CREATED, person, hub_id=person.hub_id, at=at, organisation=organisation_id
    )
    return affiliation


@action
def end_affiliation(*, actor: Actor, affiliation_id: UUID, on: date, at: datetime) -> Affiliation:
    """Say that a person no longer belongs to an organisation from the day `on`. It must come after the beginning.

    Saying the same day again changes and records nothing.
    """
    affiliation = rules.access_affiliation(actor, affiliation_id, to="change", lock=True)
    period = period_of(affiliation.period.lower, on)
    if period == affiliation.period:
        return affiliation
    affiliation.period = period
    affiliation.save(update_fields=["period"])
    trail.record(
        actor,
        NetworkEvent.AFFILIATION_ENDED,
        affiliation.person,
        hub_id=affiliation.hub_id,
        at=at,
        organisation=affiliation.organisation_id,
    )
    return affiliation


def period_of(since: date | None, until: date | None) -> DateRange:
    """The half-open range of days, or `PeriodBackwards`."""
    if since is not None and until is not None and until <= since:
        raise PeriodBackwards(since=since, until=until)
    return DateRange(since, until)
