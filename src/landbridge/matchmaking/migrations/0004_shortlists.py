import django.db.models.deletion
from django.db import migrations, models

import landbridge.kernel.ids
from landbridge.ground.operations import HubForeignKey, SecureHubTable


class Migration(migrations.Migration):
    dependencies = [
        ("matchmaking", "0003_imported_needs"),
        ("network", "0004_webhooks"),
        ("projects", "0004_profile"),
    ]

    operations = [
        migrations.AddField(
            model_name="need",
            name="closed_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.CreateModel(
            name="Shortlist",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=landbridge.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("hub_id", models.UUIDField(editable=False)),
                ("ranker", models.CharField(choices=[("prior", "prior"), ("learned", "learned")], max_length=20)),
                ("encoder", models.CharField(blank=True, max_length=200)),
                ("considered", models.PositiveIntegerField()),
                ("barred", models.JSONField(default=dict)),
                ("outcomes", models.PositiveIntegerField()),
                ("made_by", models.UUIDField()),
                ("made_at", models.DateTimeField()),
                (
                    "need",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="shortlists",
                        to="matchmaking.need",
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="shortlists",
                        to="projects.project",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ShortlistLine",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=landbridge.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("hub_id", models.UUIDField(editable=False)),
                ("rank", models.PositiveSmallIntegerField()),
                ("score", models.FloatField()),
                ("probability", models.FloatField(null=True)),
                ("findings", models.JSONField(default=list)),
                (
                    "need",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="matchmaking.need"
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="projects.project"
                    ),
                ),
                (
                    "shortlist",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="lines", to="matchmaking.shortlist"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="TextVector",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=landbridge.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("hub_id", models.UUIDField(editable=False)),
                ("digest", models.CharField(max_length=64)),
                ("encoder", models.CharField(max_length=200)),
                ("vector", models.BinaryField()),
                ("made_at", models.DateTimeField()),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("hub_id", "digest"), name="textvector_once")],
            },
        ),
        migrations.CreateModel(
            name="PairOutcome",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=landbridge.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("hub_id", models.UUIDField(editable=False)),
                (
                    "result",
                    models.CharField(
                        choices=[("interested", "interested"), ("signed", "signed"), ("invested", "invested")],
                        max_length=20,
                    ),
                ),
                ("happened_on", models.DateField()),
                ("note", models.TextField(blank=True)),
                ("actor_id", models.UUIDField()),
                ("recorded_at", models.DateTimeField()),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="pair_outcomes",
                        to="network.organisation",
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="pair_outcomes", to="projects.project"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("result__in", ["interested", "signed", "invested"])),
                        name="pairoutcome_result_known",
                    ),
                    models.UniqueConstraint(
                        fields=("hub_id", "project", "organisation", "result"), name="pairoutcome_each_result_once"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PairSighting",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=landbridge.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("hub_id", models.UUIDField(editable=False)),
                ("ranker", models.CharField(choices=[("prior", "prior"), ("learned", "learned")], max_length=20)),
                ("predicted", models.FloatField()),
                ("first_shown_at", models.DateTimeField()),
                ("last_shown_at", models.DateTimeField()),
                ("times", models.PositiveIntegerField(default=1)),
                ("opened_at", models.DateTimeField(null=True)),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="sightings", to="network.organisation"
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="sightings", to="projects.project"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("hub_id", "project", "organisation"), name="pairsighting_once"),
                    models.CheckConstraint(
                        condition=models.Q(("ranker__in", ["prior", "learned"])), name="pairsighting_ranker_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("predicted__gte", 0), ("predicted__lte", 1)),
                        name="pairsighting_predicted_is_a_share",
                    ),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="shortlist",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("need__isnull", False), ("project__isnull", True)),
                    models.Q(("need__isnull", True), ("project__isnull", False)),
                    _connector="OR",
                ),
                name="shortlist_of_one_thing",
            ),
        ),
        migrations.AddConstraint(
            model_name="shortlist",
            constraint=models.UniqueConstraint(fields=("hub_id", "project"), name="shortlist_one_per_project"),
        ),
        migrations.AddConstraint(
            model_name="shortlist",
            constraint=models.UniqueConstraint(fields=("hub_id", "need"), name="shortlist_one_per_need"),
        ),
        migrations.AddConstraint(
            model_name="shortlist",
            constraint=models.CheckConstraint(
                condition=models.Q(("ranker__in", ["prior", "learned"])), name="shortlist_ranker_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="shortlistline",
            constraint=models.UniqueConstraint(
                fields=("hub_id", "shortlist", "project", "need"), name="shortlistline_pair_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="shortlistline",
            constraint=models.UniqueConstraint(fields=("hub_id", "shortlist", "rank"), name="shortlistline_place_once"),
        ),
        SecureHubTable("PairOutcome"),
        SecureHubTable("PairSighting"),
        SecureHubTable("TextVector"),
        SecureHubTable("Shortlist"),
        SecureHubTable("ShortlistLine"),
        HubForeignKey("PairOutcome", "project"),
        HubForeignKey("PairOutcome", "organisation"),
        HubForeignKey("PairSighting", "project"),
        HubForeignKey("PairSighting", "organisation"),
        HubForeignKey("Shortlist", "project"),
        HubForeignKey("Shortlist", "need"),
        HubForeignKey("ShortlistLine", "shortlist"),
        HubForeignKey("ShortlistLine", "project"),
        HubForeignKey("ShortlistLine", "need"),
    ]
