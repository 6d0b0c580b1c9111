"""A change by hand as one command, as pages and API send it."""

from datetime import datetime
from typing import Any, Final
from uuid import UUID

from landbridge.events.actions import edits
from landbridge.events.actions.edits import Edited
from landbridge.kernel.actor import Actor
from landbridge.kernel.refusal import Finding, InputRefused

NEEDS: Final = {
    "move": ("pair", "slot"),
    "swap": ("pair", "other"),
    "pin": ("pair",),
    "unpin": ("pair",),
    "drop": ("pair",),
    "add": ("first", "second", "slot"),
    "interpret": ("pair",),
}
"""What each command must be told."""


def edit_by_command(
    *,
    actor: Actor,
    version_id: UUID,
    command: str,
    pair: UUID | None = None,
    other: UUID | None = None,
    first: UUID | None = None,
    second: UUID | None = None,
    slot: UUID | None = None,
    table: UUID | None = None,
    interpreter: UUID | None = None,
    consent: bool = False,
    at: datetime,
) -> Edited:
    """Do the change that the command names; `InputRefused` names every field it lacks."""
    given = {"pair": pair, "other": other, "first": first, "second": second, "slot": slot}
    if command not in NEEDS:
        raise InputRefused(Finding("unknown_command", field="command", data={"command": command}))
    lacking = [Finding("field_needed", field=name) for name in NEEDS[command] if given[name] is None]
    if lacking:
        raise InputRefused(*lacking)
    shared: dict[str, Any] = {"actor": actor, "version_id": version_id, "at": at}
    place: dict[str, Any] = {"slot_id": slot, "table_id": table, "consent": consent}
    about: dict[str, Any] = {"pair_uid": pair}
    match command:
        case "move":
            return edits.move_meeting(**shared, **about, **place)
        case "swap":
            return edits.swap_meetings(**shared, **about, other_uid=other, consent=consent)  # type: ignore[arg-type]
        case "add":
            return edits.add_meeting(**shared, first_id=first, second_id=second, **place)  # type: ignore[arg-type]
        case "interpret":
            return edits.set_interpreter(**shared, **about, interpreter_id=interpreter, consent=consent)
        case "drop":
            return edits.drop_meeting(**shared, **about, consent=consent)
        case _:
            return edits.pin_meeting(**shared, **about, pinned=command == "pin")
