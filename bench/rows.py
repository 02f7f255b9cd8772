"""The rows of a database to measure on, as SQL. A column that no statement names gets its field's
default, so that a new field needs no line here. Import it after ``django.setup()``.
"""

from django.db import models
from psycopg import sql

from accounts.models import County, Municipality, RoleGrant, Unit, User
from projects.models import (
    Assignment,
    Benefit,
    Case,
    Condition,
    Engagement,
    FactorScore,
    FormalDecision,
    GateDecision,
    GateProposal,
    Insight,
    Lesson,
    Measurement,
    Option,
    PhaseVisit,
    Stakeholder,
    StakeholderAssessment,
    StateChange,
    StatusUpdate,
    Stop,
    SuccessAssessment,
    Trial,
)


def insert(model, source, /, **values):
    """One row of the model for each of the source, with these values in SQL by field."""
    fields = model._meta.concrete_fields
    unknown = set(values) - {field.name for field in fields}
    if unknown:
        raise LookupError(f"{model._meta.label} has no {unknown}")
    columns = {f.column: values[f.name] for f in fields if f.name in values}
    columns |= {f.column: default_of(f) for f in fields if f.name not in values and asks(f)}
    return f"INSERT INTO {model._meta.db_table} ({', '.join(columns)}) SELECT {', '.join(columns.values())} {source}"


def asks(field):
    """PostgreSQL has no value of its own for the column."""
    return not (
        field.null
        or field.generated
        or field.has_db_default()
        or isinstance(field, models.AutoField)
    )


def default_of(field):
    """Return the value that a new row gets, in SQL. Raises LookupError when there is no default."""
    if getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False):
        return "now()"
    value = field.get_default()
    if value is None:
        raise LookupError(f"{field} has no default")
    return sql.Literal(value).as_string()


