from django.db import migrations

NEAR = """
CREATE FUNCTION landbridge_near(of_kind text, typed text[], most integer) RETURNS SETOF uuid
LANGUAGE sql STABLE ROWS 50 SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT found.id FROM unnest(typed) AS one(text) CROSS JOIN LATERAL (
    SELECT entry.id FROM ground_searchentry AS entry
    WHERE one.text <% entry.names AND entry.kind = of_kind AND entry.hub_id = ANY (landbridge_hubs())
    ORDER BY word_similarity(one.text, entry.names) DESC, entry.id LIMIT most
  ) AS found
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("ground", "0003_installation")]

    operations = [migrations.RunSQL(NEAR, "DROP FUNCTION landbridge_near(text, text[], integer)")]
