"""Take people and organisations from a file: keep it, map its columns, apply it, undo it."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import BinaryIO
from uuid import UUID

from django.db.models import ProtectedError

from landbridge.evidence import store, trail
from landbridge.evidence.actions import keep_document
from landbridge.evidence.models import Document
from landbridge.ground import search
from landbridge.ground.again import said_already
from landbridge.ground.locks import advisory_lock
from landbridge.ground.transactions import action
from landbridge.kernel.actor import Actor
from landbridge.kernel.refusal import Finding, InputRefused, Missing
from landbridge.network import rules
from landbridge.network.actions import bulk
from landbridge.network.actions.personal import record_provenance
from landbridge.network.imports.addresses import without_address
from landbridge.network.imports.checking import Checked, GoodRow, checked
from landbridge.network.imports.mapping import Mapping, cleaned, guessed
from landbridge.network.imports.reading import Table, open_table
from landbridge.network.imports.schema import Schema
from landbridge.network.imports.tables import ORGANISATIONS, PEOPLE, SCHEMAS
from landbridge.network.models import Affiliation, Import, ImportedRecord, Organisation, Person
from landbridge.network.permissions import Permission
from landbridge.network.refusals import ImportHasBadRows, ImportInUse, ImportNotReady
from landbridge.network.states import IMPORT_LIFECYCLE, ImportState, LegalBasis
from landbridge.network.trail_events import NetworkEvent

Taker = Callable[[bulk.Batch, Sequence[GoodRow]], bulk.Taken]
TAKERS: dict[str, Taker] = {ORGANISATIONS.key: bulk.take_organisations, PEOPLE.key: bulk.take_people}


@dataclass(frozen=True, slots=True)
class Preview:
    """An import as it stands: the file, how its columns are read, and what every row would give."""

    schema: Schema
    table: Table
    mapping: Mapping
    result: Checked
    missing: tuple[str, ...]


@action
def upload_import(
    *, actor: Actor, hub_id: UUID, schema_key: str, file: BinaryIO, original_name: str, at: datetime
) -> Import:
    """Keep a file and guess its columns. A file that is no table is refused and not kept.

    The same file again within a moment is the same press: it gives the import that is there.
    """
    rules.require(actor, Permission.IMPORT_PEOPLE, hub_id)
    if schema_key not in SCHEMAS:
        raise InputRefused(Finding("choice_unknown", field="schema", data={"found": schema_key}))
    table = open_table(file)
    advisory_lock(space="network.import", identifier=actor.actor_id)
    there = _just_uploaded(actor, hub_id, schema_key, store.keep(hub_id, file)[0], at)
    if there is not None:
        return there
    document = keep_document(
        actor=actor, hub_id=hub_id, file=file, original_name=original_name, source="", purpose="import", at=at
    )
    upload = Import.objects.create(
        hub_id=hub_id,
        schema=schema_key,
        document_id=document.pk,
        mapping=guessed(SCHEMAS[schema_key], table.header),
        uploaded_by=actor.actor_id,
        uploaded_at=at,
    )
    trail.record(actor, NetworkEvent.IMPORT_UPLOADED, upload, hub_id=hub_id, at=at, rows=len(table.rows))
    return upload


def preview(*, actor: Actor, import_id: UUID) -> Preview:
    """What the import would do, reading the kept file again. Changes nothing."""
    return _preview(rules.access_import(actor, import_id))


@action
def map_columns(*, actor: Actor, import_id: UUID, mapping: Mapping) -> Import:
    """Say which column of the file is which. Columns nobody knows and places used twice are left out."""
    upload = rules.access_import(actor, import_id, lock=True)
    IMPORT_LIFECYCLE.require(ImportState(upload.state), ImportState.APPLIED)
    table = _table(upload)
    upload.mapping = cleaned(SCHEMAS[upload.schema], table.header, mapping)
    upload.save(update_fields=["mapping"])
    return upload


@action
def apply_import(
    *,
    actor: Actor,
    import_id: UUID,
    provenance_id: UUID,
    all_or_nothing: bool,
    at: datetime,
    take: Taker | None = None,
    anew: Collection[int] = (),
    unaddressed: Collection[int] = (),
) -> Import:
    """Take the good rows, or refuse if some are bad and all or nothing was chosen.

    A row about somebody the hub knows already makes no second record: same name and address, without an address same
    name at the same organisation, unless the row is in `anew`; for organisations same code or name. Rows in `unaddressed`
    are taken without their e-mail address, which is somebody else's. Applying twice is refused by the lifecycle. A room
    above that takes the rows of a schema of its own says by `take` how.
    """
    upload = rules.access_import(actor, import_id, lock=True)
    IMPORT_LIFECYCLE.require(ImportState(upload.state), ImportState.APPLIED)
    source = rules.visible_provenance(actor, hub_id=upload.hub_id).filter(pk=provenance_id).first()
    if source is None:
        raise Missing(identifier=str(provenance_id))
    seen = _preview(upload)
    if seen.missing:
        raise ImportNotReady(missing=seen.missing)
    bad = len(seen.result.bad_rows)
    if bad and all_or_nothing:
        raise ImportHasBadRows(bad=bad, good=len(seen.result.good))
    advisory_lock(space="network.organisation", identifier=upload.hub_id)
    batch = bulk.Batch(actor, upload.hub_id, provenance_id, at, frozenset(anew))
    taken = (take or TAKERS[upload.schema])(batch, without_address(seen.result.good, unaddressed))
    ImportedRecord.objects.bulk_create(
        [ImportedRecord(hub_id=upload.hub_id, made_by=upload, row=row, kind=trail.kind_of(r), record_id=r.pk) for row, r in taken],
        batch_size=2_000,
    )  # fmt: skip
    _move(upload, ImportState.APPLIED, applied_at=at, provenance=source, good_rows=len(seen.result.good), bad_rows=bad)
    trail.record(
        actor, NetworkEvent.IMPORT_APPLIED, upload, hub_id=upload.hub_id, at=at, made=len(taken), bad=bad,
        provenance=provenance_id,
    )  # fmt: skip
    return upload


@action
def import_with_source(
    *,
    actor: Actor,
    import_id: UUID,
    source: str,
    purpose: str,
    legal_basis: LegalBasis,
    crosses_to: Sequence[str] = (),
    keep_until: date | None = None,
    all_or_nothing: bool,
    anew: Collection[int] = (),
    unaddressed: Collection[int] = (),
    at: datetime,
) -> Import:
    """Write down where the data come from and why they are held, then take the rows: both, or nothing."""
    upload = rules.access_import(actor, import_id)
    provenance = record_provenance(
        actor=actor,
        hub_id=upload.hub_id,
        source=source,
        purpose=purpose,
        legal_basis=legal_basis,
        crosses_to=crosses_to,
        keep_until=keep_until,
        at=at,
    )
    return apply_import(
        actor=actor,
        import_id=import_id,
        provenance_id=provenance.pk,
        all_or_nothing=all_or_nothing,
        anew=anew,
        unaddressed=unaddressed,
        at=at,
    )


@action
def undo_import(*, actor: Actor, import_id: UUID, at: datetime) -> Import:
    """Take back what an import made: the one place besides erasure where records are deleted.

    All of it or nothing. Refused if any record has been changed, merged, erased, affiliated or used elsewhere since, so
    that nobody's work is lost; the trail keeps that they were there.
    """
    upload = rules.access_import(actor, import_id, lock=True)
    IMPORT_LIFECYCLE.require(ImportState(upload.state), ImportState.UNDONE)
    made = list(ImportedRecord.objects.filter(made_by=upload).values_list("kind", "record_id"))
    people = Person.objects.filter(pk__in=[key for kind, key in made if kind == "network.person"])
    firms = Organisation.objects.filter(pk__in=[key for kind, key in made if kind == "network.organisation"])
    applied_at = upload.applied_at or at  # the lifecycle and a CHECK say that there is one
    used = people.exclude(changed_at=applied_at, contact_preferences=None).count()
    used += firms.exclude(changed_at=applied_at).count()
    if used:
        raise ImportInUse(used=used)
    Affiliation.objects.filter(person__in=people, recorded_at=applied_at).delete()
    try:
        people.delete()
        firms.delete()
    except ProtectedError as error:
        raise ImportInUse(used=len(error.protected_objects)) from None
    search.forget(key for _, key in made)
    _move(upload, ImportState.UNDONE, undone_at=at)
    trail.record(actor, NetworkEvent.IMPORT_UNDONE, upload, hub_id=upload.hub_id, at=at, removed=len(made))
    return upload


@action
def discard_import(*, actor: Actor, import_id: UUID, at: datetime) -> Import:
    """Put an upload aside without applying it."""
    upload = rules.access_import(actor, import_id, lock=True)
    _move(upload, ImportState.DISCARDED)
    trail.record(actor, NetworkEvent.IMPORT_DISCARDED, upload, hub_id=upload.hub_id, at=at)
    return upload


def _preview(upload: Import) -> Preview:
    schema, table = SCHEMAS[upload.schema], _table(upload)
    return Preview(
        schema, table, upload.mapping, checked(schema, table, upload.mapping), schema.missing(upload.mapping)
    )


def _just_uploaded(actor: Actor, hub_id: UUID, schema: str, digest: str, at: datetime) -> Import | None:
    same = Document.objects.filter(hub_id=hub_id, digest=digest, erased_at__isnull=True).values("pk")
    rows = Import.objects.filter(hub_id=hub_id, document_id__in=same, state=ImportState.UPLOADED)
    return said_already(rows, written="uploaded_at", at=at, schema=schema, uploaded_by=actor.actor_id)


def _table(upload: Import) -> Table:
    document = Document.objects.filter(pk=upload.document_id, erased_at__isnull=True).first()
    if document is None:
        raise Missing(identifier=str(upload.document_id))
    with store.path_of(upload.hub_id, document.digest).open("rb") as file:
        return open_table(file)


def _move(upload: Import, to: ImportState, **changes: object) -> None:
    IMPORT_LIFECYCLE.require(ImportState(upload.state), to)
    for name, value in changes.items():
        setattr(upload, name, value)
    upload.state = to
    upload.save(update_fields=["state", *changes])
