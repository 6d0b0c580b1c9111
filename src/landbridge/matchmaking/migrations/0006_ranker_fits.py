from django.db import migrations, models

import landbridge.kernel.ids
import landbridge.matchmaking.states
from landbridge.ground.operations import SecureHubTable


class Migration(migrations.Migration):
    dependencies = [
        ("matchmaking", "0005_board_and_searches"),
    ]

    operations = [
        migrations.CreateModel(
            name="RankerFit",
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
                        choices=[
                            ("learned", "learned"),
                            ("rules_better", "rules_better"),
                            ("too_few_known", "too_few_known"),
                            ("failed", "failed"),
                        ],
                        max_length=20,
                    ),
                ),
                ("asof", models.DateField()),
                ("joined", models.PositiveIntegerField()),
                ("questions", models.PositiveIntegerField(default=0)),
                ("rules", models.FloatField(null=True)),
                ("blend", models.FloatField(null=True)),
                ("share", models.FloatField(default=0.0)),
                ("fault", models.CharField(blank=True, max_length=80)),
                ("fitted_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("hub_id", "asof"), name="rankerfit_one_a_day"),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["learned", "rules_better", "too_few_known", "failed"])),
                        name="rankerfit_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("share__gte", 0), ("share__lte", 1)), name="rankerfit_share_is_a_share"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                [
                                    landbridge.matchmaking.states.FitState["TOO_FEW_KNOWN"],
                                    landbridge.matchmaking.states.FitState["FAILED"],
                                ],
                            ),
                            models.Q(("blend__isnull", False), ("rules__isnull", False)),
                            _connector="OR",
                        ),
                        name="rankerfit_measured_where_tried",
                    ),
                ],
            },
        ),
        SecureHubTable("RankerFit"),
    ]
