import django.db.models.deletion
from django.db import migrations, models

import landbridge.kernel.ids
from landbridge.ground.operations import HubForeignKey, SecureHubTable


class Migration(migrations.Migration):
    dependencies = [
        ("evidence", "0001_trail_documents_threads"),
        ("projects", "0002_walls"),
    ]

    operations = [
        migrations.CreateModel(
            name="ProjectDocument",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=landbridge.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("hub_id", models.UUIDField(editable=False)),
                ("title", models.CharField(max_length=200)),
                ("added_at", models.DateTimeField()),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="evidence.document"
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="documents", to="projects.project"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("hub_id", "project", "document"), name="projectdocument_once"),
                    models.CheckConstraint(
                        condition=models.Q(("title", ""), _negated=True), name="projectdocument_has_a_title"
                    ),
                ],
            },
        ),
        SecureHubTable("ProjectDocument"),
        HubForeignKey("ProjectDocument", "project"),
        HubForeignKey("ProjectDocument", "document"),
    ]
