import django.db.models.deletion
from django.db import migrations, models

import landbridge.kernel.ids
from landbridge.ground.operations import HubForeignKey, SecureHubTable


class Migration(migrations.Migration):
    dependencies = [
        ("events", "0006_walls_of_outcomes"),
    ]

    operations = [
        migrations.CreateModel(
            name="WishPrice",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=landbridge.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("hub_id", models.UUIDField(editable=False)),
                ("job_id", models.UUIDField()),
                ("found", models.BooleanField()),
                ("price", models.IntegerField(null=True)),
                ("least_price", models.IntegerField(null=True)),
                ("levels", models.JSONField(default=list)),
                ("placed", models.JSONField(default=list)),
                ("dropped", models.JSONField(default=list)),
                ("told", models.PositiveIntegerField(default=0)),
                ("made_at", models.DateTimeField()),
                (
                    "draft",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="events.agendaversion",
                    ),
                ),
                (
                    "event",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="events.event"),
                ),
                (
                    "first",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="events.participant"
                    ),
                ),
                (
                    "second",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="events.participant"
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="prices", to="events.agendaversion"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["hub_id", "version", "-made_at"], name="wishprice_by_time")],
                "constraints": [
                    models.UniqueConstraint(fields=("hub_id", "job_id"), name="wishprice_one_per_job"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("found", True), ("least_price__isnull", False), ("price__isnull", False)),
                            models.Q(
                                ("draft__isnull", True),
                                ("found", False),
                                ("least_price__isnull", True),
                                ("price__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="wishprice_when_found",
                    ),
                ],
            },
        ),
        SecureHubTable("WishPrice"),
        HubForeignKey("WishPrice", "event"),
        HubForeignKey("WishPrice", "version"),
        HubForeignKey("WishPrice", "first"),
        HubForeignKey("WishPrice", "second"),
        HubForeignKey("WishPrice", "draft"),
    ]