PHASES = "(ARRAY['what','who','system','use','refine'])"
PEOPLE = [
    insert(County, "", number="'99'", name="'Oppdiktet'"),
    insert(Municipality, "", number="'9901'", name="'Nordvik'", county="'99'", opened_at="now()"),
    insert(Unit, "FROM accounts_municipality m, generate_series(1, 40) n", municipality="m.id", code="'unit-' || n", name="'Enhet ' || n"),
    insert(User, "FROM accounts_municipality m, generate_series(1, 200) n",
           password="'!'", municipality="m.id", email="'person' || n || '@nordvik.example'", name="'Person ' || n"),
    insert(RoleGrant, "FROM accounts_user", user="id", valid_from="now() - interval '1 year'",
           role="CASE WHEN email LIKE 'person1@%' THEN 'leader' WHEN email LIKE 'person2@%' THEN 'council' ELSE 'reader' END"),
]  # fmt: skip
KEY = "format('9901-%s-%s', 2020 + n % 7, lpad(n::text, 6, '0'))"
CHOSEN = """
CREATE TEMP TABLE chosen ON COMMIT DROP AS
SELECT n, (SELECT min(id) FROM accounts_municipality) AS municipality_id,
       (SELECT min(id) FROM accounts_unit) + n % 40 AS unit_id,
       (SELECT min(id) FROM accounts_user) AS first_person,
       1 + n % 5 AS steps,
       (ARRAY['active','active','active','active','active','active','paused','stopped'])[1 + (n / 7) % 8] AS state,
       (ARRAY['on_track','on_track','at_risk','off_track'])[1 + n % 4] AS health,
       (ARRAY['internal','internal','council','public','restricted','internal','internal','council','internal','internal'])[1 + n % 10] AS visibility
FROM generate_series({first}, {last}) n
"""
MADE = f"CREATE TEMP TABLE made ON COMMIT DROP AS SELECT c.id, chosen.* FROM chosen JOIN projects_case c ON c.key = {KEY}"
LEFT_ON = "CASE WHEN is_left THEN current_date - n % 300 - (steps - step - 1) * 20 END"
SHOW_STATUS = """
UPDATE projects_case c SET current_status_id = s.id, health = s.health, confirmed_at = s.recorded_at
FROM (SELECT DISTINCT ON (case_id) * FROM projects_statusupdate WHERE case_id IN (SELECT id FROM made)
      ORDER BY case_id, id DESC) s WHERE s.case_id = c.id
"""
CASES = [
    insert(Case, "FROM chosen",
           municipality="municipality_id", key=KEY, title="'Trygg hverdag nummer ' || n", public_title="'Åpen tittel ' || n",
           summary="repeat('Innbyggerne trenger en tjeneste som virker hele døgnet. ', 1 + n % 6)", language="'nb'", unit="unit_id", contact="first_person",
           visibility="visibility", legal_basis="CASE visibility WHEN 'restricted' THEN 'offl-13-1' ELSE '' END",
           phase=f"{PHASES}[steps]", phase_since="current_date - n % 300", state="state",
           paused_until="CASE state WHEN 'paused' THEN current_date + 30 END", start_on="'2024-0' || 1 + n % 9",
           tags="ARRAY['tema-' || n % 50, 'år-' || n % 9, 'pilot']", sdgs="ARRAY[1 + n % 17]", created_by="first_person",
           created_at="now() - interval '1 day' * (n % 1000)", updated_at="now() - interval '1 minute' * (n % 100000)"),
    MADE,
    insert(GateProposal, "FROM made, LATERAL generate_series(2, steps) step ORDER BY id, step",
           case="id", gate="'g' || (step - 1)", reason="'Klar for neste fase'", by="first_person + 1", closed_at="now()"),
    insert(GateDecision, "FROM projects_gateproposal p JOIN made ON made.id = p.case_id ORDER BY p.id",
           case="case_id", proposal="p.id", gate="gate", outcome="'go'", reason="'Klar for neste fase'", decided_on="current_date",
           role="'leader'", by="first_person", proposed_by="p.by_id", criteria="'[]'::jsonb"),
    insert(StateChange, "FROM made, LATERAL (VALUES (1, '', 'draft'), (2, 'draft', 'active')) s(place, origin, target) ORDER BY id, place",
           case="id", origin="origin", target="target", changed_on="current_date - 400", by="first_person", reason="'Fordi'"),
    insert(PhaseVisit, """FROM made CROSS JOIN LATERAL generate_series(1, steps) step CROSS JOIN LATERAL (SELECT step < steps OR state = 'stopped') l(is_left)
               LEFT JOIN projects_gatedecision d ON d.case_id = made.id AND d.gate = 'g' || (step - 1) ORDER BY made.id, step""",
           case="made.id", phase=f"{PHASES}[step]", number="1", entered_on="current_date - n % 300 - (steps - step) * 20", entered_by="first_person",
           reason="'Klar for neste fase'", left_on=LEFT_ON, left_at="CASE WHEN is_left THEN now() END",
           left_by="CASE WHEN is_left THEN first_person END", decision="d.id"),
    insert(StateChange, "FROM made WHERE state <> 'active' ORDER BY id",
           case="id", origin="'active'", target="state", changed_on="current_date - 400", by="first_person", reason="'Fordi'",
           lesson="CASE state WHEN 'stopped' THEN 'Spør først' ELSE '' END", review_on="CASE state WHEN 'paused' THEN current_date + 30 END"),
    insert(Lesson, "FROM made WHERE state = 'stopped' ORDER BY id",
           case="id", phase=f"{PHASES}[steps]", kind="'method'", title="'Spør først'", learnt="'Spør først'", sharing="'municipality'", by="first_person"),
    insert(Stop, "FROM made JOIN projects_lesson l ON l.case_id = made.id JOIN projects_statechange c ON c.case_id = made.id AND c.target = 'stopped'",
           change="c.id", phase="l.phase", cause="'other'", lesson="l.id", by="c.by_id"),
    insert(StatusUpdate, "FROM made, LATERAL generate_series(1, 5) round ORDER BY id, round",
           case="id", health="health", summary="'Arbeidet går fremover, runde ' || round || '.'", next_step="'Møte med brukerne'", by="first_person",
           recorded_at="now() - interval '1 day' * (n % 90) - interval '7 days' * (5 - round)"),
    SHOW_STATUS,
    insert(Assignment, "FROM made, LATERAL (VALUES ('owner', 0), ('lead', 1), ('member', 2)) r(role, shift)",
           case="id", user="first_person + 5 + (n + shift) % 190", role="role", valid_from="now() - interval '1 year'", assigned_by="first_person"),
]  # fmt: skip
# A statement of its own for each; an assessment comes with its scores.
METHOD = [
    [insert(Insight, "FROM made, generate_series(1, 3) part ORDER BY id, part",
            case="id", kind="'interview'", title="'Utrygg om natten ' || part", finding="repeat('De ringer fordi de er utrygge. ', 4)",
            source="'Tolv intervjuer'", found_on="current_date - n % 300", whose_need="'Hjemmeboende'", by="first_person")],
    [insert(Stakeholder, "FROM made, generate_series(1, 2) part ORDER BY id, part",
            case="id", kind="'group'", name="'Hjemmeboende ' || part", category="'user'", by="first_person")],
    [insert(StakeholderAssessment, "FROM projects_stakeholder s JOIN made ON made.id = s.case_id",
            stakeholder="s.id", phase="'who'", interest="'great'", influence="'little'", attitude="'supports'", by="s.by_id")],
    [insert(Engagement, "FROM made",
            case="id", form="'workshop'", degree="'involved'", groups="'Brukere og pårørende'", participants="12",
            held_on="current_date - n % 200", by="first_person")],
    [insert(Option, "FROM made, generate_series(1, 2) part ORDER BY id, part", case="id", title="'Digitalt tilsyn ' || part", by="first_person")],
    [insert(Trial, "FROM made",
            case="id", kind="'pilot'", title="'Tilsyn hos ti brukere'", hypothesis="'De ringer sjeldnere'",
            success_criterion="'Halvparten så mange anrop'", real_users="true", people="'To fra natt'", by="first_person")],
    [insert(Benefit, "FROM made, generate_series(1, 2) part ORDER BY id, part",
            case="id", title="'Færre utrygge anrop ' || part", kind="'quality'", for_whom="'{inhabitant}'", owner="first_person + 3",
            indicator="'Anrop per natt'", measured_in="'anrop'", direction="'down'", baseline="40", baseline_on="current_date - 400",
            baseline_source="'Vaktloggen'", target="10", target_on="current_date + 300", by="first_person")],
    [insert(Measurement, "FROM projects_benefit b JOIN made ON made.id = b.case_id, generate_series(1, 3) part ORDER BY b.id, part",
            benefit="b.id", measured_on="current_date - part * 30", value="10 + part * 5", source="'Vaktloggen'", by="b.by_id")],
    [insert(SuccessAssessment, "FROM made, generate_series(1, 2) part ORDER BY id, part",
            case="id", assessed_on="current_date - part * 60", occasion="'routine'", by="first_person"),
     insert(FactorScore, """FROM projects_successassessment a JOIN made ON made.id = a.case_id,
                unnest(ARRAY['need','value','team','champion','anchoring']) factor ORDER BY a.id""",
            assessment="a.id", factor="factor", score="2 + a.id % 3", by="a.by_id")],
    [insert(Condition, "FROM projects_gatedecision d JOIN made ON made.id = d.case_id WHERE d.id % 3 = 0",
            decision="d.id", reason="'Det haster'", action="'Ta det igjen'", responsible="d.by_id", due_on="current_date + 30", by="d.by_id")],
    [insert(FormalDecision, "FROM made WHERE n % 2 = 0",
            case="id", level="'political'", body="'Formannskapet'", met_on="current_date - n % 500", title="'Penger til forsøk'",
            kind="'funding'", outcome="'adopted'", follow_up="'done'", by="first_person")],
]  # fmt: skip
