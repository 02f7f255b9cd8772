"""What must always be true of the method's records: refused by the database, whoever writes."""

from django.db import migrations

OWN = "SELECT ($1).case_id"


def through(table, column):
    """The case of a row that hangs on another row of a case."""
    return f"SELECT case_id FROM projects_{table} WHERE id = ($1).{column}"  # noqa: S608 - our own names


# table: (how its case is found, {column: table of the same case}, columns of people)
RECORDS = {
    "insight": (OWN, {}, ()),
    "figure": (OWN, {}, ()),
    "planreference": (OWN, {}, ()),
    "innovationquestion": (
        OWN,
        {"insight_id": "insight", "trial_id": "trial", "engagement_id": "engagement"},
        (),
    ),
    "stakeholder": (OWN, {}, ()),
    "stakeholdercontact": (through("stakeholder", "stakeholder_id"), {}, ()),
    "stakeholderassessment": (through("stakeholder", "stakeholder_id"), {}, ()),
    "stakeholdermeasure": (
        through("stakeholder", "stakeholder_id"),
        {},
        ("responsible_id",),
    ),
    "engagement": (OWN, {}, ()),
    "anchoring": (OWN, {}, ()),
    "option": (OWN, {}, ()),
    "criterion": (OWN, {}, ()),
    "rating": (through("option", "option_id"), {"criterion_id": "criterion"}, ()),
    "round": (OWN, {"option_id": "option"}, ()),
    "trial": (OWN, {"round_id": "round"}, ()),
    "benefit": (OWN, {}, ("owner_id",)),
    "measurement": (through("benefit", "benefit_id"), {}, ()),
    "implementationstep": (OWN, {}, ("responsible_id",)),
    "diffusionassessment": (OWN, {"stakeholder_id": "stakeholder"}, ()),
    "formaldecision": (OWN, {}, ()),
    "archivereference": (OWN, {}, ()),
    "funding": (OWN, {}, ()),
    "cost": (OWN, {}, ()),
    "lesson": (OWN, {"trial_id": "trial"}, ()),
    "reuse": (OWN, {"lesson_id": "lesson"}, ()),
    "assessmentround": (OWN, {}, ()),
    "successassessment": (OWN, {"round_id": "assessmentround"}, ()),
    "factorscore": (through("successassessment", "assessment_id"), {}, ("responsible_id",)),
    "gateproposal": (OWN, {}, ()),
    "gatedecision": (
        OWN,
        {
            "proposal_id": "gateproposal",
            "assessment_id": "successassessment",
            "formal_decision_id": "formaldecision",
        },
        ("proposed_by_id",),
    ),
    "condition": (through("gatedecision", "decision_id"), {}, ("responsible_id",)),
    "pause": (through("statechange", "change_id"), {}, ()),
    "stop": (
        through("statechange", "change_id"),
        {"lesson_id": "lesson", "formal_decision_id": "formaldecision"},
        (),
    ),
}
# What the council reads of a case: see the register of fields.
READ_BY_THE_COUNCIL = {"formaldecision", "gatedecision", "condition", "stop"}

SAME_CASE = """
CREATE FUNCTION projects_record_fits() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    own bigint;
    other bigint;
    tenant bigint;
    pair text;
BEGIN
    EXECUTE TG_ARGV[0] INTO own USING NEW;
    FOREACH pair IN ARRAY string_to_array(TG_ARGV[1], ',') LOOP
        EXECUTE format('SELECT case_id FROM projects_%I WHERE id = ($1).%I',
                       split_part(pair, ':', 2), split_part(pair, ':', 1)) INTO other USING NEW;
        IF other IS NOT NULL AND other <> own THEN
            RAISE check_violation USING MESSAGE =
                format('%s points at a %s of another case', TG_TABLE_NAME, split_part(pair, ':', 2));
        END IF;
    END LOOP;
    SELECT municipality_id INTO tenant FROM projects_case WHERE id = own;
    FOREACH pair IN ARRAY string_to_array(TG_ARGV[2], ',') LOOP
        EXECUTE format('SELECT municipality_id FROM accounts_user WHERE id = ($1).%I', pair)
            INTO other USING NEW;
        IF other IS NOT NULL AND other <> tenant THEN
            RAISE check_violation USING MESSAGE =
                format('%s names a person of another municipality', TG_TABLE_NAME);
        END IF;
    END LOOP;
    RETURN NEW;
END $$;

CREATE FUNCTION projects_record_revises() RETURNS trigger LANGUAGE plpgsql AS $$
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
"""

