import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
from django.db import migrations, models

import landbridge.ground.fields
from landbridge.ground.operations import HubForeignKey


class Migration(migrations.Migration):
    dependencies = [
        ("events", "0017_links_side_by_side"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="daychange",
            name="daychange_about_what_its_kind_says",
        ),
        migrations.AddField(
            model_name="daychange",
            name="interpreter",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="day_changes",
                to="events.interpreter",
            ),
        ),
        migrations.AddConstraint(
            model_name="daychange",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("attendee__isnull", False),
                        ("interpreter__isnull", True),
                        ("kind__in", ["absent", "late", "leaves"]),
                        ("room__isnull", True),
                        ("table__isnull", True),
                    ),
                    models.Q(
                        ("attendee__isnull", True),
                        ("interpreter__isnull", False),
                        ("kind__in", ["absent", "late", "leaves"]),
                        ("room__isnull", True),
                        ("table__isnull", True),
                    ),
                    models.Q(
                        ("attendee__isnull", True),
                        ("interpreter__isnull", True),
                        ("kind", "table_lost"),
                        ("room__isnull", True),
                        ("table__isnull", False),
                    ),
                    models.Q(
                        ("attendee__isnull", True),
                        ("interpreter__isnull", True),
                        ("kind", "room_lost"),
                        ("room__isnull", False),
                        ("table__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="daychange_about_what_its_kind_says",
            ),
        ),
        migrations.AddConstraint(
            model_name="daychange",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                condition=models.Q(("undone_at__isnull", True)),
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
                name="daychange_one_per_interpreter",
            ),
        ),
        HubForeignKey("DayChange", "interpreter"),
    ]
