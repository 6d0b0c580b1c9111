from django.db import migrations, models

import landbridge.kernel.ids
from landbridge.ground.operations import SecureHubTable

FUNCTIONS = """
CREATE FUNCTION landbridge_hubs() RETURNS uuid[] LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT coalesce(string_to_array(nullif(current_setting('landbridge.hubs', true), ''), ',')::uuid[], '{}')
$$;
CREATE FUNCTION landbridge_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only: add a row that corrects the former one', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END
$$;
"""
DROP_FUNCTIONS = "DROP FUNCTION landbridge_refuse_change(); DROP FUNCTION landbridge_hubs();"


class Migration(migrations.Migration):
    initial = True
    dependencies = []

    operations = [
        migrations.RunSQL(FUNCTIONS, DROP_FUNCTIONS),
        migrations.CreateModel(
            name="JobRun",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=landbridge.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("hub_id", models.UUIDField(editable=False)),
                ("kind", models.CharField(max_length=80)),
                ("subject_id", models.UUIDField(null=True)),
                ("requested_by", models.UUIDField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("queued", "queued"),
                            ("running", "running"),
                            ("done", "done"),
                            ("failed", "failed"),
                            ("cancelled", "cancelled"),
                        ],
                        default="queued",
                        max_length=20,
                    ),
                ),
                ("progress", models.FloatField(default=0.0)),
                ("note", models.JSONField(default=dict)),
                ("result", models.JSONField(default=dict)),
                ("cancel_requested_at", models.DateTimeField(null=True)),
                ("queued_at", models.DateTimeField()),
                ("started_at", models.DateTimeField(null=True)),
                ("finished_at", models.DateTimeField(null=True)),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                "indexes": [models.Index(fields=["hub_id", "-queued_at"], name="jobrun_by_time")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("progress__gte", 0), ("progress__lte", 1)),
                        name="jobrun_progress_is_a_share",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["queued", "cancelled"]), ("started_at__isnull", False), _connector="OR"
                        ),
                        name="jobrun_running_has_started",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("finished_at__isnull", True), ("state__in", ["queued", "running"])),
                            models.Q(("finished_at__isnull", False), ("state__in", ["done", "failed", "cancelled"])),
                            _connector="OR",
                        ),
                        name="jobrun_ended_has_finished",
                    ),
                ],
            },
        ),
        SecureHubTable("JobRun"),
    ]
