"""The words of every case are kept anew: those that stand in its texts, and their stems."""

from django.db import migrations

from projects.models import functions

REMEMBER = """
DROP FUNCTION IF EXISTS projects_remember_words(bigint, text);
DELETE FROM projects_searchword;
SELECT projects_remember_words(municipality_id, lexemes_all) FROM projects_case;
SELECT projects_remember_words(municipality_id, lexemes_open) FROM projects_case;
"""
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
