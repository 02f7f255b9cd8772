"""Fill a database of its own with N cases and their children, all triggers on.

python bench/load.py 10000        makes slik_bench_10000 on the embedded server
"""

import os
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import quote

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
FIRST_BATCH, BATCH = 500, 1_000  # cases a transaction

from portfolio.database import embedded_server  # noqa: E402 - the path comes first

PEOPLE = """
INSERT INTO accounts_county VALUES ('99', 'Oppdiktet') ON CONFLICT DO NOTHING;
INSERT INTO accounts_municipality (number, name, county_id, language, colour, shows_exempt_count, single_handed, opened_at)
    VALUES ('9901', 'Nordvik', '99', 'nb', '#12507b', false, false, now());
INSERT INTO accounts_unit (municipality_id, code, name, sector)
    SELECT m.id, 'unit-' || n, 'Enhet ' || n, 'annet' FROM accounts_municipality m, generate_series(1, 40) n;
INSERT INTO accounts_user (password, municipality_id, email, name, language, is_active, created_at)
    SELECT '!', m.id, 'person' || n || '@nordvik.example', 'Person ' || n, '', true, now()
    FROM accounts_municipality m, generate_series(1, 200) n;
INSERT INTO accounts_rolegrant (user_id, role, valid_from, created_at)
    SELECT id, CASE WHEN email LIKE 'person1@%' THEN 'leader' WHEN email LIKE 'person2@%' THEN 'council' ELSE 'reader' END,
           now() - interval '1 year', now() FROM accounts_user;
"""
CASES = """
CREATE TEMP TABLE chosen ON COMMIT DROP AS
SELECT n, (SELECT min(id) FROM accounts_municipality) AS municipality_id,
       (SELECT min(id) FROM accounts_unit) + n %% 40 AS unit_id,
       (SELECT min(id) FROM accounts_user) AS first_person,
       1 + n %% 5 AS steps,
       (ARRAY['active','active','active','active','active','active','paused','stopped'])[1 + (n / 7) %% 8] AS state,
       (ARRAY['on_track','on_track','at_risk','off_track'])[1 + n %% 4] AS health,
       (ARRAY['internal','internal','council','public','restricted','internal','internal','council','internal','internal'])[1 + n %% 10] AS visibility
FROM generate_series(%(first)s, %(last)s) n;

INSERT INTO projects_case (municipality_id, key, title, public_title, summary, language, unit_id, contact_id,
    visibility, legal_basis, phase, phase_since, state, paused_until, health, start_on, planned_end_on,
    actual_end_on, innovation_types, tags, kostra_function, sdgs, external_id, external_source, link,
    archive_reference, version, created_at, created_by_id, updated_at, why_innovation, looked_around, no_plan_because, novelty,
    facet, responsibility, uncertainty, replaces, needs_political_decision)
SELECT municipality_id, format('9901-%%s-%%s', 2020 + n %% 7, lpad(n::text, 6, '0')), 'Trygg hverdag nummer ' || n,
    'Åpen tittel ' || n, repeat('Innbyggerne trenger en tjeneste som virker hele døgnet. ', 1 + n %% 6), 'nb', unit_id, first_person,
    visibility, CASE visibility WHEN 'restricted' THEN 'offl-13-1' ELSE '' END,
    (ARRAY['what','who','system','use','refine'])[steps], current_date - n %% 300, state,
    CASE state WHEN 'paused' THEN current_date + 30 END, 'not_assessed', '2024-0' || 1 + n %% 9, '', '', '{}',
    ARRAY['tema-' || n %% 50, 'år-' || n %% 9, 'pilot'], '', ARRAY[1 + n %% 17], '', '', '', '', 1,
    now() - interval '1 day' * (n %% 1000), first_person, now() - interval '1 minute' * (n %% 100000),
    '', '', '', '', '', '', '', '', false
FROM chosen;

CREATE TEMP TABLE made ON COMMIT DROP AS
SELECT c.id, chosen.* FROM chosen
JOIN projects_case c ON c.key = format('9901-%%s-%%s', 2020 + n %% 7, lpad(n::text, 6, '0'));

INSERT INTO projects_gateproposal (case_id, gate, reason, by_id, closed_at)
SELECT id, 'g' || (step - 1), 'Klar for neste fase', first_person + 1, now()
FROM made, LATERAL generate_series(2, steps) step ORDER BY id, step;

INSERT INTO projects_gatedecision (case_id, proposal_id, gate, outcome, reason, decided_on, role, by_id, proposed_by_id, single_handed, criteria)
SELECT case_id, p.id, gate, 'go', 'Klar for neste fase', current_date, 'leader', first_person, p.by_id, false, '[]'
FROM projects_gateproposal p JOIN made ON made.id = p.case_id ORDER BY p.id;

INSERT INTO projects_statechange (case_id, origin, target, changed_on, by_id, reason, lesson)
SELECT id, origin, target, current_date - 400, first_person, 'Fordi', ''
FROM made, LATERAL (VALUES (1, '', 'draft'), (2, 'draft', 'active')) s(place, origin, target) ORDER BY id, place;

INSERT INTO projects_phasevisit (case_id, phase, number, entered_on, entered_by_id, reason, left_on, left_at, left_by_id, decision_id)
SELECT made.id, (ARRAY['what','who','system','use','refine'])[step], 1,
    current_date - n %% 300 - (steps - step) * 20, first_person, 'Klar for neste fase',
    CASE WHEN is_left THEN current_date - n %% 300 - (steps - step - 1) * 20 END, CASE WHEN is_left THEN now() END,
    CASE WHEN is_left THEN first_person END, d.id
FROM made CROSS JOIN LATERAL generate_series(1, steps) step CROSS JOIN LATERAL (SELECT step < steps OR state = 'stopped') l(is_left)
LEFT JOIN projects_gatedecision d ON d.case_id = made.id AND d.gate = 'g' || (step - 1)
ORDER BY made.id, step;

INSERT INTO projects_statechange (case_id, origin, target, changed_on, by_id, reason, lesson, review_on)
SELECT id, 'active', state, current_date - 400, first_person, 'Fordi', CASE state WHEN 'stopped' THEN 'Spør først' ELSE '' END,
    CASE state WHEN 'paused' THEN current_date + 30 END
FROM made WHERE state <> 'active' ORDER BY id;

INSERT INTO projects_lesson (case_id, phase, kind, title, happened, learnt, advice, applies_to, transferability, conditions, sharing, tags, version, by_id)
SELECT id, (ARRAY['what','who','system','use','refine'])[steps], 'method', 'Spør først', '', 'Spør først', '', '', '', '', 'municipality', '{}', 1, first_person
FROM made WHERE state = 'stopped' ORDER BY id;

INSERT INTO projects_stop (change_id, phase, level, cause, side_causes, lesson_id, achieved, resistance, people_afterwards,
    data_and_equipment, may_resume_if, open_decisions, informed, by_id)
SELECT c.id, l.phase, 'administrative', 'other', '{}', l.id, '', '', '', '', '', '', '', c.by_id
FROM made JOIN projects_lesson l ON l.case_id = made.id JOIN projects_statechange c ON c.case_id = made.id AND c.target = 'stopped';

INSERT INTO projects_statusupdate (case_id, health, summary, next_step, hindrance, help_wanted, is_shared, by_id, recorded_at)
SELECT id, health, 'Arbeidet går fremover, runde ' || round || '.', 'Møte med brukerne', '', '', false, first_person,
    now() - interval '1 day' * (n %% 90) - interval '7 days' * (5 - round)
FROM made, LATERAL generate_series(1, 5) round ORDER BY id, round;

UPDATE projects_case c SET current_status_id = s.id, health = s.health, confirmed_at = s.recorded_at
FROM (SELECT DISTINCT ON (case_id) * FROM projects_statusupdate WHERE case_id IN (SELECT id FROM made)
      ORDER BY case_id, id DESC) s WHERE s.case_id = c.id;

INSERT INTO projects_assignment (case_id, user_id, role, valid_from, assigned_by_id)
SELECT id, first_person + 5 + (n + shift) %% 190, role, now() - interval '1 year', first_person
FROM made, LATERAL (VALUES ('owner', 0), ('lead', 1), ('member', 2)) r(role, shift);
"""
# A version's trigger takes the longer the more rows wait for their rules: let them speak between.
SPEAK = "SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED"
METHOD = """
INSERT INTO projects_insight (case_id, kind, title, finding, source, found_on, whose_need, need, version, by_id)
SELECT id, 'interview', 'Utrygg om natten ' || part, repeat('De ringer fordi de er utrygge. ', 4), 'Tolv intervjuer', current_date - n %% 300,
    'Hjemmeboende', '', 1, first_person FROM made, generate_series(1, 3) part ORDER BY id, part;

INSERT INTO projects_stakeholder (case_id, kind, name, category, subgroup, is_external, is_problem_owner, relation, point_of_view, left_because, version, by_id)
SELECT id, 'group', 'Hjemmeboende ' || part, 'user', '', false, false, '', '', '', 1, first_person FROM made, generate_series(1, 2) part ORDER BY id, part;

INSERT INTO projects_stakeholderassessment (stakeholder_id, phase, interest, influence, attitude, expectation, resistance, matters_in, by_id)
SELECT s.id, 'who', 'great', 'little', 'supports', '', '', '{}', s.by_id FROM projects_stakeholder s JOIN made ON made.id = s.case_id;

INSERT INTO projects_engagement (case_id, form, degree, groups, participants, held_on, input, what_we_did, is_shared, version, by_id)
SELECT id, 'workshop', 'involved', 'Brukere og pårørende', 12, current_date - n %% 200, '', '', false, 1, first_person FROM made;

INSERT INTO projects_option (case_id, title, description, need, approach, benefit, cost, alternatives, state, reason, version, by_id)
SELECT id, 'Digitalt tilsyn ' || part, '', '', '', '', '', '', 'candidate', '', 1, first_person FROM made, generate_series(1, 2) part ORDER BY id, part;

INSERT INTO projects_trial (case_id, kind, title, hypothesis, success_criterion, who_tests, real_users, place, people, evaluation, result, findings, afterwards, version, by_id)
SELECT id, 'pilot', 'Tilsyn hos ti brukere', 'De ringer sjeldnere', 'Halvparten så mange anrop', '', true, '', 'To fra natt', '', '', '', '', 1, first_person FROM made;

INSERT INTO projects_benefit (case_id, title, kind, budget_effect, for_whom, description, preconditions, owner_id, indicator, measured_in, direction,
    baseline, baseline_on, baseline_source, target, target_on, is_planned, state, state_reason, version, by_id)
SELECT id, 'Færre utrygge anrop ' || part, 'quality', '', '{inhabitant}', '', '', first_person + 3, 'Anrop per natt', 'anrop', 'down', 40, current_date - 400,
    'Vaktloggen', 10, current_date + 300, true, 'expected', '', 1, first_person FROM made, generate_series(1, 2) part ORDER BY id, part;

INSERT INTO projects_measurement (benefit_id, measured_on, value, source, method, note, by_id)
SELECT b.id, current_date - part * 30, 10 + part * 5, 'Vaktloggen', '', '', b.by_id
FROM projects_benefit b JOIN made ON made.id = b.case_id, generate_series(1, 3) part ORDER BY b.id, part;

INSERT INTO projects_successassessment (case_id, assessed_on, occasion, is_individual, note, by_id)
SELECT id, current_date - part * 60, 'routine', false, '', first_person FROM made, generate_series(1, 2) part ORDER BY id, part;

INSERT INTO projects_factorscore (assessment_id, factor, score, reason, measure, by_id)
SELECT a.id, factor, 2 + a.id %% 3, '', '', a.by_id FROM projects_successassessment a JOIN made ON made.id = a.case_id,
    unnest(ARRAY['need','value','team','champion','anchoring']) factor ORDER BY a.id;

INSERT INTO projects_condition (decision_id, code, reason, action, responsible_id, due_on, met_note, by_id)
SELECT d.id, '', 'Det haster', 'Ta det igjen', d.by_id, current_date + 30, '', d.by_id
FROM projects_gatedecision d JOIN made ON made.id = d.case_id WHERE d.id %% 3 = 0;

INSERT INTO projects_formaldecision (case_id, level, body, met_on, number, archive_reference, title, kind, recommendation, text, outcome, follow_up, follow_up_note, version, by_id)
SELECT id, 'political', 'Formannskapet', current_date - n %% 500, '', '', 'Penger til forsøk', 'funding', '', '', 'adopted', 'done', '', 1, first_person
FROM made WHERE n %% 2 = 0;
"""


