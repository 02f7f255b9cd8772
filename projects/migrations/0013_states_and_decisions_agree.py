"""What the database holds of states, decisions and measurements, whatever the code does."""

from django.db import migrations

STATES = """
-- Each change of state begins where the last one ended, by an allowed step, and a case at work is
-- completed by its last gate. The first row says where a case stood when it was registered, and an
-- import may register a draft anew.
CREATE FUNCTION projects_state_follows() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE last text;
BEGIN
    SELECT target INTO last FROM projects_statechange
        WHERE case_id = NEW.case_id AND id < NEW.id ORDER BY id DESC LIMIT 1;
    IF NEW.origin <> coalesce(last, '') THEN
        RAISE check_violation USING MESSAGE = 'a change of state begins where the last one ended';
    END IF;
    IF NEW.origin NOT IN ('', 'draft') AND NEW.origin || '-' || NEW.target NOT IN (
           'active-paused', 'paused-active', 'active-stopped', 'paused-stopped',
           'active-completed', 'stopped-active', 'completed-active') THEN
        RAISE check_violation USING MESSAGE =
            format('a case does not go from %s to %s', NEW.origin, NEW.target);
    END IF;
    IF NEW.origin = 'active' AND NEW.target = 'completed' AND (
           SELECT count(*) FROM projects_gatedecision WHERE case_id = NEW.case_id
           AND gate = 'close' AND outcome IN ('go', 'go_with_exceptions')
       ) <= (
           SELECT count(*) FROM projects_statechange WHERE case_id = NEW.case_id
           AND id < NEW.id AND origin = 'active' AND target = 'completed'
       ) THEN
        RAISE check_violation USING MESSAGE = 'a case is completed by its last gate';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER state_follows AFTER INSERT ON projects_statechange
    FOR EACH ROW EXECUTE FUNCTION projects_state_follows();

-- A case that rests, or has ended, stays in its phase.
CREATE FUNCTION projects_case_at_rest_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE check_violation USING MESSAGE = format('a case that is %s stays in its phase', OLD.state);
END $$;
CREATE TRIGGER case_at_rest_stays BEFORE UPDATE OF phase ON projects_case
    FOR EACH ROW WHEN (OLD.phase <> NEW.phase AND OLD.state = NEW.state
                       AND OLD.state IN ('paused', 'stopped', 'completed'))
    EXECUTE FUNCTION projects_case_at_rest_stays();

-- A stopped case has one open stop; another case has none.
CREATE FUNCTION projects_open_stop_is_of_a_stopped_case() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE held text;
BEGIN
    SELECT state INTO held FROM projects_case WHERE id = NEW.id;
    IF (SELECT count(*) FROM projects_stop s JOIN projects_statechange c ON c.id = s.change_id
        WHERE c.case_id = NEW.id AND s.closed_by_change_id IS NULL)
       <> (CASE held WHEN 'stopped' THEN 1 ELSE 0 END) THEN
        RAISE check_violation USING MESSAGE =
            'a stopped case has one open stop, and another case has none';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER open_stop_is_of_a_stopped_case AFTER INSERT OR UPDATE OF state
    ON projects_case DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    EXECUTE FUNCTION projects_open_stop_is_of_a_stopped_case();
"""
UNDO_STATES = """
DROP FUNCTION projects_state_follows() CASCADE;
DROP FUNCTION projects_case_at_rest_stays() CASCADE;
DROP FUNCTION projects_open_stop_is_of_a_stopped_case() CASCADE;
"""

