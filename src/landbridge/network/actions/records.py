"""What creating and changing a person and an organisation have in common."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from landbridge.evidence.trail import kind_of
from landbridge.ground import search
from landbridge.ground.again import said_already
from landbridge.ground.locks import advisory_lock
from landbridge.kernel.ids import short_code, uuid7
from landbridge.network.drafts import Draft, fields_of
from landbridge.network.models import Organisation, Person
from landbridge.network.refusals import RecordNotActive
from landbridge.network.states import RecordState

Record = TypeVar("Record", Organisation, Person)
LETTER: dict[type[Organisation | Person], str] = {Organisation: "O", Person: "H"}


def made(model: type[Record], draft: Draft, *, hub_id: UUID, at: datetime, provenance_id: UUID | None) -> Record:
    """A record of a checked draft, not saved, with a code of its own."""
    identifier = uuid7()
    return model(
        id=identifier,
        hub_id=hub_id,
        code=short_code(LETTER[model], identifier),
        sort_key=search.sort_key(latin=draft.name_latin, chinese=draft.name_chinese),
        provenance_id=provenance_id,
        recorded_at=at,
        changed_at=at,
        **fields_of(draft),
    )


def just_recorded(model: type[Record], draft: Draft, *, hub_id: UUID, at: datetime) -> Record | None:
    """The active record that says all of this and was made a moment ago. The lock under which records are made is taken."""
    advisory_lock(space=model._meta.label_lower, identifier=hub_id)
    key = search.sort_key(latin=draft.name_latin, chinese=draft.name_chinese)
    rows = model.objects.filter(hub_id=hub_id, sort_key=key, state=RecordState.ACTIVE)
    return said_already(rows, written="recorded_at", at=at, **fields_of(draft))


def with_free_codes(model: type[Record], records: list[Record], *, hub_id: UUID) -> list[Record]:
    """The records, those with a code that is taken given another identifier. One query unless there was such a one."""
    while taken := _taken(model, [record.code for record in records], hub_id=hub_id):
        for record in records:
            if record.code in taken:
                taken.discard(record.code)
                record.id = uuid7()
                record.code = short_code(LETTER[model], record.id)
    return records


def changed(record: Record, draft: Draft, *, at: datetime) -> list[str]:
    """Put a checked draft into an active record and return the names of the columns that differ now."""
    require_active(record)
    differing: list[str] = [name for name, value in fields_of(draft).items() if getattr(record, name) != value]
    if differing:
        for name in differing:
            setattr(record, name, getattr(draft, name))
        record.sort_key = search.sort_key(latin=draft.name_latin, chinese=draft.name_chinese)
        record.changed_at = at
        record.save(update_fields=[*differing, "sort_key", "changed_at"])
        make_findable([record])
    return differing


def require_active(record: Organisation | Person) -> None:
    """Refuse with `RecordNotActive` if the record was merged or erased."""
    if record.state != RecordState.ACTIVE:
        raise RecordNotActive(state=record.state, merged_into=record.merged_into_id)


def make_findable(records: Iterable[Organisation | Person]) -> None:
    """Let the search box find the records by their names and codes."""
    search.index(
        search.Entry(
            subject_id=record.pk,
            hub_id=record.hub_id,
            kind=kind_of(record),
            texts=(record.name_latin, record.name_chinese, record.code, getattr(record, "uscc", "")),
        )
        for record in records
    )


def _taken(model: type[Record], codes: list[str], *, hub_id: UUID) -> set[str]:
    """Codes that a saved record has, or two of these."""
    twice = {code for code, times in Counter(codes).items() if times > 1}
    return twice | set(model.objects.filter(hub_id=hub_id, code__in=codes).values_list("code", flat=True))
