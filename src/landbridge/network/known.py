"""Whom the hub knows already: the organisations and people that the rows of a file mean. Read at once, asked row by row."""

from collections import defaultdict
from collections.abc import Hashable, Iterable
from uuid import UUID

from landbridge.kernel.names import folded, stripped
from landbridge.network.drafts import OrganisationDraft, PersonDraft
from landbridge.network.models import Affiliation, Organisation, Person
from landbridge.network.states import RecordState

NOWHERE = UUID(int=0)
"""The house of people who belong to no organisation."""
_FIRM_COLUMNS = ("id", "hub_id", "code", "name_latin", "name_chinese", "uscc", "lei", "ror")
_PERSON_COLUMNS = ("id", "hub_id", "code", "name_latin", "name_chinese", "email", "phone", "wechat")


class KnownFirms:
    """The hub's organisations by code and by name."""

    def __init__(self, hub_id: UUID) -> None:
        self._known: dict[Hashable, Organisation] = {}
        rows = Organisation.objects.filter(hub_id=hub_id, state=RecordState.ACTIVE).order_by("id")
        for firm in rows.only(*_FIRM_COLUMNS):
            self.remember(firm, firm)

    def find(self, draft: OrganisationDraft) -> Organisation | None:
        """The organisation a row means: same official code, else same name without its legal form."""
        return next((self._known[key] for key in _firm_keys(draft) if key in self._known), None)

    def remember(self, described: Organisation | OrganisationDraft, firm: Organisation) -> None:
        """From now on this description means that organisation."""
        for key in _firm_keys(described):
            self._known.setdefault(key, firm)


class KnownPeople:
    """The people the hub knows, by name with address, and by name in the house they belong to.

    Names repeat. A row with an address means the person with that name and address. A row without one means the person
    of that name in the same house (an organisation, or a project they came for), unless telephone or WeChat say otherwise.
    """

    def __init__(self, hub_id: UUID) -> None:
        rows = Person.objects.filter(hub_id=hub_id, state=RecordState.ACTIVE).order_by("id").only(*_PERSON_COLUMNS)
        people = {person.pk: person for person in rows}
        self._by_address: dict[Hashable, Person] = {}
        self._at_home: defaultdict[tuple[UUID, str], list[Person]] = defaultdict(list)
        settled = set()
        for person_id, firm_id in Affiliation.objects.filter(hub_id=hub_id).values_list("person_id", "organisation_id"):
            if person_id in people:
                settled.add(person_id)
                self.settle(people[person_id], firm_id)
        for person in people.values():
            self._by_address.setdefault(_address_key(person), person)
            if person.pk not in settled:
                self.settle(person, NOWHERE)

    def find(self, draft: PersonDraft, house: UUID | None) -> Person | None:
        """The person a row means, or None."""
        if draft.email:
            return self._by_address.get(_address_key(draft))
        there = [one for name in _names(draft) for one in self._at_home[house or NOWHERE, name]]
        return next((one for one in there if _may_be(draft, one)), None)

    def remember(self, person: Person, house: UUID | None) -> None:
        """A person who was just made, and where they belong."""
        self._by_address[_address_key(person)] = person
        self.settle(person, house or NOWHERE)

    def settle(self, person: Person, house: UUID) -> None:
        """Say that a person belongs to a house."""
        for name in _names(person):
            self._at_home[house, name].append(person)


def _may_be(draft: PersonDraft, person: Person) -> bool:
    pairs: Iterable[tuple[str, str]] = (
        (folded(draft.name_latin), folded(person.name_latin)),
        (draft.name_chinese, person.name_chinese),
        (draft.phone, person.phone),
        (draft.wechat, person.wechat),
    )
    return all(not one or not other or one == other for one, other in pairs)


def _names(person: Person | PersonDraft) -> list[str]:
    return [name for name in (folded(person.name_latin), person.name_chinese) if name]


def _address_key(person: Person | PersonDraft) -> Hashable:
    return folded(person.name_latin), person.name_chinese, person.email


def _firm_keys(firm: Organisation | OrganisationDraft) -> list[Hashable]:
    codes: list[Hashable] = [(scheme, code) for scheme in ("uscc", "lei", "ror") if (code := getattr(firm, scheme))]
    return [*codes, *(("name", stripped(name)) for name in (firm.name_chinese, firm.name_latin) if name)]
