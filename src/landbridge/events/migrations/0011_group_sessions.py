import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
from django.db import migrations, models

import landbridge.events.states
import landbridge.ground.fields
import landbridge.kernel.ids
from landbridge.ground.operations import HubForeignKey, SecureHubTable


class Migration(migrations.Migration):
    dependencies = [
        ("events", "0010_standby"),
    ]

    operations = [
        migrations.CreateModel(
            name="Gathering",
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
                        choices=[("pitch", "pitch"), ("round_table", "round_table"), ("site_visit", "site_visit")],
                        max_length=20,
                    ),
                ),
                ("name_latin", models.CharField(blank=True, max_length=200)),
                ("name_chinese", models.CharField(blank=True, max_length=200)),
                ("place", models.CharField(blank=True, max_length=120)),
                ("starts_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                ("capacity", models.PositiveSmallIntegerField()),
                ("created_at", models.DateTimeField()),
                ("cancelled_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Ticket",
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
                        choices=[("waiting", "waiting"), ("takes_part", "takes_part"), ("given_up", "given_up")],
                        max_length=20,
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(null=True)),
                ("starts_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                ("asked_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="absence",
            name="absence_reason_known",
        ),
        migrations.RemoveConstraint(
            model_name="message",
            name="message_kind_known",
        ),
        migrations.AddField(
            model_name="absence",
            name="ticket_id",
            field=models.UUIDField(null=True),
        ),
        migrations.AlterField(
            model_name="absence",
            name="reason",
            field=models.CharField(
                choices=[
                    ("arrives_late", "arrives_late"),
                    ("leaves_early", "leaves_early"),
                    ("busy", "busy"),
                    ("gathering", "gathering"),
                ],
                max_length=20,
            ),
        ),
        migrations.AlterField(
            model_name="message",
            name="kind",
            field=models.CharField(
                choices=[
                    ("invitation", "invitation"),
                    ("reminder", "reminder"),
                    ("agenda", "agenda"),
                    ("agenda_changed", "agenda_changed"),
                    ("cancellation", "cancellation"),
                    ("outcome", "outcome"),
                    ("follow_up", "follow_up"),
                    ("session_place", "session_place"),
                    ("session_off", "session_off"),
                ],
                max_length=20,
            ),
        ),
        migrations.AddConstraint(
            model_name="absence",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason__in", ["arrives_late", "leaves_early", "busy", "gathering"])),
                name="absence_reason_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="absence",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("reason__in", ["gathering"]), ("ticket_id__isnull", False)),
                    models.Q(
                        models.Q(("reason__in", ["gathering"]), _negated=True),
                        models.Q(("ticket_id__isnull", False), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="absence_of_a_ticket",
            ),
        ),
        migrations.AddConstraint(
            model_name="absence",
            constraint=models.UniqueConstraint(fields=("hub_id", "ticket_id"), name="absence_once_per_ticket"),
        ),
        migrations.AddConstraint(
            model_name="message",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        [
                            "invitation",
                            "reminder",
                            "agenda",
                            "agenda_changed",
                            "cancellation",
                            "outcome",
                            "follow_up",
                            "session_place",
                            "session_off",
                        ],
                    )
                ),
                name="message_kind_known",
            ),
        ),
        migrations.AddField(
            model_name="gathering",
            name="event",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="gatherings", to="events.event"
            ),
        ),
        migrations.AddField(
            model_name="ticket",
            name="attendee",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="tickets", to="events.attendee"
            ),
        ),
        migrations.AddField(
            model_name="ticket",
            name="event",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="tickets", to="events.event"
            ),
        ),
        migrations.AddField(
            model_name="ticket",
            name="gathering",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="tickets", to="events.gathering"
            ),
        ),
        migrations.AddConstraint(
            model_name="gathering",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("name_latin", ""), _negated=True),
                    models.Q(("name_chinese", ""), _negated=True),
                    _connector="OR",
                ),
                name="gathering_has_a_name",
            ),
        ),
        migrations.AddConstraint(
            model_name="gathering",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["pitch", "round_table", "site_visit"])), name="gathering_kind_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="gathering",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_at__gt", models.F("starts_at"))), name="gathering_ends_after_start"
            ),
        ),
        migrations.AddConstraint(
            model_name="gathering",
            constraint=models.CheckConstraint(
                condition=models.Q(("capacity__gte", 1)), name="gathering_takes_somebody"
            ),
        ),
        migrations.AddConstraint(
            model_name="ticket",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", landbridge.events.states.TicketState["GIVEN_UP"]), _negated=True),
                fields=("hub_id", "gathering", "attendee"),
                name="ticket_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="ticket",
            constraint=models.UniqueConstraint(fields=("hub_id", "gathering", "number"), name="ticket_number_once"),
        ),
        migrations.AddConstraint(
            model_name="ticket",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["waiting", "takes_part", "given_up"])), name="ticket_state_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="ticket",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["takes_part"]), ("number__isnull", False)),
                    models.Q(
                        models.Q(("state__in", ["takes_part"]), _negated=True),
                        models.Q(("number__isnull", False), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="ticket_numbered_when",
            ),
        ),
        migrations.AddConstraint(
            model_name="ticket",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["given_up"]), ("ended_at__isnull", False)),
                    models.Q(
                        models.Q(("state__in", ["given_up"]), _negated=True),
                        models.Q(("ended_at__isnull", False), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="ticket_ended_when",
            ),
        ),
        migrations.AddConstraint(
            model_name="ticket",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_at__gt", models.F("starts_at"))), name="ticket_ends_after_start"
            ),
        ),
        migrations.AddConstraint(
            model_name="ticket",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                condition=models.Q(("state", landbridge.events.states.TicketState["TAKES_PART"])),
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
                name="ticket_one_session_at_a_time",
            ),
        ),
        SecureHubTable("Gathering"),
        SecureHubTable("Ticket"),
        HubForeignKey("Gathering", "event"),
        HubForeignKey("Ticket", "event"),
        HubForeignKey("Ticket", "gathering"),
        HubForeignKey("Ticket", "attendee"),
    ]
