"""What a case row carries for speed agrees with the history tables, or the commit is refused."""

from django.db import migrations

AGREES = """
CREATE FUNCTION projects_case_agrees(wanted bigint) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    held projects_case;
    visit projects_phasevisit;
    status projects_statusupdate;
    latest text;
BEGIN
    SELECT * INTO held FROM projects_case WHERE id = wanted;

    SELECT * INTO visit FROM projects_phasevisit WHERE case_id = wanted ORDER BY id DESC LIMIT 1;
    IF held.state IN ('active', 'paused') AND (visit.id IS NULL OR visit.left_at IS NOT NULL) THEN
        RAISE check_violation USING MESSAGE = format('case %s is at work outside any phase', held.key);
    ELSIF held.state NOT IN ('active', 'paused') AND visit.id IS NOT NULL AND visit.left_at IS NULL THEN
        RAISE check_violation USING MESSAGE = format('case %s is at rest inside a phase', held.key);
    ELSIF visit.id IS NOT NULL
          AND (held.phase, held.phase_since) IS DISTINCT FROM (visit.phase, visit.entered_on) THEN
        RAISE check_violation USING MESSAGE = format('case %s is not in its last visit''s phase', held.key);
    END IF;

    SELECT target INTO latest FROM projects_statechange WHERE case_id = wanted ORDER BY id DESC LIMIT 1;
    IF latest IS DISTINCT FROM held.state THEN
        RAISE check_violation USING MESSAGE = format('case %s is not in its last recorded state', held.key);
    END IF;

    SELECT * INTO status FROM projects_statusupdate WHERE case_id = wanted ORDER BY id DESC LIMIT 1;
    IF (held.current_status_id, held.confirmed_at) IS DISTINCT FROM (status.id, status.recorded_at)
       OR held.health <> coalesce(status.health, 'not_assessed') THEN
        RAISE check_violation USING MESSAGE = format('case %s does not show its last status', held.key);
    END IF;
END $$;

CREATE FUNCTION projects_case_row_agrees() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN PERFORM projects_case_agrees(NEW.id); RETURN NULL; END $$;

CREATE FUNCTION projects_history_row_agrees() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN PERFORM projects_case_agrees(NEW.case_id); RETURN NULL; END $$;

CREATE CONSTRAINT TRIGGER case_agrees AFTER INSERT OR UPDATE OF
    phase, phase_since, state, health, current_status_id, confirmed_at ON projects_case
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION projects_case_row_agrees();
CREATE CONSTRAINT TRIGGER visit_agrees AFTER INSERT OR UPDATE ON projects_phasevisit
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION projects_history_row_agrees();
CREATE CONSTRAINT TRIGGER statechange_agrees AFTER INSERT ON projects_statechange
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION projects_history_row_agrees();
CREATE CONSTRAINT TRIGGER status_agrees AFTER INSERT ON projects_statusupdate
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION projects_history_row_agrees();
"""

UNDO_AGREES = """
DROP FUNCTION projects_case_row_agrees() CASCADE;
DROP FUNCTION projects_history_row_agrees() CASCADE;
DROP FUNCTION projects_case_agrees(bigint);
"""

# Every row belongs to exactly one municipality: what a row points at is of the same one.
ONE_TENANT = """
CREATE FUNCTION projects_case_one_tenant() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM accounts_unit
               WHERE id = NEW.unit_id AND municipality_id <> NEW.municipality_id)
       OR EXISTS (SELECT FROM accounts_user
                  WHERE id = NEW.contact_id AND municipality_id <> NEW.municipality_id) THEN
        RAISE check_violation USING MESSAGE = 'a case points into another municipality';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER case_one_tenant BEFORE INSERT OR UPDATE OF unit_id, contact_id ON projects_case
    FOR EACH ROW EXECUTE FUNCTION projects_case_one_tenant();

CREATE FUNCTION projects_assignment_one_tenant() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (SELECT municipality_id FROM projects_case WHERE id = NEW.case_id)
       <> (SELECT municipality_id FROM accounts_user WHERE id = NEW.user_id) THEN
        RAISE check_violation USING MESSAGE = 'a role in a case of another municipality';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER assignment_one_tenant BEFORE INSERT ON projects_assignment
    FOR EACH ROW EXECUTE FUNCTION projects_assignment_one_tenant();
"""

UNDO_ONE_TENANT = """
DROP FUNCTION projects_case_one_tenant() CASCADE;
DROP FUNCTION projects_assignment_one_tenant() CASCADE;
"""


class Migration(migrations.Migration):
    dependencies = [("projects", "0001_cases")]

    operations = [
        migrations.RunSQL(AGREES, UNDO_AGREES),
        migrations.RunSQL(ONE_TENANT, UNDO_ONE_TENANT),
    ]
