"""Make many records at once: a handful of statements, however many rows."""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from django.db.backends.postgresql.psycopg_any import DateRange

from landbridge.evidence import trail
from landbridge.ground.models import HubOwned
from landbridge.kernel.actor import Actor
from landbridge.kernel.names import folded, stripped
from landbridge.network.actions import records
from landbridge.network.drafts import OrganisationDraft, PersonDraft
from landbridge.network.imports import tables
from landbridge.network.imports.checking import GoodRow
from landbridge.network.models import Affiliation, Organisation, Person
from landbridge.network.states import RecordState
from landbridge.network.trail_events import NetworkEvent

Taken = Sequence[tuple[int, HubOwned]]
"""What was made, by the row it came from."""
Record = TypeVar("Record", Organisation, Person)
BATCH = 2_000


@dataclass(frozen=True, slots=True)
class Batch:
    """Who makes the records, where, from which source and when."""

    actor: Actor
    hub_id: UUID
    provenance_id: UUID | None
    at: datetime


class Firms:
    """The hub's organisations by code and by name, to find the one a row means or to make it once."""

    def __init__(self, batch: Batch) -> None:
        self._batch = batch
        self._known: dict[Hashable, Organisation] = {}
        self.made: list[tuple[int, Organisation]] = []
        for firm in Organisation.objects.filter(hub_id=batch.hub_id, state=RecordState.ACTIVE).order_by("id"):
            for key in _firm_keys(firm):
                self._known.setdefault(key, firm)

    def known_or_made(self, row: int, draft: OrganisationDraft) -> Organisation:
        """The organisation a row describes. A new one is put aside, to be saved with the others."""
        keys = _firm_keys(draft)
        found = next((self._known[key] for key in keys if key in self._known), None)
        if found is None:
            found = _made(Organisation, draft, self._batch)
            self.made.append((row, found))
        for key in keys:
            self._known.setdefault(key, found)
        return found

    def save(self) -> None:
        """Save the new ones."""
        _save(Organisation, [firm for _, firm in self.made], NetworkEvent.ORGANISATION_CREATED, self._batch)


class People:
    """The people the hub knows by name and address, to find the one a row means or to make them once."""

    def __init__(self, batch: Batch) -> None:
        self._batch = batch
        rows = Person.objects.filter(hub_id=batch.hub_id, state=RecordState.ACTIVE).order_by("id")
        self._known: dict[Hashable, Person] = {}
        for person in rows:
            self._known.setdefault(_person_key(person), person)
        self.made: list[tuple[int, Person]] = []

    def known_or_made(self, row: int, draft: PersonDraft) -> Person:
        """The person a row describes: known only if the address agrees too, for names repeat."""
        key = _person_key(draft)
        found = self._known.get(key) if draft.email else None
        if found is None:
            found = _made(Person, draft, self._batch)
            self.made.append((row, found))
            self._known[key] = found
        return found

    def save(self) -> None:
        """Save the new ones."""
        _save(Person, [person for _, person in self.made], NetworkEvent.PERSON_CREATED, self._batch)


def take_organisations(batch: Batch, rows: Sequence[GoodRow]) -> Taken:
    """Make the organisations that the hub does not know yet."""
    firms = Firms(batch)
    for row in rows:
        firms.known_or_made(row.row, tables.organisation_draft(row.values))
    firms.save()
    return list(firms.made)


def take_people(batch: Batch, rows: Sequence[GoodRow]) -> Taken:
    """Make the people, and the organisations they name, that the hub does not know yet, and say who belongs where."""
    firms = Firms(batch)
    made: list[tuple[int, Person]] = []
    belongs: list[tuple[Person, Organisation, GoodRow]] = []
    known = _known_people(batch)
    for row in rows:
        draft = tables.person_draft(row.values)
        if draft.email and _person_key(draft) in known:
            continue
        person = _made(Person, draft, batch)
        made.append((row.row, person))
        named = tables.firm_of_person(row.values)
        if named is not None:
            belongs.append((person, firms.known_or_made(row.row, named), row))
    firms.save()
    _save(Person, [person for _, person in made], NetworkEvent.PERSON_CREATED, batch)
    Affiliation.objects.bulk_create([_affiliation(batch, *one) for one in belongs], batch_size=BATCH)
    return [*firms.made, *made]


def _known_people(batch: Batch) -> set[Hashable]:
    return {_person_key(person) for person in Person.objects.filter(hub_id=batch.hub_id, state=RecordState.ACTIVE)}


def _affiliation(batch: Batch, person: Person, firm: Organisation, row: GoodRow) -> Affiliation:
    latin, chinese = tables.titles_of(row.values)
    return Affiliation(
        hub_id=batch.hub_id, person=person, organisation=firm, title_latin=latin, title_chinese=chinese,
        period=DateRange(None, None), recorded_at=batch.at,
    )  # fmt: skip


def _made(model: type[Record], draft: OrganisationDraft | PersonDraft, batch: Batch) -> Record:
    return records.made(model, draft, hub_id=batch.hub_id, at=batch.at, provenance_id=batch.provenance_id)


def _save(model: type[Record], made: list[Record], event: NetworkEvent, batch: Batch) -> None:
    records.with_free_codes(model, made, hub_id=batch.hub_id)
    model.objects.bulk_create(made, batch_size=BATCH)
    records.make_findable(made)
    trail.record_all(batch.actor, event, made, hub_id=batch.hub_id, at=batch.at)


def _firm_keys(firm: Organisation | OrganisationDraft) -> Iterable[Hashable]:
    codes = [(scheme, code) for scheme in ("uscc", "lei", "ror") if (code := getattr(firm, scheme))]
    names = [("name", stripped(name)) for name in (firm.name_chinese, firm.name_latin) if name]
    return [*codes, *names]


def _person_key(person: Person | PersonDraft) -> Hashable:
    return folded(person.name_latin), person.name_chinese, person.email
