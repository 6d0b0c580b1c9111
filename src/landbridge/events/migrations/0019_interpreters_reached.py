import django.db.models.deletion
from django.db import migrations, models

from landbridge.ground.operations import HubForeignKey

OF_ONE = models.Q(("attendee__isnull", False), ("interpreter__isnull", True)) | models.Q(
    ("attendee__isnull", True), ("interpreter__isnull", False)
)
# The owner of the table passes its walls only while they are not forced.
FORGET = """
ALTER TABLE {0} NO FORCE ROW LEVEL SECURITY;
DELETE FROM {0} WHERE attendee_id IS NULL;
ALTER TABLE {0} FORCE ROW LEVEL SECURITY;
"""
TABLES = ("events_personallink", "events_calendarfeed", "events_message")


class Migration(migrations.Migration):
    dependencies = [
        ("events", "0018_interpreters_on_the_day"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="message",
            name="message_once",
        ),
        migrations.AddField(
            model_name="calendarfeed",
            name="interpreter",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.CASCADE, related_name="feeds", to="events.interpreter"
            ),
        ),
        migrations.AlterField(
            model_name="calendarfeed",
            name="attendee",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.CASCADE, related_name="feeds", to="events.attendee"
            ),
        ),
        migrations.AddField(
            model_name="message",
            name="interpreter",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.CASCADE, related_name="messages", to="events.interpreter"
            ),
        ),
        migrations.AlterField(
            model_name="message",
            name="attendee",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.CASCADE, related_name="messages", to="events.attendee"
            ),
        ),
        migrations.AddField(
            model_name="personallink",
            name="interpreter",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.CASCADE, related_name="links", to="events.interpreter"
            ),
        ),
        migrations.AlterField(
            model_name="personallink",
            name="attendee",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.CASCADE, related_name="links", to="events.attendee"
            ),
        ),
        *(migrations.RunSQL(migrations.RunSQL.noop, FORGET.format(table)) for table in TABLES),
        migrations.AddConstraint(
            model_name="calendarfeed",
            constraint=models.UniqueConstraint(
                condition=models.Q(("revoked_at__isnull", True)),
                fields=("hub_id", "interpreter"),
                name="feed_one_active_per_interpreter",
            ),
        ),
        migrations.AddConstraint(
            model_name="message",
            constraint=models.UniqueConstraint(
                fields=("hub_id", "attendee", "interpreter", "kind", "about_id"),
                name="message_once",
                nulls_distinct=False,
            ),
        ),
        migrations.AddConstraint(
            model_name="calendarfeed", constraint=models.CheckConstraint(condition=OF_ONE, name="feed_of_one")
        ),
        migrations.AddConstraint(
            model_name="message", constraint=models.CheckConstraint(condition=OF_ONE, name="message_of_one")
        ),
        migrations.AddConstraint(
            model_name="personallink", constraint=models.CheckConstraint(condition=OF_ONE, name="link_of_one")
        ),
        HubForeignKey("CalendarFeed", "interpreter"),
        HubForeignKey("Message", "interpreter"),
        HubForeignKey("PersonalLink", "interpreter"),
    ]
