import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

import landbridge.kernel.ids
from landbridge.ground.operations import HubForeignKey, SecureHubTable


class Migration(migrations.Migration):
    dependencies = [
        ("events", "0013_no_shows"),
        ("network", "0006_closed_accounts"),
        ("projects", "0004_profile"),
    ]

    operations = [
        migrations.CreateModel(
            name="Place",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=landbridge.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("hub_id", models.UUIDField(editable=False)),
                ("name", models.CharField(max_length=80)),
            ],
        ),
        migrations.CreateModel(
            name="Walk",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=landbridge.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("hub_id", models.UUIDField(editable=False)),
                ("minutes", models.PositiveSmallIntegerField()),
            ],
        ),
        migrations.AddField(
            model_name="participant",
            name="needs",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(
                    choices=[("screen", "screen"), ("quiet", "quiet"), ("accessible", "accessible")], max_length=20
                ),
                blank=True,
                default=list,
                size=None,
            ),
        ),
        migrations.AddField(
            model_name="wish",
            name="needs",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(
                    choices=[("screen", "screen"), ("quiet", "quiet"), ("accessible", "accessible")], max_length=20
                ),
                blank=True,
                default=list,
                size=None,
            ),
        ),
        migrations.AlterField(
            model_name="table",
            name="properties",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(
                    choices=[("screen", "screen"), ("quiet", "quiet"), ("accessible", "accessible")], max_length=20
                ),
                blank=True,
                default=list,
                size=None,
            ),
        ),
        migrations.AddConstraint(
            model_name="participant",
            constraint=models.CheckConstraint(
                condition=models.Q(("needs__contained_by", ["screen", "quiet", "accessible"])),
                name="participant_needs_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="table",
            constraint=models.CheckConstraint(
                condition=models.Q(("properties__contained_by", ["screen", "quiet", "accessible"])),
                name="table_properties_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="wish",
            constraint=models.CheckConstraint(
                condition=models.Q(("needs__contained_by", ["screen", "quiet", "accessible"])), name="wish_needs_known"
            ),
        ),
        migrations.AddField(
            model_name="place",
            name="event",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="places", to="events.event"
            ),
        ),
        migrations.AddField(
            model_name="room",
            name="place",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="rooms", to="events.place"
            ),
        ),
        migrations.AddField(
            model_name="walk",
            name="event",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="walks", to="events.event"
            ),
        ),
        migrations.AddField(
            model_name="walk",
            name="first",
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="events.place"),
        ),
        migrations.AddField(
            model_name="walk",
            name="second",
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="events.place"),
        ),
        migrations.AddConstraint(
            model_name="place",
            constraint=models.UniqueConstraint(fields=("hub_id", "event", "name"), name="place_name_once"),
        ),
        migrations.AddConstraint(
            model_name="place",
            constraint=models.CheckConstraint(condition=models.Q(("name", ""), _negated=True), name="place_has_a_name"),
        ),
        migrations.AddConstraint(
            model_name="walk",
            constraint=models.UniqueConstraint(fields=("hub_id", "event", "first", "second"), name="walk_once"),
        ),
        migrations.AddConstraint(
            model_name="walk",
            constraint=models.CheckConstraint(
                condition=models.Q(("first__lt", models.F("second"))), name="walk_in_one_order"
            ),
        ),
        migrations.AddConstraint(
            model_name="walk",
            constraint=models.CheckConstraint(
                condition=models.Q(("minutes__gte", 1), ("minutes__lte", 180)), name="walk_takes_minutes"
            ),
        ),
        SecureHubTable("Place"),
        SecureHubTable("Walk"),
        HubForeignKey("Place", "event"),
        HubForeignKey("Room", "place"),
        HubForeignKey("Walk", "event"),
        HubForeignKey("Walk", "first"),
        HubForeignKey("Walk", "second"),
    ]
