"""What the code alone held until now: what must be said is said, a phase is entered only at work,
stops and corrections belong to what they are of, and every criterion has its day.
"""

from django.db import migrations, models
from django.db.models import F, Q

from projects.migrations._together import Together

# What must be chosen is never left out, which the first form of these constraints let pass.
CHOICES = {
    ("anchoring", "form"): "decision briefing meeting written resources participation",
    ("anchoring", "level"): "political administrative line staff users",
    ("assessmentround", "occasion"): "start gate routine after_trial",
    ("benefit", "kind"): "avoided_cost saved_time quality staff influence climate business",
    ("benefit", "state"): "expected under_way realised partly not_realised dropped",
    ("challenge", "entry_point"): "burning_platform known_challenge renewal",
    ("cost", "kind"): "hours purchase investment operation",
    ("engagement", "degree"): "informed consulted involved cocreated",
    ("engagement", "form"): "cocreation interview workshop hearing public_meeting user_panel test",
    ("factorscore", "factor"): "need value team champion anchoring",
    ("formaldecision", "follow_up"): "open under_way done lapsed",
    ("formaldecision", "kind"): "briefing principle funding choice implementation stop other",
    ("formaldecision", "level"): "administrative political",
    ("formaldecision", "outcome"): "adopted amended postponed rejected noted",
    (
        "funding",
        "source",
    ): "own fund project_grant klimasats research_council stimulab innovation_norway eu husbanken county other",
    ("gatedecision", "gate"): "g1 g2 g3 g4 close",
    ("gatedecision", "outcome"): "go go_with_exceptions rework decline",
    ("gatedecision", "role"): "owner leader",
    ("gateproposal", "gate"): "g1 g2 g3 g4 close",
    (
        "implementationstep",
        "element",
    ): "anchoring information training test_runs routines steering milestones improvement",
    ("implementationstep", "state"): "not_started planned under_way done not_relevant",
    ("innovationquestion", "builds_on_insight"): "yes partly no not_assessed",
    ("innovationquestion", "holds_a_vision"): "yes partly no not_assessed",
    ("innovationquestion", "inspires_action"): "yes partly no not_assessed",
    ("innovationquestion", "short_and_clear"): "yes partly no not_assessed",
    ("insight", "kind"): "interview observation data workshop input others literature",
    ("lesson", "kind"): "success misstep surprise resistance method",
    ("lesson", "phase"): "what who system use refine",
    ("option", "state"): "candidate chosen rejected parked",
    ("pause", "cause"): "capacity money decision supplier rules technical season other",
    ("planreference", "kind"): "planning_strategy society action thematic strategy other",
    ("stakeholder", "category"): "management user supplier premise_setter other",
    ("stakeholder", "kind"): "person group organisation unit",
    ("stakeholderassessment", "attitude"): "supports neutral sceptical opposes unknown",
    ("stakeholderassessment", "influence"): "none little medium great",
    ("stakeholderassessment", "interest"): "none little medium great",
    ("stakeholderassessment", "phase"): "what who system use refine",
    ("stakeholdermeasure", "state"): "planned done dropped",
    (
        "stop",
        "cause",
    ): "trial_completed need_gone solution technology anchoring people money rules solved_otherwise taken_over merged other",
    ("stop", "level"): "administrative political",
    ("stop", "phase"): "what who system use refine",
    ("successassessment", "occasion"): "start gate routine after_trial",
    ("trial", "kind"): "prototype test pilot experiment",
}

VISITS = """
-- A phase is entered only while the case is active. The first visit says where the case stood when
-- it was started or registered.
CREATE FUNCTION projects_visit_begins_at_work() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE held text;
BEGIN
    SELECT target INTO held FROM projects_statechange WHERE case_id = NEW.case_id
        ORDER BY id DESC LIMIT 1;
    IF coalesce(held, 'draft') = 'draft' OR (held <> 'active' AND EXISTS (
           SELECT FROM projects_phasevisit WHERE case_id = NEW.case_id)) THEN
        RAISE check_violation USING MESSAGE = 'a phase is entered only while the case is active';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER visit_begins_at_work BEFORE INSERT ON projects_phasevisit
    FOR EACH ROW EXECUTE FUNCTION projects_visit_begins_at_work();
"""
UNDO_VISITS = "DROP FUNCTION projects_visit_begins_at_work() CASCADE"

