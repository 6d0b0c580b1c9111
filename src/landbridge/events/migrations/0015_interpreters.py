import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
from django.db import migrations, models

import landbridge.ground.fields
import landbridge.kernel.ids
from landbridge.ground.operations import HubForeignKey, SecureHubTable


class Migration(migrations.Migration):
    dependencies = [
        ("events", "0014_places_and_table_needs"),
        ("network", "0006_closed_accounts"),
    ]

    operations = [
        migrations.AddField(
            model_name="attendee",
            name="languages",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=10), blank=True, default=list, size=None
            ),
        ),
        migrations.AddField(
            model_name="event",
            name="interpreting",
            field=models.BooleanField(default=False),
        ),
        migrations.CreateModel(
            name="Interpreter",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=landbridge.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("hub_id", models.UUIDField(editable=False)),
                (
                    "languages",
                    django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=10), size=None),
                ),
                ("arrives_at", models.DateTimeField(null=True)),
                ("leaves_at", models.DateTimeField(null=True)),
                (
                    "event",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="interpreters", to="events.event"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="network.person"
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="meeting",
            name="interpreter",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="meetings", to="events.interpreter"
            ),
        ),
        migrations.AddConstraint(
            model_name="meeting",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                condition=models.Q(("published", True)),
                expressions=[
                    ("hub_id", "="),
                    ("interpreter", "="),
                    (
                        landbridge.ground.fields.TsTzRange(
                            "starts_at", "ends_at", django.contrib.postgres.fields.ranges.RangeBoundary()
                        ),
                        "&&",
                    ),
                ],
                name="meeting_one_per_interpreter",
            ),
        ),
        migrations.AddConstraint(
            model_name="interpreter",
            constraint=models.UniqueConstraint(fields=("hub_id", "event", "person"), name="interpreter_person_once"),
        ),
        migrations.AddConstraint(
            model_name="interpreter",
            constraint=models.CheckConstraint(
                condition=models.Q(("languages__len__gte", 2)), name="interpreter_speaks_two"
            ),
        ),
        migrations.AddConstraint(
            model_name="interpreter",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("arrives_at__isnull", True),
                    ("leaves_at__isnull", True),
                    ("leaves_at__gt", models.F("arrives_at")),
                    _connector="OR",
                ),
                name="interpreter_leaves_after_arriving",
            ),
        ),
        SecureHubTable("Interpreter"),
        HubForeignKey("Interpreter", "event"),
        HubForeignKey("Interpreter", "person"),
        HubForeignKey("Meeting", "interpreter"),
    ]