DECISIONS = """
-- A decision is of its proposal: the same case, the same gate, the same proposer.
CREATE FUNCTION projects_decision_is_of_its_proposal() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM projects_gateproposal p WHERE p.id = NEW.proposal_id
                   AND p.case_id = NEW.case_id AND p.gate = NEW.gate
                   AND p.by_id = NEW.proposed_by_id) THEN
        RAISE check_violation USING MESSAGE = 'a decision is of its proposal';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER decision_is_of_its_proposal BEFORE INSERT ON projects_gatedecision
    FOR EACH ROW EXECUTE FUNCTION projects_decision_is_of_its_proposal();

-- A decision to complete the case is carried out in the same commit.
CREATE FUNCTION projects_close_is_carried_out() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (SELECT count(*) FROM projects_gatedecision WHERE case_id = NEW.case_id
        AND gate = 'close' AND outcome IN ('go', 'go_with_exceptions'))
       <> (SELECT count(*) FROM projects_statechange WHERE case_id = NEW.case_id
           AND origin = 'active' AND target = 'completed') THEN
        RAISE check_violation USING MESSAGE = 'a decision to complete is carried out';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER close_is_carried_out AFTER INSERT ON projects_gatedecision
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    WHEN (NEW.gate = 'close' AND NEW.outcome IN ('go', 'go_with_exceptions'))
    EXECUTE FUNCTION projects_close_is_carried_out();
"""
UNDO_DECISIONS = """
DROP FUNCTION projects_decision_is_of_its_proposal() CASCADE;
DROP FUNCTION projects_close_is_carried_out() CASCADE;
"""

MEASUREMENTS = """
-- A measurement that a later one corrects counts for nothing.
CREATE OR REPLACE FUNCTION projects_benefit_is_measured() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE benefit projects_benefit;
BEGIN
    SELECT * INTO benefit FROM projects_benefit
        WHERE id = CASE TG_TABLE_NAME WHEN 'projects_benefit' THEN NEW.id
                                      ELSE (to_jsonb(NEW) ->> 'benefit_id')::bigint END;
    IF benefit.state IN ('realised', 'partly') AND NOT EXISTS (
           SELECT FROM projects_measurement m WHERE benefit_id = benefit.id
           AND (benefit.baseline_on IS NULL OR measured_on > benefit.baseline_on)
           AND NOT EXISTS (SELECT FROM projects_measurement n WHERE n.corrects_id = m.id)) THEN
        RAISE check_violation USING MESSAGE = 'a realised benefit has been measured';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER benefit_stays_measured AFTER INSERT ON projects_measurement
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.corrects_id IS NOT NULL)
    EXECUTE FUNCTION projects_benefit_is_measured();
"""
UNDO_MEASUREMENTS = """
DROP TRIGGER benefit_stays_measured ON projects_measurement;
CREATE OR REPLACE FUNCTION projects_benefit_is_measured() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM projects_measurement WHERE benefit_id = NEW.id
                   AND (NEW.baseline_on IS NULL OR measured_on > NEW.baseline_on)) THEN
        RAISE check_violation USING MESSAGE = 'a realised benefit has been measured';
    END IF;
    RETURN NULL;
END $$;
"""

PEOPLE = """
-- Who took part in an assessment stands as it was written; whoever is asked or took part is of the
-- municipality.
CREATE FUNCTION projects_participants_stand() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE check_violation USING MESSAGE = 'who took part in an assessment stands as written';
END $$;
CREATE TRIGGER participants_stand BEFORE UPDATE OR DELETE
    ON projects_successassessment_participants
    FOR EACH ROW EXECUTE FUNCTION projects_participants_stand();

CREATE FUNCTION projects_taker_is_of_the_municipality() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE own bigint;
BEGIN
    EXECUTE format('SELECT c.municipality_id FROM projects_case c JOIN %I held'
                   ' ON held.case_id = c.id WHERE held.id = ($1).%I', TG_ARGV[0], TG_ARGV[1])
        INTO own USING NEW;
    IF own <> (SELECT municipality_id FROM accounts_user WHERE id = NEW.user_id) THEN
        RAISE check_violation USING MESSAGE =
            format('%s names a person of another municipality', TG_TABLE_NAME);
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER participant_is_of_the_municipality BEFORE INSERT OR UPDATE
    ON projects_successassessment_participants FOR EACH ROW
    EXECUTE FUNCTION projects_taker_is_of_the_municipality(
        'projects_successassessment', 'successassessment_id');
CREATE TRIGGER assessor_is_of_the_municipality BEFORE INSERT OR UPDATE
    ON projects_assessmentround_assessors FOR EACH ROW
    EXECUTE FUNCTION projects_taker_is_of_the_municipality(
        'projects_assessmentround', 'assessmentround_id');
"""
UNDO_PEOPLE = """
DROP FUNCTION projects_participants_stand() CASCADE;
DROP FUNCTION projects_taker_is_of_the_municipality() CASCADE;
"""

