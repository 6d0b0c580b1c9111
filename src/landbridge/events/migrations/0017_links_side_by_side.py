from django.db import migrations, models

# The owner of the table passes its walls only while they are not forced.
OPENED = """
ALTER TABLE events_personallink NO FORCE ROW LEVEL SECURITY;
UPDATE events_personallink SET last_opened_at = opened_at WHERE opened_at IS NOT NULL;
ALTER TABLE events_personallink FORCE ROW LEVEL SECURITY;
"""
ONE_EACH = """
ALTER TABLE events_personallink NO FORCE ROW LEVEL SECURITY;
UPDATE events_personallink older SET revoked_at = now() WHERE revoked_at IS NULL AND EXISTS (
    SELECT 1 FROM events_personallink newer
    WHERE newer.attendee_id = older.attendee_id AND newer.revoked_at IS NULL
      AND (newer.made_at, newer.id) > (older.made_at, older.id)
);
ALTER TABLE events_personallink FORCE ROW LEVEL SECURITY;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("events", "0016_longer_announcement"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="personallink",
            name="link_one_active_per_attendee",
        ),
        migrations.RunSQL(migrations.RunSQL.noop, ONE_EACH),
        migrations.AddField(
            model_name="personallink",
            name="last_opened_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="personallink",
            name="way",
            field=models.CharField(
                choices=[("mail", "mail"), ("handed", "handed"), ("earlier", "earlier")],
                default="earlier",
                max_length=20,
            ),
            preserve_default=False,
        ),
        migrations.RunSQL(OPENED, migrations.RunSQL.noop),
        migrations.AddConstraint(
            model_name="personallink",
            constraint=models.UniqueConstraint(
                condition=models.Q(("revoked_at__isnull", True)),
                fields=("hub_id", "family"),
                name="link_one_active_per_family",
            ),
        ),
        migrations.AddConstraint(
            model_name="personallink",
            constraint=models.CheckConstraint(
                condition=models.Q(("way__in", ["mail", "handed", "earlier"])), name="link_way_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="personallink",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("last_opened_at__isnull", True), ("opened_at__isnull", True)),
                    models.Q(
                        ("last_opened_at__gte", models.F("opened_at")),
                        ("last_opened_at__isnull", False),
                        ("opened_at__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="link_last_opened_after_first",
            ),
        ),
    ]
