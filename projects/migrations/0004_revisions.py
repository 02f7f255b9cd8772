"""A revision number per municipality and audience, counted by triggers."""

import django.db.models.deletion
from django.db import migrations, models

# Once a transaction and audience: what has been counted is noted in a setting that ends with
# the transaction, and is undone with a savepoint.
REVISE = """
CREATE FUNCTION projects_revise(wanted bigint, audiences text[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    counted text := coalesce(current_setting('slik.revised', true), '');
    one text;
BEGIN
    FOREACH one IN ARRAY audiences LOOP
        CONTINUE WHEN position(format(';%s:%s;', wanted, one) IN counted) > 0;
        INSERT INTO projects_revision (municipality_id, audience, number) VALUES (wanted, one, 1)
        ON CONFLICT (municipality_id, audience) DO UPDATE SET number = projects_revision.number + 1;
        counted := counted || format(';%s:%s;', wanted, one);
        PERFORM set_config('slik.revised', counted, true);
    END LOOP;
END $$;

CREATE FUNCTION projects_case_revises() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    shown text[] := ARRAY[NEW.visibility];
    audiences text[] := '{}';
    open_differs boolean := true;
BEGIN
    IF TG_OP = 'UPDATE' THEN
        shown := shown || OLD.visibility::text;
        open_differs := (NEW.visibility, NEW.public_title, NEW.summary, NEW.language, NEW.unit_id,
                         NEW.phase, NEW.phase_since, NEW.state, NEW.paused_until, NEW.health,
                         NEW.confirmed_at, NEW.start_on, NEW.planned_end_on, NEW.actual_end_on,
                         NEW.innovation_types, NEW.tags, NEW.kostra_function, NEW.sdgs, NEW.link,
                         NEW.archive_reference)
            IS DISTINCT FROM
                        (OLD.visibility, OLD.public_title, OLD.summary, OLD.language, OLD.unit_id,
                         OLD.phase, OLD.phase_since, OLD.state, OLD.paused_until, OLD.health,
                         OLD.confirmed_at, OLD.start_on, OLD.planned_end_on, OLD.actual_end_on,
                         OLD.innovation_types, OLD.tags, OLD.kostra_function, OLD.sdgs, OLD.link,
                         OLD.archive_reference);
    END IF;
    IF open_differs AND 'public' = ANY(shown) THEN audiences := audiences || 'public'::text; END IF;
    IF open_differs AND shown && '{public,council}' THEN audiences := audiences || 'council'::text; END IF;
    IF shown && '{public,council,internal}' THEN audiences := audiences || 'staff'::text; END IF;
    PERFORM projects_revise(NEW.municipality_id, audiences || 'full'::text);
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER case_revises AFTER INSERT OR UPDATE ON projects_case
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION projects_case_revises();

CREATE FUNCTION projects_assignment_revises() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE held projects_case;
BEGIN
    SELECT * INTO held FROM projects_case WHERE id = NEW.case_id;
    IF held.visibility = 'restricted' THEN
        PERFORM projects_revise(held.municipality_id, '{full}');
    ELSE
        PERFORM projects_revise(held.municipality_id, '{staff,full}');
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER assignment_revises AFTER INSERT OR UPDATE ON projects_assignment
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION projects_assignment_revises();

CREATE FUNCTION projects_unit_revises() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM projects_revise(NEW.municipality_id, '{public,council,staff,full}');
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER unit_revises AFTER INSERT OR UPDATE ON accounts_unit
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION projects_unit_revises();

CREATE FUNCTION projects_person_revises() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM projects_revise(NEW.municipality_id, '{staff,full}');
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER person_revises AFTER UPDATE OF name ON accounts_user
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION projects_person_revises();
"""

UNDO_REVISE = """
DROP FUNCTION projects_case_revises() CASCADE;
DROP FUNCTION projects_assignment_revises() CASCADE;
DROP FUNCTION projects_unit_revises() CASCADE;
DROP FUNCTION projects_person_revises() CASCADE;
DROP FUNCTION projects_revise(bigint, text[]);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_api_tokens"),
        ("projects", "0003_imports"),
    ]

    operations = [
        migrations.CreateModel(
            name="Revision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "audience",
                    models.CharField(
                        choices=[
                            ("public", "Public"),
                            ("council", "Council"),
                            ("staff", "Staff"),
                            ("full", "Full"),
                        ],
                        max_length=7,
                    ),
                ),
                ("number", models.PositiveBigIntegerField()),
                (
                    "municipality",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="revisions",
                        to="accounts.municipality",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("municipality", "audience"),
                        name="projects_revision_one_per_audience",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("audience__in", ["public", "council", "staff", "full"])
                        ),
                        name="projects_revision_audience_is_known",
                    ),
                ],
            },
        ),
        migrations.RunSQL(REVISE, UNDO_REVISE),
    ]