STOPS = """
-- A stop is of a change that stops the case, and closed by one that takes the same case up again.
CREATE FUNCTION projects_stop_is_of_its_changes() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    stopped projects_statechange;
    reopened projects_statechange;
BEGIN
    SELECT * INTO stopped FROM projects_statechange WHERE id = NEW.change_id;
    SELECT * INTO reopened FROM projects_statechange WHERE id = NEW.closed_by_change_id;
    IF stopped.target <> 'stopped' OR reopened.origin <> 'stopped'
       OR reopened.case_id <> stopped.case_id OR reopened.id < stopped.id THEN
        RAISE check_violation USING MESSAGE = 'a stop is of the changes that stop and reopen its case';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER stop_is_of_its_changes BEFORE INSERT OR UPDATE ON projects_stop
    FOR EACH ROW EXECUTE FUNCTION projects_stop_is_of_its_changes();

CREATE FUNCTION projects_stop_agrees() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE held projects_case;
BEGIN
    SELECT c.* INTO held FROM projects_case c JOIN projects_statechange s ON s.case_id = c.id
        WHERE s.id = NEW.change_id;
    IF (SELECT count(*) FROM projects_stop s JOIN projects_statechange c ON c.id = s.change_id
        WHERE c.case_id = held.id AND s.closed_by_change_id IS NULL)
       <> (CASE held.state WHEN 'stopped' THEN 1 ELSE 0 END) THEN
        RAISE check_violation USING MESSAGE =
            'a stopped case has one open stop, and another case has none';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER stop_agrees AFTER INSERT OR UPDATE ON projects_stop
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION projects_stop_agrees();
"""
UNDO_STOPS = """
DROP FUNCTION projects_stop_is_of_its_changes() CASCADE;
DROP FUNCTION projects_stop_agrees() CASCADE;
"""

CORRECTIONS = """
-- A measurement corrects one of its own benefit.
CREATE FUNCTION projects_measurement_corrects_its_own() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.benefit_id <> (SELECT benefit_id FROM projects_measurement WHERE id = NEW.corrects_id) THEN
        RAISE check_violation USING MESSAGE = 'a measurement corrects one of its own benefit';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER measurement_corrects_its_own BEFORE INSERT ON projects_measurement
    FOR EACH ROW WHEN (NEW.corrects_id IS NOT NULL)
    EXECUTE FUNCTION projects_measurement_corrects_its_own();
"""
UNDO_CORRECTIONS = "DROP FUNCTION projects_measurement_corrects_its_own() CASCADE"

# When the words of a trial were written stands in its history. No act of anybody's: neither the
# history nor what is counted is told of it, and undoing it takes nothing back that was said.
DATED = """
ALTER TABLE projects_trial DISABLE TRIGGER USER;
UPDATE projects_trial t SET criterion_on = written.day
FROM (
    SELECT e.pgh_obj_id AS id, (min(e.pgh_created_at) AT TIME ZONE 'Europe/Oslo')::date AS day
    FROM projects_trialevent e JOIN projects_trial own ON own.id = e.pgh_obj_id
    WHERE (e.hypothesis, e.success_criterion) = (own.hypothesis, own.success_criterion)
      AND NOT EXISTS (SELECT FROM projects_trialevent later
                      WHERE later.pgh_obj_id = own.id AND later.pgh_id > e.pgh_id
                      AND (later.hypothesis, later.success_criterion)
                          <> (own.hypothesis, own.success_criterion))
    GROUP BY e.pgh_obj_id
) written
WHERE t.id = written.id AND t.criterion_on IS NULL
  AND (t.started_on IS NULL OR t.started_on >= written.day);
ALTER TABLE projects_trial ENABLE TRIGGER USER;
"""


def chosen():
    """Each of the constraints anew."""
    for (model, field), values in CHOICES.items():
        name = f"projects_{model}_{field}_is_known"
        yield migrations.RemoveConstraint(model_name=model, name=name)
        rule = models.CheckConstraint(name=name, condition=Q(**{f"{field}__in": values.split()}))
        yield migrations.AddConstraint(model_name=model, constraint=rule)


class Migration(migrations.Migration):
    dependencies = [("projects", "0013_states_and_decisions_agree")]

    operations = [
        migrations.RunSQL(DATED, migrations.RunSQL.noop),
        Together([*chosen()]),
        migrations.AddConstraint(
            model_name="statechange",
            constraint=models.CheckConstraint(
                name="projects_statechange_goes_somewhere", condition=~Q(target=F("origin"))
            ),
        ),
        migrations.RunSQL(VISITS, UNDO_VISITS),
        migrations.RunSQL(STOPS, UNDO_STOPS),
        migrations.RunSQL(CORRECTIONS, UNDO_CORRECTIONS),
    ]
