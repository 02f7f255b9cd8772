"""The words of every text are kept anew: those that stand in the texts, and their stems."""

from django.db import migrations

OF_RECORDS = (
    "SELECT projects_remember_words(c.municipality_id, r.{}) FROM {} r"
    " JOIN projects_case c ON c.id = r.case_id;"
)
REMEMBER = "\n".join(
    [
        "DROP FUNCTION IF EXISTS projects_remember_words(bigint, text);",
        "DELETE FROM projects_searchword;",
        "SELECT projects_remember_words(municipality_id, lexemes_all) FROM projects_case;",
        "SELECT projects_remember_words(municipality_id, lexemes_open) FROM projects_case;",
        "SELECT projects_remember_words(municipality_id, lexemes) FROM projects_challenge;",
        OF_RECORDS.format("lexemes", "projects_lesson"),
        OF_RECORDS.format("lexemes_shared", "projects_lesson"),
        OF_RECORDS.format("lexemes", "projects_innovationquestion"),
    ]
)
# For the trigger of before; the words that are kept stay.
AS_BEFORE = """
CREATE FUNCTION projects_remember_words(tenant bigint, words text) RETURNS void LANGUAGE sql AS $$
    SELECT projects_remember_words(tenant, to_tsvector('simple', words))
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("projects", "0003_fields_and_triggers")]

    operations = [migrations.RunSQL(REMEMBER, AS_BEFORE)]