UNDO_SAME_CASE = """
DROP FUNCTION projects_record_fits() CASCADE;
DROP FUNCTION projects_record_revises() CASCADE;
"""

CHALLENGES = """
CREATE FUNCTION projects_case_method_one_tenant() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM projects_challenge
               WHERE id = NEW.challenge_id AND municipality_id <> NEW.municipality_id)
       OR EXISTS (SELECT FROM projects_case
                  WHERE id = NEW.derived_from_id AND municipality_id <> NEW.municipality_id)
       OR EXISTS (SELECT FROM accounts_unit
                  WHERE id = NEW.receiving_unit_id AND municipality_id <> NEW.municipality_id)
       OR EXISTS (SELECT FROM accounts_user
                  WHERE id = NEW.follow_up_by_id AND municipality_id <> NEW.municipality_id) THEN
        RAISE check_violation USING MESSAGE = 'a case points into another municipality';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER case_method_one_tenant
    BEFORE INSERT OR UPDATE OF challenge_id, derived_from_id, receiving_unit_id, follow_up_by_id
    ON projects_case FOR EACH ROW
    WHEN (coalesce(NEW.challenge_id, NEW.derived_from_id, NEW.receiving_unit_id,
                   NEW.follow_up_by_id) IS NOT NULL)
    EXECUTE FUNCTION projects_case_method_one_tenant();

CREATE FUNCTION projects_challenge_revises() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN PERFORM projects_revise(NEW.municipality_id, '{staff,full}'); RETURN NULL; END $$;
CREATE CONSTRAINT TRIGGER challenge_revises AFTER INSERT OR UPDATE ON projects_challenge
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION projects_challenge_revises();
"""

UNDO_CHALLENGES = """
DROP FUNCTION projects_case_method_one_tenant() CASCADE;
DROP FUNCTION projects_challenge_revises() CASCADE;
"""

