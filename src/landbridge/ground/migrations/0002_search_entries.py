import django.contrib.postgres.indexes
import django.contrib.postgres.search
from django.conf import settings
from django.contrib.postgres.operations import BtreeGistExtension, TrigramExtension
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

import landbridge.kernel.ids
from landbridge.ground.operations import SecureHubTable

FIND = """
CREATE FUNCTION landbridge_find(of_kind text, asked tsquery, typed text) RETURNS SETOF uuid
LANGUAGE plpgsql STABLE ROWS 50 SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  RETURN QUERY SELECT id FROM ground_searchentry
    WHERE words @@ asked AND kind = of_kind AND hub_id = ANY (landbridge_hubs());
  IF NOT FOUND THEN
    RETURN QUERY SELECT id FROM ground_searchentry
      WHERE typed <% names AND kind = of_kind AND hub_id = ANY (landbridge_hubs());
  END IF;
END
$$;
"""
DROP_FIND = "DROP FUNCTION landbridge_find(text, tsquery, text);"


def let_the_owner_find(apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:  # noqa: ARG001
    """The function runs as the owner. If the serving role owned the tables too, this would open them: then it is not done."""
    if schema_editor.connection.settings_dict["USER"] != settings.DATABASES["default"]["USER"]:
        schema_editor.execute("CREATE POLICY found ON ground_searchentry FOR SELECT TO CURRENT_USER USING (true)")


def no_longer(apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:  # noqa: ARG001
    schema_editor.execute("DROP POLICY IF EXISTS found ON ground_searchentry")


class Migration(migrations.Migration):
    dependencies = [
        ("ground", "0001_walls_and_jobs"),
    ]

    operations = [
        TrigramExtension(),
        BtreeGistExtension(),
        migrations.CreateModel(
            name="SearchEntry",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=landbridge.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("hub_id", models.UUIDField(editable=False)),
                ("kind", models.CharField(max_length=60)),
                ("names", models.TextField()),
                ("words", django.contrib.postgres.search.SearchVectorField()),
            ],
            options={
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(fields=["words"], name="searchentry_words"),
                    django.contrib.postgres.indexes.GinIndex(
                        django.contrib.postgres.indexes.OpClass("names", name="gin_trgm_ops"), name="searchentry_names"
                    ),
                ],
            },
        ),
        SecureHubTable("SearchEntry"),
        migrations.RunPython(let_the_owner_find, no_longer),
        migrations.RunSQL(FIND, DROP_FIND),
    ]