def url_of(count):
    """The address of the database with so many cases."""
    data = Path(os.environ.get("SLIK_VAR", ROOT / "var")) / "postgres-18"
    server = embedded_server.ensure(data)
    return f"postgres://{server['USER']}@{quote(str(server['HOST']), safe='')}/slik_bench_{count}"


def main(count):
    """Make the database anew."""
    import psycopg  # noqa: PLC0415 - after the server is up

    url, began = url_of(count), time.monotonic()
    with psycopg.connect(url.rsplit("/", 1)[0] + "/postgres", autocommit=True) as server:
        server.execute(f"DROP DATABASE IF EXISTS slik_bench_{count} WITH (FORCE)")
        server.execute(f"CREATE DATABASE slik_bench_{count}")
    environment = os.environ | {"DATABASE_URL": url, "DJANGO_DEBUG": "True"}
    subprocess.run(
        [sys.executable, "manage.py", "migrate", "-v0"], cwd=ROOT, env=environment, check=True
    )
    with psycopg.connect(url) as connection:
        connection.execute(PEOPLE)
    first, last = 1, min(count, FIRST_BATCH)
    while first <= count:
        # A new connection each time: triggers plan their queries by the size the tables have.
        with psycopg.connect(url) as connection:
            rows = psycopg.ClientCursor(connection)
            rows.execute(CASES, {"first": first, "last": last})
            for statement in METHOD.replace("%%", "%").split(";\n\n"):
                if "factorscore" not in statement:  # an assessment comes with its scores
                    rows.execute(SPEAK)
                rows.execute(statement)
            connection.commit()
            connection.execute("ANALYZE")
        first, last = last + 1, min(count, last + BATCH)
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("VACUUM ANALYZE")
    print(f"{count} cases in {time.monotonic() - began:.0f} s: {url}")


if __name__ == "__main__":
    main(int(sys.argv[1]))
