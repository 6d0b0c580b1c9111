from django.db import migrations

FIND = """
CREATE OR REPLACE FUNCTION landbridge_find(of_kind text, asked tsquery, typed text) RETURNS SETOF uuid
LANGUAGE plpgsql STABLE ROWS 50 SECURITY DEFINER SET search_path = public, pg_temp {settings} AS $$
BEGIN
  RETURN QUERY SELECT id FROM ground_searchentry
    WHERE words @@ asked AND kind = of_kind AND hub_id = ANY (landbridge_hubs());
  IF NOT FOUND {guard} THEN
    RETURN QUERY SELECT id FROM ground_searchentry
      WHERE typed <% names AND kind = of_kind AND hub_id = ANY (landbridge_hubs());
  END IF;
END
$$;
"""
# Whatever the statistics say, the index is right: a scan compares every name letter by letter.
NOW = FIND.format(settings="SET enable_seqscan = off", guard="AND typed <> ''")
BEFORE = FIND.format(settings="", guard="")
NEAR = "ALTER FUNCTION landbridge_near(text, text[], integer) {}"
# Rows waiting beside an index are all read by each search: few may wait.
LIMIT = "ALTER INDEX {} {} (gin_pending_list_limit = 256)"


class Migration(migrations.Migration):
    dependencies = [("ground", "0004_find_what_is_near")]

    operations = [
        migrations.RunSQL(NOW, BEFORE),
        migrations.RunSQL(NEAR.format("SET enable_seqscan = off"), NEAR.format("RESET enable_seqscan")),
        *(
            migrations.RunSQL(LIMIT.format(index, "SET"), f"ALTER INDEX {index} RESET (gin_pending_list_limit)")
            for index in ("searchentry_words", "searchentry_names")
        ),
    ]
