"""Needs that come in by a file: many at once, and taken back as they were."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from landbridge.evidence import trail
from landbridge.ground.transactions import action
from landbridge.kernel.actor import Actor
from landbridge.kernel.refusal import Finding, InputRefused, Missing, Refusal
from landbridge.matchmaking import needs, rules
from landbridge.matchmaking.models import ImportedNeed, Need
from landbridge.matchmaking.needs import NeedGiven
from landbridge.matchmaking.trail_events import MatchmakingEvent
from landbridge.network.models import Organisation

COLUMNS = tuple(field.name for field in fields(NeedGiven))
_TOGETHER = (("trl_min", "trl_max"), ("ticket_min", "ticket_max", "ticket_currency"))
"""Columns that mean something together: a new range replaces the whole former one."""
_AMOUNTS = ("ticket_min", "ticket_max")
BATCH = 1_000


class NeedsChangedSince(Refusal):
    """Somebody has changed needs that the import set; taking them back would lose that work. `data`: `count`."""

    code = "needs_changed_since"


@dataclass(frozen=True, slots=True)
class NeedsSet:
    """How many needs an import made, how many it replaced, and how many it left because they were there."""

    made: int = 0
    replaced: int = 0
    kept: int = 0


@action
def set_needs(
    *,
    actor: Actor,
    hub_id: UUID,
    given: Mapping[UUID, NeedGiven],
    import_id: UUID,
    keep_known: bool = False,
    at: datetime,
) -> NeedsSet:
    """Say what many organisations look for, by organisation: all of it, or nothing if one need has a fault.

    Where an organisation has said something before, the new words replace the old ones column by column, and what the
    file leaves empty stays; with `keep_known` all of it stays. What was said before is kept for `take_back_needs`.
    """
    rules.require_change(actor, hub_id)
    _inspect(given.values())
    rows = Organisation.objects.filter(hub_id=hub_id, pk__in=given).order_by("pk").select_for_update(of=("self",))
    there = set(rows.values_list("pk", flat=True))
    if missing := sorted(str(identifier) for identifier in given.keys() - there):
        raise Missing(identifiers=missing)
    known = {need.organisation_id: need for need in Need.objects.filter(hub_id=hub_id, organisation_id__in=given)}
    new = [_new(hub_id, pk, one, at) for pk, one in given.items() if pk not in known]
    changing = [] if keep_known else list(known.values())
    before: list[dict[str, Any] | None] = [_kept(need) for need in changing]
    for need in changing:
        _overlay(need, given[need.organisation_id], at)
        need.closed_at = None
    Need.objects.bulk_create(new, batch_size=BATCH)
    Need.objects.bulk_update(changing, [*COLUMNS, "updated_at", "closed_at"], batch_size=BATCH)
    ImportedNeed.objects.bulk_create(
        [
            ImportedNeed(hub_id=hub_id, need=need, import_id=import_id, before=former, set_at=at)
            for need, former in zip([*new, *changing], [*[None for _ in new], *before], strict=True)
        ],
        batch_size=BATCH,
    )
    trail.record_all(actor, MatchmakingEvent.NEED_SET, [*new, *changing], hub_id=hub_id, at=at, import_id=import_id)
    return NeedsSet(len(new), len(changing), len(known) - len(changing))


@action
def take_back_needs(*, actor: Actor, hub_id: UUID, import_id: UUID, at: datetime) -> int:
    """Take back the needs an import set: the new ones go, the others become again what they were.

    Refused with `NeedsChangedSince` if one of them was changed after the import.
    """
    rules.require_change(actor, hub_id)
    rows = list(ImportedNeed.objects.filter(hub_id=hub_id, import_id=import_id).select_related("need"))
    changed = sum(row.need.updated_at != row.set_at for row in rows)
    if changed:
        raise NeedsChangedSince(count=changed)
    restored = [_restored(row.need, row.before) for row in rows if row.before is not None]
    Need.objects.bulk_update(restored, [*COLUMNS, "updated_at", "closed_at"], batch_size=BATCH)
    Need.objects.filter(pk__in=[row.need_id for row in rows if row.before is None]).delete()
    ImportedNeed.objects.filter(hub_id=hub_id, import_id=import_id).delete()
    trail.record_all(
        actor, MatchmakingEvent.NEEDS_TAKEN_BACK, [row.need for row in rows], hub_id=hub_id, at=at, import_id=import_id
    )
    return len(rows)


def _inspect(given: Iterable[NeedGiven]) -> None:
    found: list[Finding] = [fault for one in given for fault in needs.faults(one)]
    if found:
        raise InputRefused(*found)


def _new(hub_id: UUID, organisation_id: UUID, given: NeedGiven, at: datetime) -> Need:
    return Need(hub_id=hub_id, organisation_id=organisation_id, updated_at=at, **_columns(given))


def _columns(given: NeedGiven) -> dict[str, Any]:
    values = {name: getattr(given, name) for name in COLUMNS}
    return {name: list(value) if isinstance(value, tuple) else _plain(value) for name, value in values.items()}


def _plain(value: Any) -> Any:
    return value.replace("\x00", "") if isinstance(value, str) else value


def _overlay(need: Need, given: NeedGiven, at: datetime) -> None:
    """Put what was given over what was said; a range is one thing."""
    values = _columns(given)
    ranges = [set(names) for names in _TOGETHER if any(values[name] not in {None, ""} for name in names)]
    filled = {name for name, value in values.items() if value not in (None, "", [])}
    for name in filled.union(*ranges):
        setattr(need, name, values[name])
    need.updated_at = at


def _kept(need: Need) -> dict[str, Any]:
    values = {name: getattr(need, name) for name in COLUMNS}
    amounts = {name: str(values[name]) for name in _AMOUNTS if values[name] is not None}
    return {**values, **amounts, "updated_at": need.updated_at.isoformat()}


def _restored(need: Need, before: Mapping[str, Any]) -> Need:
    for name in COLUMNS:
        value = before[name]
        setattr(need, name, Decimal(value) if name in _AMOUNTS and value is not None else value)
    need.updated_at = datetime.fromisoformat(before["updated_at"])
    return need
