"""Write down what happened: the one way into the trail."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Protocol
from uuid import UUID

from landbridge.evidence.models import Trail
from landbridge.kernel.actor import Actor
from landbridge.kernel.plain import plain
from landbridge.kernel.registry import Registry

events: Registry[type[StrEnum]] = Registry("trail events")
"""The events of each room, by the room's name; `AppConfig.ready` fills it."""


listeners: Registry[Callable[[Sequence[Trail]], None]] = Registry("listeners of the trail")
"""Who is told of new rows, in the same transaction; `AppConfig.ready` fills it. The rows are of one hub."""


class Subject(Protocol):
    """Whatever has an identifier: mostly a model's row."""

    @property
    def pk(self) -> UUID:
        """Its identifier."""
        ...


def record(
    actor: Actor,
    event: StrEnum,
    subject: Subject,
    *,
    hub_id: UUID,
    at: datetime,
    since: datetime | None = None,
    **data: object,
) -> Trail:
    """Add one row to the trail, in the caller's transaction.

    `since` is when it became so, if that was before `at`, when we learned it. `data` carries identifiers, states and
    figures as JSON, never personal data. A subject that belongs to a thread (`thread_id`) is filed under it too.
    """
    row = _row(actor, event, subject, hub_id=hub_id, at=at, since=since, data=data)
    row.save(force_insert=True)
    _tell([row])
    return row


def record_all(
    actor: Actor, event: StrEnum, subjects: Iterable[Subject], *, hub_id: UUID, at: datetime, **data: object
) -> None:
    """The same event for many subjects, in few statements."""
    rows = [_row(actor, event, subject, hub_id=hub_id, at=at, since=None, data=data) for subject in subjects]
    Trail.objects.bulk_create(rows, batch_size=2_000)
    _tell(rows)


def kind_of(subject: Subject) -> str:
    """How the trail and the search name the kind of a thing: `room.thing`, in lower case."""
    meta = getattr(subject, "_meta", None)
    return str(meta.label_lower) if meta else type(subject).__name__.lower()


def _tell(rows: Sequence[Trail]) -> None:
    if rows:
        for name in listeners:
            listeners[name](rows)


def _row(
    actor: Actor,
    event: StrEnum,
    subject: Subject,
    *,
    hub_id: UUID,
    at: datetime,
    since: datetime | None,
    data: Mapping[str, object],
) -> Trail:
    return Trail(
        hub_id=hub_id,
        event=_known(event),
        actor_id=actor.actor_id,
        subject_kind=kind_of(subject),
        subject_id=subject.pk,
        thread_id=getattr(subject, "thread_id", None),
        effective_at=since or at,
        recorded_at=at,
        data={name: plain(value) for name, value in data.items()},
    )


def _known(event: StrEnum) -> str:
    if type(event) not in {events[room] for room in events}:
        raise ValueError(
            f"{type(event).__qualname__} is not registered: add it to evidence.trail.events in AppConfig.ready"
        )
    return event.value
