import django.db.models.deletion
from django.db import migrations, models

import landbridge.kernel.ids
from landbridge.ground.operations import AppendOnly, HubForeignKey, SecureHubTable


class Migration(migrations.Migration):
    dependencies = [
        ("events", "0007_wish_prices"),
    ]

    operations = [
        migrations.CreateModel(
            name="Badge",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=landbridge.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("hub_id", models.UUIDField(editable=False)),
                ("code", models.CharField(max_length=22, unique=True)),
                ("made_at", models.DateTimeField()),
                ("revoked_at", models.DateTimeField(null=True)),
                (
                    "attendee",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="badges", to="events.attendee"
                    ),
                ),
                (
                    "event",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="badges", to="events.event"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("revoked_at__isnull", True)),
                        fields=("hub_id", "attendee"),
                        name="badge_one_active",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="DeskAct",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=landbridge.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("hub_id", models.UUIDField(editable=False)),
                ("device", models.UUIDField()),
                ("sequence", models.PositiveIntegerField()),
                (
                    "deed",
                    models.CharField(choices=[("arrived", "arrived"), ("taken_back", "taken_back")], max_length=20),
                ),
                ("said_at", models.DateTimeField()),
                ("effective_at", models.DateTimeField()),
                ("received_at", models.DateTimeField()),
                ("actor_id", models.UUIDField()),
                (
                    "attendee",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="desk_acts", to="events.attendee"
                    ),
                ),
                (
                    "event",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="desk_acts", to="events.event"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["hub_id", "event", "received_at"], name="deskact_by_arrival"),
                    models.Index(fields=["hub_id", "attendee"], name="deskact_by_person"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("hub_id", "event", "device", "sequence"), name="deskact_once"),
                    models.CheckConstraint(
                        condition=models.Q(("deed__in", ["arrived", "taken_back"])), name="deskact_deed_known"
                    ),
                    models.CheckConstraint(condition=models.Q(("sequence__gte", 1)), name="deskact_counts_from_one"),
                    models.CheckConstraint(
                        condition=models.Q(("effective_at__lte", models.F("received_at"))),
                        name="deskact_not_of_the_future",
                    ),
                ],
            },
        ),
        SecureHubTable("Badge"),
        SecureHubTable("DeskAct"),
        HubForeignKey("Badge", "event"),
        HubForeignKey("Badge", "attendee"),
        HubForeignKey("DeskAct", "event"),
        HubForeignKey("DeskAct", "attendee"),
        AppendOnly("DeskAct"),
    ]
