"""Personal data: where it came from, who was told, who said no, and its erasure on request."""

from collections.abc import Callable, Iterable
from datetime import date, datetime
from uuid import UUID

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils.crypto import salted_hmac

from landbridge.evidence import trail
from landbridge.ground import search
from landbridge.ground.hubs import holder_context, hub_context
from landbridge.ground.transactions import action
from landbridge.kernel.actor import Actor, SystemActor
from landbridge.kernel.refusal import Finding, InputRefused, Missing
from landbridge.kernel.registry import Registry
from landbridge.network import rules
from landbridge.network.models import ContactPreference, Membership, Person, Provenance
from landbridge.network.permissions import Permission
from landbridge.network.refusals import RecordNotActive
from landbridge.network.states import LegalBasis, RecordState
from landbridge.network.tables import is_country
from landbridge.network.tokens import digest_of
from landbridge.network.trail_events import NetworkEvent

person_erased: Registry[Callable[[UUID, UUID], None]] = Registry("what erasing a person also erases")
"""Rooms above keep personal data of their own. Each adds, by its name, what removes it: called with hub and person."""

person_said_no: Registry[Callable[[UUID, UUID, datetime], None]] = Registry("what ends when a person says no")
"""What rooms above end when somebody wants no more messages: called with hub, person and moment."""

_EMPTIED = (
    "name_latin", "name_chinese", "sort_key", "country", "place", "note", "email", "phone", "wechat", "language",
)  # fmt: skip


@action
def record_provenance(
    *,
    actor: Actor,
    hub_id: UUID,
    source: str,
    purpose: str,
    legal_basis: LegalBasis,
    at: datetime,
    crosses_to: Iterable[str] = (),
    keep_until: date | None = None,
) -> Provenance:
    """Write down where personal data comes from, why and on what ground it is held, and where it is sent."""
    rules.require(actor, Permission.EDIT_PEOPLE, hub_id)
    countries = sorted({code.strip().upper() for code in crosses_to if code.strip()})
    faults = [
        Finding("text_missing", field=name)
        for name, text in (("source", source), ("purpose", purpose))
        if not text.strip()
    ]
    faults += [
        Finding("country_unknown", field="crosses_to", data={"found": c}) for c in countries if not is_country(c)
    ]
    if keep_until is not None and keep_until <= at.date():
        faults.append(Finding("keep_until_past", field="keep_until", data={"found": keep_until}))
    if faults:
        raise InputRefused(*faults)
    return Provenance.objects.create(
        hub_id=hub_id,
        source=source.strip(),
        purpose=purpose.strip(),
        legal_basis=legal_basis,
        crosses_border=bool(countries),
        crosses_to=countries,
        keep_until=keep_until,
        recorded_by=actor.actor_id,
        recorded_at=at,
    )


def opt_out_secret(person_id: UUID) -> str:
    """The secret of the link with which a person says no. Always the same, so that every message can carry it."""
    return salted_hmac("landbridge.network.opt_out", str(person_id), algorithm="sha256").hexdigest()


@action
def tell_person(*, actor: Actor, person_id: UUID, at: datetime) -> str:
    """Note that the message now being sent says who holds the data, and return the secret for its one-click no.

    Telling somebody again changes nothing. Whoever has said no is refused as `Missing`: there is nobody to write to.
    """
    person = rules.access_person(actor, person_id, to="change", lock=True)
    if person.state == RecordState.ERASED:
        raise RecordNotActive(state=person.state, merged_into=None)
    secret = opt_out_secret(person_id)
    preference, _ = ContactPreference.objects.get_or_create(
        hub_id=person.hub_id, person=person, defaults={"secret_digest": digest_of(secret)}
    )
    if preference.opted_out_at is not None:
        raise Missing(identifier=str(person_id))
    if preference.told_at is None:
        preference.told_at = at
        preference.save(update_fields=["told_at"])
        trail.record(actor, NetworkEvent.PERSON_TOLD, person, hub_id=person.hub_id, at=at)
    return secret


@action
def opt_out(*, secret: str, at: datetime) -> ContactPreference:
    """Say no to further messages, with nothing but the link's secret. Saying it twice is fine. `Missing` for a wrong one."""
    with holder_context(digest_of(secret)):
        seen = ContactPreference.objects.filter(secret_digest=digest_of(secret)).first()
    if seen is None:
        raise Missing
    with hub_context(seen.hub_id):
        preference = ContactPreference.objects.select_for_update(of=("self",)).select_related("person").get(pk=seen.pk)
        if preference.opted_out_at is None:
            preference.opted_out_at = at
            preference.save(update_fields=["opted_out_at"])
            themselves = SystemActor(actor_id=preference.person_id)
            trail.record(themselves, NetworkEvent.PERSON_OPTED_OUT, preference.person, hub_id=seen.hub_id, at=at)
            for room in person_said_no:
                person_said_no[room](seen.hub_id, preference.person_id, at)
    return preference


@action
def erase_person(*, actor: Actor, person_id: UUID, at: datetime) -> Person:
    """Forget who a person was: on request, or when their data is due.

    Every column that says who it was is emptied, affiliations and the way to write are deleted, memberships end, the
    rooms above remove what they hold (`person_erased`). The identifier stays in the trail, where it now names nobody.
    Records merged into this one are of the same person and go with it. It cannot be undone.
    """
    person = rules.access_person(actor, person_id, to="erase", lock=True)
    if person.state == RecordState.ERASED:
        raise RecordNotActive(state=person.state, merged_into=None)
    for record in [person, *Person.objects.filter(merged_into=person).exclude(state=RecordState.ERASED)]:
        _forget(record, at)
        trail.record(actor, NetworkEvent.PERSON_ERASED, record, hub_id=record.hub_id, at=at)
    return person


def _forget(person: Person, at: datetime) -> None:
    for name in _EMPTIED:
        setattr(person, name, "")
    person.state, person.erased_at, person.changed_at = RecordState.ERASED, at, at
    person.save(update_fields=[*_EMPTIED, "state", "erased_at", "changed_at"])
    person.affiliations.all().delete()
    person.contact_preferences.all().delete()
    for membership in Membership.objects.filter(person=person):
        since, until = membership.period.lower, membership.period.upper
        if since < at and (until is None or at < until):
            membership.period = DateTimeTZRange(since, at)
        membership.person = None
        membership.save(update_fields=["person", "period"])
    search.forget([person.pk])
    for room in person_erased:
        person_erased[room](person.hub_id, person.pk)