# What nobody's published answers hold moves no number but that of those who read everything:
# a number must never tell of hidden work.
HIDDEN = (
    "stakeholdercontact",
    "stakeholderassessment",
    "stakeholdermeasure",
    "diffusionassessment",
)
AUDIENCES = """
CREATE OR REPLACE FUNCTION projects_record_revises() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    own bigint;
    held projects_case;
    audiences text[] := '{full}';
BEGIN
    EXECUTE TG_ARGV[0] INTO own USING NEW;
    SELECT * INTO held FROM projects_case WHERE id = own;
    IF held.visibility <> 'restricted' AND TG_ARGV[1] <> 'full'
       AND to_jsonb(NEW) ->> 'is_individual' IS DISTINCT FROM 'true'
       AND NOT (TG_TABLE_NAME = 'projects_factorscore' AND EXISTS (
           SELECT FROM projects_successassessment a WHERE a.is_individual
           AND a.id = (to_jsonb(NEW) ->> 'assessment_id')::bigint)) THEN
        audiences := audiences || '{staff}'::text[];
    END IF;
    IF TG_ARGV[1] = 'council' AND held.visibility IN ('council', 'public') THEN
        audiences := audiences || '{council}'::text[];
    END IF;
    PERFORM projects_revise(held.municipality_id, audiences);
    RETURN NULL;
END $$;
CREATE OR REPLACE FUNCTION projects_challenge_revises() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM projects_revise(NEW.municipality_id, CASE WHEN EXISTS (
        SELECT FROM projects_case WHERE challenge_id = NEW.id AND visibility <> 'restricted')
        THEN '{staff,full}'::text[] ELSE '{full}'::text[] END);
    RETURN NULL;
END $$;
"""
UNDO_AUDIENCES = """
CREATE OR REPLACE FUNCTION projects_record_revises() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    own bigint;
    held projects_case;
    audiences text[] := '{full}';
BEGIN
    EXECUTE TG_ARGV[0] INTO own USING NEW;
    SELECT * INTO held FROM projects_case WHERE id = own;
    IF held.visibility <> 'restricted' THEN audiences := audiences || '{staff}'::text[]; END IF;
    IF TG_ARGV[1] = 'council' AND held.visibility IN ('council', 'public') THEN
        audiences := audiences || '{council}'::text[];
    END IF;
    PERFORM projects_revise(held.municipality_id, audiences);
    RETURN NULL;
END $$;
CREATE OR REPLACE FUNCTION projects_challenge_revises() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN PERFORM projects_revise(NEW.municipality_id, '{staff,full}'); RETURN NULL; END $$;
"""


def hung(table, audience):
    """The trigger of a table, for another audience than it was made for."""
    case = "SELECT case_id FROM projects_stakeholder WHERE id = ($1).stakeholder_id"
    if table == "diffusionassessment":
        case = "SELECT ($1).case_id"
    return f"""
DROP TRIGGER {table}_revises ON projects_{table};
CREATE CONSTRAINT TRIGGER {table}_revises AFTER INSERT OR UPDATE ON projects_{table}
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    EXECUTE FUNCTION projects_record_revises('{case}', '{audience}');
"""


class Migration(migrations.Migration):
    dependencies = [("projects", "0012_rules_of_the_method")]

    operations = [
        migrations.RunSQL(STATES, UNDO_STATES),
        migrations.RunSQL(DECISIONS, UNDO_DECISIONS),
        migrations.RunSQL(MEASUREMENTS, UNDO_MEASUREMENTS),
        migrations.RunSQL(PEOPLE, UNDO_PEOPLE),
        migrations.RunSQL(
            AUDIENCES + "".join(hung(table, "full") for table in HIDDEN),
            UNDO_AUDIENCES + "".join(hung(table, "staff") for table in HIDDEN),
        ),
    ]
