"""A stopped case keeps at least one lesson that is not withdrawn."""

from django.db import migrations

KEEPS = """
CREATE FUNCTION projects_stopped_case_keeps_a_lesson() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM projects_case WHERE id = NEW.case_id AND state = 'stopped')
       AND NOT EXISTS (SELECT FROM projects_lesson
                       WHERE case_id = NEW.case_id AND withdrawn_at IS NULL) THEN
        RAISE check_violation USING MESSAGE = 'a stopped case keeps a lesson';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER stopped_case_keeps_a_lesson AFTER UPDATE OF withdrawn_at
    ON projects_lesson DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    WHEN (NEW.withdrawn_at IS NOT NULL)
    EXECUTE FUNCTION projects_stopped_case_keeps_a_lesson();
"""
UNDO = "DROP FUNCTION projects_stopped_case_keeps_a_lesson() CASCADE"


class Migration(migrations.Migration):
    dependencies = [("projects", "0009_method_agreement")]

    operations = [migrations.RunSQL(KEEPS, UNDO)]