RULES = """
-- Versions of the question and rounds have no gaps.
CREATE FUNCTION projects_numbered_without_gaps() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE last integer;
BEGIN
    EXECUTE format('SELECT coalesce(max(number), 0) FROM %I WHERE case_id = $1', TG_TABLE_NAME)
        INTO last USING NEW.case_id;
    IF NEW.number <> last + 1 THEN
        RAISE check_violation USING MESSAGE =
            format('%s %s does not follow %s', TG_TABLE_NAME, NEW.number, last);
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER question_has_no_gaps BEFORE INSERT ON projects_innovationquestion
    FOR EACH ROW EXECUTE FUNCTION projects_numbered_without_gaps();
CREATE TRIGGER round_has_no_gaps BEFORE INSERT ON projects_round
    FOR EACH ROW EXECUTE FUNCTION projects_numbered_without_gaps();

-- A snapshot has exactly one score for each factor.
CREATE FUNCTION projects_assessment_is_whole() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (SELECT count(*) FROM projects_factorscore WHERE assessment_id = NEW.id) <> 5 THEN
        RAISE check_violation USING MESSAGE = 'an assessment says something of each factor';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER assessment_is_whole AFTER INSERT ON projects_successassessment
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION projects_assessment_is_whole();

-- A benefit is realised, wholly or partly, only by a measurement after its baseline.
CREATE FUNCTION projects_benefit_is_measured() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM projects_measurement WHERE benefit_id = NEW.id
                   AND (NEW.baseline_on IS NULL OR measured_on > NEW.baseline_on)) THEN
        RAISE check_violation USING MESSAGE = 'a realised benefit has been measured';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER benefit_is_measured AFTER INSERT OR UPDATE ON projects_benefit
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.state IN ('realised', 'partly'))
    EXECUTE FUNCTION projects_benefit_is_measured();

-- A stopped case has a record of its stop, and a lesson.
CREATE FUNCTION projects_stop_is_recorded() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM projects_stop WHERE change_id = NEW.id) THEN
        RAISE check_violation USING MESSAGE = 'a stopped case has a record of its stop';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER stop_is_recorded AFTER INSERT ON projects_statechange
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.target = 'stopped')
    EXECUTE FUNCTION projects_stop_is_recorded();

-- One phase on goes through the gate between the two, and nothing goes further on.
CREATE FUNCTION projects_visit_passes_the_gate() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    phases text[] := '{what,who,system,use,refine}';
    before text;
    decision projects_gatedecision;
    step integer;
BEGIN
    SELECT phase INTO before FROM projects_phasevisit WHERE case_id = NEW.case_id
        ORDER BY id DESC LIMIT 1;
    step := array_position(phases, NEW.phase::text) - array_position(phases, before);
    IF before IS NULL OR step <= 0 THEN
        IF NEW.decision_id IS NOT NULL THEN
            RAISE check_violation USING MESSAGE = 'only a step forward passes a gate';
        END IF;
        RETURN NEW;
    END IF;
    SELECT * INTO decision FROM projects_gatedecision WHERE id = NEW.decision_id;
    IF step > 1 OR decision.id IS NULL OR decision.case_id <> NEW.case_id
       OR decision.outcome NOT IN ('go', 'go_with_exceptions')
       OR decision.gate <> 'g' || array_position(phases, before) THEN
        RAISE check_violation USING MESSAGE = 'a step forward passes the gate between the two';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER visit_passes_the_gate BEFORE INSERT ON projects_phasevisit
    FOR EACH ROW EXECUTE FUNCTION projects_visit_passes_the_gate();

-- A decision to go on is carried out in the same commit, and closes its proposal.
CREATE FUNCTION projects_decision_is_carried_out() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM projects_gateproposal WHERE id = NEW.proposal_id AND closed_at IS NULL) THEN
        RAISE check_violation USING MESSAGE = 'a decision closes its proposal';
    END IF;
    IF NEW.outcome IN ('go', 'go_with_exceptions') AND NEW.gate <> 'close'
       AND NOT EXISTS (SELECT FROM projects_phasevisit WHERE decision_id = NEW.id) THEN
        RAISE check_violation USING MESSAGE = 'a decision to go on is carried out';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER decision_is_carried_out AFTER INSERT ON projects_gatedecision
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    EXECUTE FUNCTION projects_decision_is_carried_out();
"""

UNDO_RULES = """
DROP FUNCTION projects_numbered_without_gaps() CASCADE;
DROP FUNCTION projects_assessment_is_whole() CASCADE;
DROP FUNCTION projects_benefit_is_measured() CASCADE;
DROP FUNCTION projects_stop_is_recorded() CASCADE;
DROP FUNCTION projects_visit_passes_the_gate() CASCADE;
DROP FUNCTION projects_decision_is_carried_out() CASCADE;
"""


def triggers():
    """Hang the two functions on every table."""
    statements = []
    for table, (case, parents, people) in RECORDS.items():
        pairs = ",".join(f"{column}:{other}" for column, other in parents.items())
        persons = ",".join(("by_id", *people))
        audience = "council" if table in READ_BY_THE_COUNCIL else "staff"
        statements.append(f"""
CREATE TRIGGER {table}_fits BEFORE INSERT OR UPDATE ON projects_{table}
    FOR EACH ROW EXECUTE FUNCTION projects_record_fits('{case}', '{pairs}', '{persons}');
CREATE CONSTRAINT TRIGGER {table}_revises AFTER INSERT OR UPDATE ON projects_{table}
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    EXECUTE FUNCTION projects_record_revises('{case}', '{audience}');
""")
    return "".join(statements)


class Migration(migrations.Migration):
    dependencies = [("projects", "0008_method")]

    operations = [
        migrations.RunSQL(SAME_CASE + triggers(), UNDO_SAME_CASE),
        migrations.RunSQL(CHALLENGES, UNDO_CHALLENGES),
        migrations.RunSQL(RULES, UNDO_RULES),
    ]
