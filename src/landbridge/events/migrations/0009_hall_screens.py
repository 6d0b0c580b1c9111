import django.db.models.deletion
from django.db import migrations, models

import landbridge.kernel.ids
from landbridge.ground.operations import HubForeignKey, SecureHubTable


class Migration(migrations.Migration):
    dependencies = [
        ("events", "0008_the_desk"),
    ]

    operations = [
        migrations.CreateModel(
            name="HallScreen",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=landbridge.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("hub_id", models.UUIDField(editable=False)),
                ("label", models.CharField(blank=True, max_length=80)),
                (
                    "names",
                    models.CharField(
                        choices=[("labels", "labels"), ("parties", "parties"), ("people", "people")],
                        default="parties",
                        max_length=20,
                    ),
                ),
                ("digest", models.CharField(max_length=64, unique=True)),
                ("made_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("revoked_at", models.DateTimeField(null=True)),
                (
                    "event",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="screens", to="events.event"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("names__in", ["labels", "parties", "people"])),
                        name="hallscreen_names_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("expires_at__gt", models.F("made_at"))), name="hallscreen_opens_at_all"
                    ),
                ],
            },
        ),
        SecureHubTable("HallScreen", also_for="digest = current_setting('landbridge.holder', true)"),
        HubForeignKey("HallScreen", "event"),
    ]
