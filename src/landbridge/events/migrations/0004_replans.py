import django.db.models.deletion
from django.db import migrations, models

import landbridge.kernel.ids
from landbridge.ground.operations import HubForeignKey, SecureHubTable


class Migration(migrations.Migration):
    dependencies = [
        ("events", "0003_day_changes"),
    ]

    operations = [
        migrations.CreateModel(
            name="Replan",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=landbridge.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("hub_id", models.UUIDField(editable=False)),
                ("job_id", models.UUIDField()),
                ("as_of", models.DateTimeField()),
                ("rate", models.PositiveSmallIntegerField()),
                ("seconds", models.FloatField()),
                ("made_by", models.UUIDField()),
                ("made_at", models.DateTimeField()),
                (
                    "based_on",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="events.agendaversion"
                    ),
                ),
                (
                    "event",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="replans", to="events.event"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ReplanChoice",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=landbridge.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("hub_id", models.UUIDField(editable=False)),
                (
                    "name",
                    models.CharField(
                        choices=[
                            ("fewest_changes", "fewest_changes"),
                            ("balanced", "balanced"),
                            ("best_value", "best_value"),
                        ],
                        max_length=20,
                    ),
                ),
                ("levels", models.JSONField(default=list)),
                ("least_changes", models.PositiveIntegerField()),
                ("placed", models.JSONField(default=list)),
                ("dropped", models.JSONField(default=list)),
                ("counts", models.JSONField(default=dict)),
                ("taken_at", models.DateTimeField(null=True)),
                (
                    "event",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="events.event"),
                ),
                (
                    "replan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="choices", to="events.replan"
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="events.agendaversion",
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="replan",
            index=models.Index(fields=["hub_id", "event", "-made_at"], name="replan_by_time"),
        ),
        migrations.AddConstraint(
            model_name="replan",
            constraint=models.UniqueConstraint(fields=("hub_id", "job_id"), name="replan_one_per_job"),
        ),
        migrations.AddConstraint(
            model_name="replanchoice",
            constraint=models.UniqueConstraint(fields=("hub_id", "replan", "name"), name="replanchoice_name_once"),
        ),
        migrations.AddConstraint(
            model_name="replanchoice",
            constraint=models.CheckConstraint(
                condition=models.Q(("name__in", ["fewest_changes", "balanced", "best_value"])),
                name="replanchoice_name_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="replanchoice",
            constraint=models.CheckConstraint(
                condition=models.Q(("version__isnull", True), ("taken_at__isnull", False), _connector="OR"),
                name="replanchoice_version_when_taken",
            ),
        ),
        SecureHubTable("Replan"),
        SecureHubTable("ReplanChoice"),
        HubForeignKey("Replan", "event"),
        HubForeignKey("Replan", "based_on"),
        HubForeignKey("ReplanChoice", "event"),
        HubForeignKey("ReplanChoice", "replan"),
        HubForeignKey("ReplanChoice", "version"),
    ]
