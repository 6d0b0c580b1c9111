"""What changed after the agenda was made: people who are absent, late or leave, tables and rooms that are lost."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from landbridge.events.models.frame import Event, Room, Table
from landbridge.events.models.interpreters import Interpreter
from landbridge.events.models.people import Attendee
from landbridge.events.states import ABOUT_PEOPLE, DayChangeKind
from landbridge.ground.fields import code_field, ends_after_start, known_codes, never_overlapping
from landbridge.ground.models import HubOwned

_PEOPLE = sorted(kind.value for kind in ABOUT_PEOPLE)
STANDS = Q(undone_at__isnull=True)


def _about(one: str) -> dict[str, bool]:
    return {f"{name}__isnull": name != one for name in ("attendee", "interpreter", "table", "room")}


class DayChange(HubOwned):
    """From `starts_at` to `ends_at` a person cannot be met or an interpreter is away, or a table or room cannot be used.

    It adds to what was known when the agenda was made (`Absence`, which the set-up replaces as a whole) and is not
    deleted: who takes it back fills `undone_at`. A newer word on the same person, table or room takes the place of an
    older one that it overlaps (`replaced_by`), so that one thing has one state at one time. New parties and new wishes
    have rows of their own and need none here.
    """

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="day_changes")
    kind = code_field(DayChangeKind)
    attendee = models.ForeignKey(Attendee, on_delete=models.CASCADE, null=True, related_name="day_changes")
    table = models.ForeignKey(Table, on_delete=models.CASCADE, null=True, related_name="day_changes")
    room = models.ForeignKey(Room, on_delete=models.CASCADE, null=True, related_name="day_changes")
    interpreter = models.ForeignKey(Interpreter, on_delete=models.CASCADE, null=True, related_name="day_changes")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    note = models.CharField(max_length=200, blank=True)
    recorded_by = models.UUIDField()
    recorded_at = models.DateTimeField()
    undone_by = models.UUIDField(null=True)
    undone_at = models.DateTimeField(null=True)
    replaced_by = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="replaces")

    class Meta:
        constraints: ClassVar = [
            known_codes("daychange_kind_known", "kind", DayChangeKind),
            ends_after_start("daychange_ends_after_start"),
            models.CheckConstraint(
                name="daychange_about_what_its_kind_says",
                condition=Q(kind__in=_PEOPLE, **_about("attendee"))
                | Q(kind__in=_PEOPLE, **_about("interpreter"))
                | Q(kind=DayChangeKind.TABLE_LOST.value, **_about("table"))
                | Q(kind=DayChangeKind.ROOM_LOST.value, **_about("room")),
            ),
            models.CheckConstraint(
                name="daychange_undone_by_somebody",
                condition=Q(undone_at__isnull=True, undone_by__isnull=True)
                | Q(undone_at__isnull=False, undone_by__isnull=False),
            ),
            models.CheckConstraint(
                name="daychange_replaced_is_undone", condition=Q(replaced_by__isnull=True) | ~STANDS
            ),
            never_overlapping("daychange_one_per_person", same=["attendee"], condition=STANDS),
            never_overlapping("daychange_one_per_interpreter", same=["interpreter"], condition=STANDS),
            never_overlapping("daychange_one_per_table", same=["table"], condition=STANDS),
            never_overlapping("daychange_one_per_room", same=["room"], condition=STANDS),
        ]
        indexes: ClassVar = [models.Index(fields=["hub_id", "event", "-recorded_at"], name="daychange_by_time")]
