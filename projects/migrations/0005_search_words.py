"""The words of every text are kept anew: those that stand in the texts, and their stems."""

from django.db import migrations

from projects.models import functions
from projects.querysets.search_text import (
    CHALLENGE_TEXTS,
    LESSON_TEXTS,
    QUESTION_TEXTS,
    SHARED_LESSON_TEXTS,
    lexemes_of_row,
)


def remembering(table, names, tenant="c.municipality_id", joined="JOIN projects_case c ON c.id = r.case_id"):
    lexemes = lexemes_of_row(names).replace("NEW.", "r.")
    return f"SELECT projects_remember_words({tenant}, {lexemes}) FROM {table} r {joined};"


REMEMBER = "\n".join(
    [
        "DROP FUNCTION IF EXISTS projects_remember_words(bigint, text);",
        "DELETE FROM projects_searchword;",
        "SELECT projects_remember_words(municipality_id, lexemes_all) FROM projects_case;",
        "SELECT projects_remember_words(municipality_id, lexemes_open) FROM projects_case;",
        remembering("projects_lesson", LESSON_TEXTS),
        remembering("projects_lesson", SHARED_LESSON_TEXTS),
        remembering("projects_innovationquestion", QUESTION_TEXTS),
        remembering("projects_challenge", CHALLENGE_TEXTS, "r.municipality_id", ""),
    ]
)

# For the trigger of before; the words that are kept stay.
REMEMBER_AS_BEFORE = """
CREATE FUNCTION projects_remember_words(tenant bigint, words text) RETURNS void LANGUAGE sql AS $$
    SELECT projects_remember_words(tenant, to_tsvector('simple', words))
$$;
"""


class Migration(migrations.Migration):
    dependencies = [
        ('projects', '0004_importing'),
    ]

    operations = [
        migrations.RunSQL(functions.CREATE, migrations.RunSQL.noop),
        migrations.RunSQL(REMEMBER, REMEMBER_AS_BEFORE),
    ]
