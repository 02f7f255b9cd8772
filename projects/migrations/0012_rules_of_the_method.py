"""What one table alone can hold of the rules of the method."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

# Of several chosen options of a case the newest stays chosen. What the triggers still have to do is
# done before the table is altered.
ONE_CHOSEN = """
UPDATE projects_option o SET state = 'parked', version = version + 1
WHERE state = 'chosen' AND withdrawn_at IS NULL AND EXISTS (
    SELECT FROM projects_option newer WHERE newer.case_id = o.case_id AND newer.id > o.id
    AND newer.state = 'chosen' AND newer.withdrawn_at IS NULL);
SET CONSTRAINTS ALL IMMEDIATE;
SET CONSTRAINTS ALL DEFERRED;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("projects", "0011_names_in_forms"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="condition",
            name="condition_is_fixed",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="trial",
            name="trial_is_locked_when_started",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="trial",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="trial",
            name="update_update",
        ),
        migrations.RemoveConstraint(
            model_name="implementationstep",
            name="projects_implementationstep_one_per_element",
        ),
        migrations.AddField(
            model_name="trial",
            name="criterion_on",
            field=models.DateField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name="trialevent",
            name="criterion_on",
            field=models.DateField(blank=True, editable=False, null=True),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="assessmentround",
            trigger=pgtrigger.compiler.Trigger(
                name="assessmentround_is_fixed",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."case_id" IS DISTINCT FROM (NEW."case_id") OR OLD."occasion" IS DISTINCT FROM (NEW."occasion") OR OLD."due_on" IS DISTINCT FROM (NEW."due_on") OR OLD."by_id" IS DISTINCT FROM (NEW."by_id") OR OLD."recorded_at" IS DISTINCT FROM (NEW."recorded_at"))',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="1fa57d1a7b5d24574151970163a78234cb6b20a1",
                    operation="UPDATE",
                    pgid="pgtrigger_assessmentround_is_fixed_da39c",
                    table="projects_assessmentround",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="condition",
            trigger=pgtrigger.compiler.Trigger(
                name="condition_is_fixed",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."decision_id" IS DISTINCT FROM (NEW."decision_id") OR OLD."code" IS DISTINCT FROM (NEW."code") OR OLD."reason" IS DISTINCT FROM (NEW."reason") OR OLD."action" IS DISTINCT FROM (NEW."action") OR OLD."responsible_id" IS DISTINCT FROM (NEW."responsible_id") OR OLD."due_on" IS DISTINCT FROM (NEW."due_on") OR OLD."by_id" IS DISTINCT FROM (NEW."by_id") OR OLD."recorded_at" IS DISTINCT FROM (NEW."recorded_at"))',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="0d9192bc890649a8a2d600fb451643750392f5ee",
                    operation="UPDATE",
                    pgid="pgtrigger_condition_is_fixed_59ede",
                    table="projects_condition",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="trial",
            trigger=pgtrigger.compiler.Trigger(
                name="trial_is_locked_when_started",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.started_on IS NOT NULL AND (NEW.hypothesis, NEW.success_criterion, NEW.started_on, NEW.criterion_on) IS DISTINCT FROM (OLD.hypothesis, OLD.success_criterion, OLD.started_on, OLD.criterion_on))",
                    func="RAISE check_violation USING MESSAGE = 'a started trial keeps its criterion';",
                    hash="55ed886911ff2d6c2a677a3d130e4af7ce06ad16",
                    operation="UPDATE",
                    pgid="pgtrigger_trial_is_locked_when_started_a5ec7",
                    table="projects_trial",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="trial",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "projects_trialevent" ("afterwards", "budget", "by_id", "case_id", "criterion_on", "ended_on", "evaluation", "findings", "hypothesis", "id", "kind", "participants", "people", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "planned_end_on", "planned_start_on", "real_users", "recorded_at", "result", "round_id", "started_on", "success_criterion", "title", "version", "who_tests", "withdrawn_at", "withdrawn_by_id") VALUES (NEW."afterwards", NEW."budget", NEW."by_id", NEW."case_id", NEW."criterion_on", NEW."ended_on", NEW."evaluation", NEW."findings", NEW."hypothesis", NEW."id", NEW."kind", NEW."participants", NEW."people", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."place", NEW."planned_end_on", NEW."planned_start_on", NEW."real_users", NEW."recorded_at", NEW."result", NEW."round_id", NEW."started_on", NEW."success_criterion", NEW."title", NEW."version", NEW."who_tests", NEW."withdrawn_at", NEW."withdrawn_by_id"); RETURN NULL;',
                    hash="8a4bdf1e5d27e1a5cca1a1b71c907def4f27018b",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_4b836",
                    table="projects_trial",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="trial",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "projects_trialevent" ("afterwards", "budget", "by_id", "case_id", "criterion_on", "ended_on", "evaluation", "findings", "hypothesis", "id", "kind", "participants", "people", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "planned_end_on", "planned_start_on", "real_users", "recorded_at", "result", "round_id", "started_on", "success_criterion", "title", "version", "who_tests", "withdrawn_at", "withdrawn_by_id") VALUES (NEW."afterwards", NEW."budget", NEW."by_id", NEW."case_id", NEW."criterion_on", NEW."ended_on", NEW."evaluation", NEW."findings", NEW."hypothesis", NEW."id", NEW."kind", NEW."participants", NEW."people", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."place", NEW."planned_end_on", NEW."planned_start_on", NEW."real_users", NEW."recorded_at", NEW."result", NEW."round_id", NEW."started_on", NEW."success_criterion", NEW."title", NEW."version", NEW."who_tests", NEW."withdrawn_at", NEW."withdrawn_by_id"); RETURN NULL;',
                    hash="1b2cd74b8ebdc932ea3ef48de22320d1404f8b88",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_a9129",
                    table="projects_trial",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="gatedecision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "role__in",
                        [
                            "",
                            "anonymous",
                            "council",
                            "stakeholder",
                            "reader",
                            "benefit_owner",
                            "member",
                            "lead",
                            "owner",
                            "leader",
                            "administrator",
                        ],
                    )
                ),
                name="projects_gatedecision_role_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="implementationstep",
            constraint=models.UniqueConstraint(
                condition=models.Q(("withdrawn_at", None)),
                fields=("case", "element"),
                name="projects_implementationstep_one_per_element",
                violation_error_message="This element is settled already: change that instead.",
            ),
        ),
        migrations.RunSQL(ONE_CHOSEN, migrations.RunSQL.noop),
        migrations.AddConstraint(
            model_name="option",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "chosen"), ("withdrawn_at", None)),
                fields=("case",),
                name="projects_option_one_is_chosen",
                violation_error_message="Another option is chosen already: say first what becomes of that one.",
            ),
        ),
        migrations.AddConstraint(
            model_name="stop",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("level", "political"), _negated=True),
                    ("formal_decision__isnull", False),
                    _connector="OR",
                ),
                name="projects_stop_political_names_its_decision",
            ),
        ),
        migrations.AddConstraint(
            model_name="trial",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("criterion_on", None),
                    ("started_on", None),
                    ("criterion_on__lte", models.F("started_on")),
                    _connector="OR",
                ),
                name="projects_trial_criterion_predates_the_start",
            ),
        ),
    ]
