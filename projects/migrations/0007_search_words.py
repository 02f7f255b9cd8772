"""A list of the words in use, so that a typing error is looked for among words and not in
every text: at 10 000 cases that took seconds.
"""

import django.contrib.postgres.indexes
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

REMEMBER_WORDS = """
CREATE FUNCTION projects_remember_words(tenant bigint, words text) RETURNS void LANGUAGE sql AS $$
    INSERT INTO projects_searchword (municipality_id, word)
    SELECT tenant, word FROM (
        SELECT DISTINCT word FROM regexp_split_to_table(words, '[^[:alpha:]]+') AS word
        WHERE length(word) BETWEEN 4 AND 40
    ) AS held
    WHERE NOT EXISTS (
        SELECT FROM projects_searchword AS kept
        WHERE kept.municipality_id = tenant AND kept.word = held.word
    )
$$
"""

# Another ending of a long word, or one typing error: a letter too many, missing or other, or
# two neighbours swapped. The words hold letters alone, so that they may be quoted.
WORDS_NEAR = """
CREATE FUNCTION projects_words_near(tenant bigint, wanted text)
RETURNS tsquery LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT to_tsquery('norwegian', string_agg(quote_literal(word), ' | ')) FROM (
        SELECT DISTINCT word, word_similarity(wanted, word) AS likeness FROM projects_searchword
        WHERE municipality_id = tenant AND wanted <% word
          AND (word_similarity(wanted, word) >= 0.75
               OR levenshtein_less_equal(word, wanted, 1) <= 1
               OR (length(word) = length(wanted) AND levenshtein_less_equal(word, wanted, 2) <= 2
                   AND (SELECT array_agg(c ORDER BY c) FROM unnest(string_to_array(word, NULL)) c)
                     = (SELECT array_agg(c ORDER BY c) FROM unnest(string_to_array(wanted, NULL)) c)))
        ORDER BY likeness DESC, word LIMIT 50
    ) AS near
$$
"""

HAS_WORD_NEAR = r"""
CREATE FUNCTION projects_has_word_near(words text, word text)
RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT word_similarity(word, words) >= 0.75 OR EXISTS (
        SELECT FROM regexp_split_to_table(words, '\W+') AS held
        WHERE abs(length(held) - length(word)) <= 1
          AND (levenshtein_less_equal(held, word, 1) <= 1
               OR (length(held) = length(word) AND levenshtein_less_equal(held, word, 2) <= 2
                   AND (SELECT array_agg(c ORDER BY c) FROM unnest(string_to_array(held, NULL)) c)
                     = (SELECT array_agg(c ORDER BY c) FROM unnest(string_to_array(word, NULL)) c)))
    )
$$
"""

REMEMBER_ALL = """
SELECT projects_remember_words(
    municipality_id, projects_search_text(key, title, public_title, summary, tags)
) FROM projects_case ORDER BY id
"""


class Migration(migrations.Migration):
    dependencies = [("projects", "0006_board_index")]

    operations = [
        migrations.CreateModel(
            name="SearchWord",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("word", models.CharField(max_length=40)),
                (
                    "municipality",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="search_words",
                        to="accounts.municipality",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["municipality", "word"], name="searchword_of_municipality"
                    ),
                    django.contrib.postgres.indexes.GinIndex(
                        django.contrib.postgres.indexes.OpClass(
                            models.F("word"), name="gin_trgm_ops"
                        ),
                        name="searchword_near",
                    ),
                ],
            },
        ),
        migrations.RunSQL(REMEMBER_WORDS, "DROP FUNCTION projects_remember_words(bigint, text)"),
        migrations.RunSQL(WORDS_NEAR, "DROP FUNCTION projects_words_near(bigint, text)"),
        migrations.RunSQL("DROP FUNCTION projects_has_word_near(text, text)", HAS_WORD_NEAR),
        migrations.RunSQL(REMEMBER_ALL, migrations.RunSQL.noop),
        pgtrigger.migrations.AddTrigger(
            model_name="case",
            trigger=pgtrigger.compiler.Trigger(
                name="case_words_are_remembered",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n                    PERFORM projects_remember_words(NEW.municipality_id, projects_search_text(\n                        NEW.key, NEW.title, NEW.public_title, NEW.summary, NEW.tags));\n                    RETURN NULL;\n                ",
                    hash="9a943193c1acc875bb413a15b5f60eaaa8ef8afb",
                    operation='INSERT OR UPDATE OF "title", "public_title", "summary", "tags"',
                    pgid="pgtrigger_case_words_are_remembered_794e2",
                    table="projects_case",
                    when="AFTER",
                ),
            ),
        ),
    ]
