"""Imports of people and organisations from a file, which can be looked at before and undone after."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from landbridge.ground.models import HubOwned
from landbridge.network.models.personal import Provenance
from landbridge.network.states import ImportState


class Import(HubOwned):
    """One file on its way into the network: where it lies, how its columns are read, and what became of it."""

    schema = models.CharField(max_length=40)
    document_id = models.UUIDField()
    provenance = models.ForeignKey(Provenance, on_delete=models.PROTECT, null=True, related_name="imports")
    mapping = models.JSONField(default=dict)
    state = models.CharField(
        max_length=12, choices=[(s.value, s.value) for s in ImportState], default=ImportState.UPLOADED
    )
    good_rows = models.PositiveIntegerField(default=0)
    bad_rows = models.PositiveIntegerField(default=0)
    uploaded_by = models.UUIDField()
    uploaded_at = models.DateTimeField()
    applied_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="import_applied_has_a_time_and_a_ground",
                condition=Q(state__in=[ImportState.UPLOADED, ImportState.DISCARDED], applied_at__isnull=True)
                | Q(
                    state__in=[ImportState.APPLIED, ImportState.UNDONE],
                    applied_at__isnull=False,
                    provenance__isnull=False,
                ),
            ),
            models.CheckConstraint(
                name="import_undone_has_a_time",
                condition=Q(state=ImportState.UNDONE, undone_at__isnull=False)
                | ~Q(state=ImportState.UNDONE) & Q(undone_at__isnull=True),
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["hub_id", "-uploaded_at"], name="import_by_time")]


class ImportedRecord(HubOwned):
    """A record that an import made, by the row it came from: what an undo takes back."""

    made_by = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="records")
    row = models.PositiveIntegerField()
    kind = models.CharField(max_length=60)
    record_id = models.UUIDField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["hub_id", "made_by", "kind", "record_id"], name="importedrecord_once")
        ]
