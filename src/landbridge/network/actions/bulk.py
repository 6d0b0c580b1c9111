"""Make many records at once: a handful of statements, however many rows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from django.db.backends.postgresql.psycopg_any import DateRange

from landbridge.evidence import trail
from landbridge.ground.models import HubOwned
from landbridge.kernel.actor import Actor
from landbridge.network.actions import records
from landbridge.network.drafts import OrganisationDraft, PersonDraft
from landbridge.network.imports import tables
from landbridge.network.imports.checking import GoodRow
from landbridge.network.known import KnownFirms, KnownPeople
from landbridge.network.models import Affiliation, Organisation, Person
from landbridge.network.trail_events import NetworkEvent

Taken = Sequence[tuple[int, HubOwned]]
"""What was made, by the row it came from."""
Record = TypeVar("Record", Organisation, Person)
BATCH = 2_000


@dataclass(frozen=True, slots=True)
class Batch:
    """Who makes the records, where, from which source and when.

    Rows in `anew` make a new person though the hub seems to know them: somebody looked and decided so.
    """

    actor: Actor
    hub_id: UUID
    provenance_id: UUID | None
    at: datetime
    anew: frozenset[int] = frozenset()


class Firms:
    """The organisations that rows mean, made once where the hub does not know them."""

    def __init__(self, batch: Batch) -> None:
        self._batch, self._known = batch, KnownFirms(batch.hub_id)
        self.made: list[tuple[int, Organisation]] = []

    def known_or_made(self, row: int, draft: OrganisationDraft) -> Organisation:
        """The organisation a row describes. A new one is put aside, to be saved with the others."""
        found = self._known.find(draft)
        if found is None:
            found = _made(Organisation, draft, self._batch)
            self.made.append((row, found))
        self._known.remember(draft, found)
        return found

    def save(self) -> None:
        """Save the new ones."""
        _save(Organisation, [firm for _, firm in self.made], NetworkEvent.ORGANISATION_CREATED, self._batch)


class People:
    """The people that rows mean, made once where the hub does not know them."""

    def __init__(self, batch: Batch) -> None:
        self._batch, self.known = batch, KnownPeople(batch.hub_id)
        self.made: list[tuple[int, Person]] = []

    def known_or_made(self, row: int, draft: PersonDraft, house: UUID | None) -> tuple[Person, bool]:
        """The person a row describes and whether they are new; `house` is the organisation or project they are of."""
        found = None if row in self._batch.anew else self.known.find(draft, house)
        if found is not None:
            return found, False
        person = _made(Person, draft, self._batch)
        self.made.append((row, person))
        self.known.remember(person, house)
        return person, True

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
    firms, people = Firms(batch), People(batch)
    belongs: list[tuple[Person, Organisation, GoodRow]] = []
    for row in rows:
        named = tables.firm_of_person(row.values)
        firm = firms.known_or_made(row.row, named) if named else None
        person, new = people.known_or_made(row.row, tables.person_draft(row.values), firm.pk if firm else None)
        if new and firm is not None:
            belongs.append((person, firm, row))
    firms.save()
    people.save()
    Affiliation.objects.bulk_create([_affiliation(batch, *one) for one in belongs], batch_size=BATCH)
    return [*firms.made, *people.made]


def recognised(hub_id: UUID, rows: Sequence[GoodRow]) -> dict[int, Person]:
    """The people of a people's file whom the hub knows, by row, though the row gives no address."""
    firms, people = KnownFirms(hub_id), KnownPeople(hub_id)
    found: dict[int, Person] = {}
    for row in rows:
        draft, named = tables.person_draft(row.values), tables.firm_of_person(row.values)
        firm = firms.find(named) if named else None
        person = None if draft.email or (named and not firm) else people.find(draft, firm.pk if firm else None)
        if person is not None:
            found[row.row] = person
    return found


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
