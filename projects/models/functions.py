"""SQL functions that triggers, generated columns and searches call. This is their home: a migration
that makes or changes one runs ``CREATE``, which replaces them all.
"""

# The texts of a case that are searched, in the order of querysets.search_text.SEARCHED. Other
# arguments are another function, which PostgreSQL keeps beside this one.
SEARCH_TEXT = """
CREATE OR REPLACE FUNCTION projects_search_text(
    key text, title text, public_title text, summary text, tags text[]
) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT lower(key || ' ' || title || ' ' || public_title || ' ' || summary || ' '
                 || array_to_string(tags, ' '))
$$;
"""

# Words of letters alone, four and more: no other is looked for with a typing error.
REMEMBER_WORDS = """
CREATE OR REPLACE FUNCTION projects_remember_words(tenant bigint, lexemes tsvector)
RETURNS void LANGUAGE sql AS $$
    INSERT INTO projects_searchword (municipality_id, word)
    SELECT tenant, word FROM unnest(tsvector_to_array(lexemes)) AS found(word)
    WHERE word ~ '^[[:alpha:]]{4,40}$' AND NOT EXISTS (
        SELECT FROM projects_searchword AS kept
        WHERE kept.municipality_id = tenant AND kept.word = found.word
    )
$$;
"""

# A letter too many, missing or other, or two neighbours swapped.
ONE_ERROR = """
CREATE OR REPLACE FUNCTION projects_one_error(wanted text, word text)
RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT levenshtein_less_equal(word, wanted, 1) <= 1
        OR (length(word) = length(wanted) AND levenshtein_less_equal(word, wanted, 2) <= 2
            AND (SELECT array_agg(c ORDER BY c) FROM unnest(string_to_array(word, NULL)) c)
              = (SELECT array_agg(c ORDER BY c) FROM unnest(string_to_array(wanted, NULL)) c))
$$;
"""

# Another ending of a long word, or one typing error in the word or in its stem. Every such word,
# and not the first ones only: words of cases that the person does not see must not crowd out
# others. Each stands for itself: a case is found when it holds the very word. The words hold
# letters alone, so that they may be quoted.
WORDS_NEAR = """
CREATE OR REPLACE FUNCTION projects_words_near(tenant bigint, wanted text)
RETURNS tsquery LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT to_tsquery('simple', string_agg(quote_literal(word), ' | ')) FROM (
        SELECT DISTINCT word FROM projects_searchword, (
            SELECT (tsvector_to_array(to_tsvector('norwegian', wanted)))[1] AS stem
        ) AS of_wanted
        WHERE municipality_id = tenant AND wanted <% word
          AND (word_similarity(wanted, word) >= 0.75
               OR projects_one_error(wanted, word)
               OR (length(stem) > 3 AND projects_one_error(stem, word)))
    ) AS near
$$;
"""

# Once a transaction and audience: what has been counted is noted in a setting that ends with
# the transaction, and is undone with a savepoint. The row is locked from then on; a long
# transaction sets slik.revise_later, and counts what is noted when all else is done.
REVISE = """
CREATE OR REPLACE FUNCTION projects_revise(wanted bigint, audiences text[])
RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    counted text := coalesce(current_setting('slik.revised', true), '');
    one text;
BEGIN
    FOREACH one IN ARRAY audiences LOOP
        CONTINUE WHEN position(format(';%s:%s;', wanted, one) IN counted) > 0;
        IF coalesce(current_setting('slik.revise_later', true), '') <> 'on' THEN
            INSERT INTO projects_revision (municipality_id, audience, number)
            VALUES (wanted, one, 1) ON CONFLICT (municipality_id, audience)
            DO UPDATE SET number = projects_revision.number + 1;
        END IF;
        counted := counted || format(';%s:%s;', wanted, one);
        PERFORM set_config('slik.revised', counted, true);
    END LOOP;
END $$;
"""

# What a case row carries for speed agrees with the history tables, or the commit is refused.
CASE_AGREES = """
CREATE OR REPLACE FUNCTION projects_case_agrees(wanted bigint) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    c projects_case;
    visit projects_phasevisit;
    status projects_statusupdate;
    latest text;
    wrong text;
BEGIN
    SELECT * INTO c FROM projects_case WHERE id = wanted;
    SELECT * INTO visit FROM projects_phasevisit
        WHERE case_id = wanted ORDER BY id DESC LIMIT 1;
    SELECT target INTO latest FROM projects_statechange
        WHERE case_id = wanted ORDER BY id DESC LIMIT 1;
    SELECT * INTO status FROM projects_statusupdate
        WHERE case_id = wanted ORDER BY id DESC LIMIT 1;

    IF c.state IN ('active', 'paused') AND (visit.id IS NULL OR visit.left_at IS NOT NULL) THEN
        wrong := 'is at work outside any phase';
    ELSIF c.state NOT IN ('active', 'paused')
          AND visit.id IS NOT NULL AND visit.left_at IS NULL THEN
        wrong := 'is at rest inside a phase';
    ELSIF visit.id IS NOT NULL
          AND (c.phase, c.phase_since) IS DISTINCT FROM (visit.phase, visit.entered_on) THEN
        wrong := 'is not in its last visit''s phase';
    ELSIF latest IS DISTINCT FROM c.state THEN
        wrong := 'is not in its last recorded state';
    ELSIF (c.current_status_id, c.confirmed_at)
          IS DISTINCT FROM (status.id, status.recorded_at)
          OR c.health <> coalesce(status.health, 'not_assessed') THEN
        wrong := 'does not show its last status';
    END IF;
    IF wrong IS NOT NULL THEN
        RAISE check_violation USING MESSAGE = format('case %s %s', c.key, wrong);
    END IF;
END $$;
"""

EVERY = (SEARCH_TEXT, REMEMBER_WORDS, ONE_ERROR, WORDS_NEAR, REVISE, CASE_AGREES)
# Before the tables that they name are there, PostgreSQL cannot check them.
CREATE = "\n".join(
    ["SET LOCAL check_function_bodies = off;", *EVERY, "SET LOCAL check_function_bodies = on;"]
)
DROP = """
DROP FUNCTION projects_case_agrees(bigint);
DROP FUNCTION projects_revise(bigint, text[]);
DROP FUNCTION projects_words_near(bigint, text);
DROP FUNCTION projects_one_error(text, text);
DROP FUNCTION projects_remember_words(bigint, tsvector);
DROP FUNCTION projects_search_text(text, text, text, text, text[]);
"""
