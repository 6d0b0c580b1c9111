import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
from django.db import migrations, models

import landbridge.ground.fields
import landbridge.kernel.ids
from landbridge.ground.operations import HubForeignKey, SecureHubTable


class Migration(migrations.Migration):
    dependencies = [
        ("events", "0002_walls"),
    ]

    operations = [
        migrations.CreateModel(
            name="DayChange",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=landbridge.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("hub_id", models.UUIDField(editable=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("absent", "absent"),
                            ("late", "late"),
                            ("leaves", "leaves"),
                            ("table_lost", "table_lost"),
                            ("room_lost", "room_lost"),
                        ],
                        max_length=20,
                    ),
                ),
                ("starts_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                ("note", models.CharField(blank=True, max_length=200)),
                ("recorded_by", models.UUIDField()),
                ("recorded_at", models.DateTimeField()),
                ("undone_by", models.UUIDField(null=True)),
                ("undone_at", models.DateTimeField(null=True)),
                (
                    "attendee",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="day_changes",
                        to="events.attendee",
                    ),
                ),
                (
                    "event",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="day_changes", to="events.event"
                    ),
                ),
                (
                    "replaced_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="replaces",
                        to="events.daychange",
                    ),
                ),
                (
                    "room",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="day_changes",
                        to="events.room",
                    ),
                ),
                (
                    "table",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="day_changes",
                        to="events.table",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["hub_id", "event", "-recorded_at"], name="daychange_by_time")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["absent", "late", "leaves", "table_lost", "room_lost"])),
                        name="daychange_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ends_at__gt", models.F("starts_at"))), name="daychange_ends_after_start"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("attendee__isnull", False),
                                ("kind__in", ["absent", "late", "leaves"]),
                                ("room__isnull", True),
                                ("table__isnull", True),
                            ),
                            models.Q(
                                ("attendee__isnull", True),
                                ("kind", "table_lost"),
                                ("room__isnull", True),
                                ("table__isnull", False),
                            ),
                            models.Q(
                                ("attendee__isnull", True),
                                ("kind", "room_lost"),
                                ("room__isnull", False),
                                ("table__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="daychange_about_what_its_kind_says",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("undone_at__isnull", True), ("undone_by__isnull", True)),
                            models.Q(("undone_at__isnull", False), ("undone_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="daychange_undone_by_somebody",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("replaced_by__isnull", True),
                            models.Q(("undone_at__isnull", True), _negated=True),
                            _connector="OR",
                        ),
                        name="daychange_replaced_is_undone",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        condition=models.Q(("undone_at__isnull", True)),
                        expressions=[
                            ("hub_id", "="),
                            ("attendee", "="),
                            (
                                landbridge.ground.fields.TsTzRange(
                                    "starts_at", "ends_at", django.contrib.postgres.fields.ranges.RangeBoundary()
                                ),
                                "&&",
                            ),
                        ],
                        name="daychange_one_per_person",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        condition=models.Q(("undone_at__isnull", True)),
                        expressions=[
                            ("hub_id", "="),
                            ("table", "="),
                            (
                                landbridge.ground.fields.TsTzRange(
                                    "starts_at", "ends_at", django.contrib.postgres.fields.ranges.RangeBoundary()
                                ),
                                "&&",
                            ),
                        ],
                        name="daychange_one_per_table",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        condition=models.Q(("undone_at__isnull", True)),
                        expressions=[
                            ("hub_id", "="),
                            ("room", "="),
                            (
                                landbridge.ground.fields.TsTzRange(
                                    "starts_at", "ends_at", django.contrib.postgres.fields.ranges.RangeBoundary()
                                ),
                                "&&",
                            ),
                        ],
                        name="daychange_one_per_room",
                    ),
                ],
            },
        ),
        SecureHubTable("DayChange"),
        HubForeignKey("DayChange", "event"),
        HubForeignKey("DayChange", "attendee"),
        HubForeignKey("DayChange", "table"),
        HubForeignKey("DayChange", "room"),
        HubForeignKey("DayChange", "replaced_by"),
    ]
