"""Several people of one file under one e-mail address: mostly a slip of the hand, sometimes an office they share."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from landbridge.kernel.names import folded
from landbridge.network.drafts import PersonDraft
from landbridge.network.imports.checking import GoodRow
from landbridge.network.imports.schema import Schema

EMAIL = "email"


@dataclass(frozen=True, slots=True)
class Shared:
    """A row whose person has the address of somebody else, named in the row `first`."""

    row: int
    email: str
    person: PersonDraft
    first: int
    other: PersonDraft


def shared(schema: Schema, rows: Sequence[GoodRow]) -> Iterator[Shared]:
    """The rows whose address an earlier row gives for a person of another name."""
    owners: dict[str, tuple[int, PersonDraft]] = {}
    for row in rows:
        person = schema.person(row.values)
        if person is None or not person.email:
            continue
        first, other = owners.setdefault(person.email, (row.row, person))
        if _name(person) != _name(other):
            yield Shared(row.row, person.email, person, first, other)


def without_address(rows: Sequence[GoodRow], chosen: Collection[int]) -> tuple[GoodRow, ...]:
    """The rows, those that were chosen without their address."""
    return tuple(replace(row, values={**row.values, EMAIL: ""}) if row.row in chosen else row for row in rows)


def _name(person: PersonDraft) -> tuple[str, str]:
    return folded(person.name_latin), person.name_chinese
