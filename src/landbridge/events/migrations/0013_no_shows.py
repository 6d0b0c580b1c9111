import django.db.models.deletion
from django.db import migrations, models

import landbridge.kernel.ids
from landbridge.ground.operations import HubForeignKey, SecureHubTable


class Migration(migrations.Migration):
    dependencies = [
        ("events", "0012_moved_group_sessions"),
    ]

    operations = [
        migrations.CreateModel(
            name="NoShow",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=landbridge.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("hub_id", models.UUIDField(editable=False)),
                ("noted_at", models.DateTimeField()),
                ("excused_at", models.DateTimeField(null=True)),
                ("excused_by", models.UUIDField(null=True)),
                ("excuse", models.CharField(blank=True, max_length=200)),
            ],
        ),
        migrations.AddField(
            model_name="group",
            name="no_show_meetings",
            field=models.PositiveSmallIntegerField(null=True),
        ),
        migrations.AddField(
            model_name="group",
            name="no_shows_from",
            field=models.PositiveSmallIntegerField(null=True),
        ),
        migrations.AddConstraint(
            model_name="group",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("no_show_meetings__isnull", True), ("no_shows_from__isnull", True)),
                    models.Q(("no_show_meetings__isnull", False), ("no_shows_from__gte", 1)),
                    _connector="OR",
                ),
                name="group_no_show_limit_whole",
            ),
        ),
        migrations.AddField(
            model_name="noshow",
            name="event",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="no_shows", to="events.event"
            ),
        ),
        migrations.AddField(
            model_name="noshow",
            name="participant",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="no_shows", to="events.participant"
            ),
        ),
        migrations.AddConstraint(
            model_name="noshow",
            constraint=models.UniqueConstraint(fields=("hub_id", "event", "participant"), name="noshow_once"),
        ),
        migrations.AddConstraint(
            model_name="noshow",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("excused_at__isnull", False),
                        ("excused_by__isnull", False),
                        models.Q(("excuse", ""), _negated=True),
                    ),
                    models.Q(("excuse", ""), ("excused_at__isnull", True), ("excused_by__isnull", True)),
                    _connector="OR",
                ),
                name="noshow_excused_says_why",
            ),
        ),
        SecureHubTable("NoShow"),
        HubForeignKey("NoShow", "event"),
        HubForeignKey("NoShow", "participant"),
    ]
