import django.db.models.deletion
from django.db import migrations, models

import landbridge.events.states
import landbridge.kernel.ids
from landbridge.ground.operations import HubForeignKey, SecureHubTable


class Migration(migrations.Migration):
    dependencies = [
        ("events", "0009_hall_screens"),
    ]

    operations = [
        migrations.CreateModel(
            name="Standby",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=landbridge.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("hub_id", models.UUIDField(editable=False)),
                (
                    "state",
                    models.CharField(
                        choices=[("waiting", "waiting"), ("placed", "placed"), ("left", "left")],
                        default="waiting",
                        max_length=20,
                    ),
                ),
                ("since", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "event",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="standbys", to="events.event"
                    ),
                ),
                (
                    "participant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="standbys", to="events.participant"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", landbridge.events.states.StandbyState["WAITING"])),
                        fields=("hub_id", "participant"),
                        name="standby_waits_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["waiting", "placed", "left"])), name="standby_state_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["left", "placed"]), ("ended_at__isnull", False)),
                            models.Q(
                                models.Q(("state__in", ["left", "placed"]), _negated=True),
                                models.Q(("ended_at__isnull", False), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="standby_ended_when",
                    ),
                ],
            },
        ),
        SecureHubTable("Standby"),
        HubForeignKey("Standby", "event"),
        HubForeignKey("Standby", "participant"),
    ]
