"""What must be true of a case after any history. Each is a query for what breaks it; the numbers
are those of the domain's list.
"""

from django.db import DatabaseError, connection, transaction

from projects.choices.phases import ORDER

PHASES = "{" + ",".join(ORDER) + "}"
NUMBER = f"array_position('{PHASES}'::text[], phase::text)"
VISITS = f"""
    SELECT *, {NUMBER} AS n, lag({NUMBER}) OVER (ORDER BY id) AS before
    FROM projects_phasevisit WHERE case_id = own.id
"""  # noqa: S608 - our own codes
BROKEN = {
    "(1) at work in exactly one phase, at rest in none": """
        (SELECT count(*) FROM projects_phasevisit WHERE case_id = own.id AND left_at IS NULL)
        <> (CASE WHEN own.state IN ('active', 'paused') THEN 1 ELSE 0 END)""",
    "(1) in the state that was last recorded": """
        own.state <> (SELECT target FROM projects_statechange WHERE case_id = own.id
                      ORDER BY id DESC LIMIT 1)""",
    "(1) every change of state begins where the last one ended": """
        EXISTS (SELECT FROM (SELECT origin, lag(target, 1, '') OVER (ORDER BY id) AS before
                             FROM projects_statechange WHERE case_id = own.id) AS change
                WHERE origin <> before)""",
    "(2) the phase changes only while the case is active": """
        EXISTS (SELECT FROM (SELECT phase, state, lag(phase) OVER rows AS old_phase,
                                    lag(state) OVER rows AS old_state
                             FROM projects_caseevent WHERE pgh_obj_id = own.id
                             WINDOW rows AS (ORDER BY pgh_id)) AS event
                WHERE phase <> old_phase AND (state, old_state) <> ('active', 'active'))""",
    "(3) in the phase of its last visit": """
        own.phase <> (SELECT phase FROM projects_phasevisit WHERE case_id = own.id
                      ORDER BY id DESC LIMIT 1)""",
    "(3) a case that was opened here begins in the first phase": """
        EXISTS (SELECT FROM visits WHERE before IS NULL AND n > 1)
        AND EXISTS (SELECT FROM projects_statechange WHERE case_id = own.id AND origin = ''
                    AND target = 'draft')""",
    "(3) each step forward is the target of an accepted decision, one phase on": """
        EXISTS (SELECT FROM visits LEFT JOIN projects_gatedecision d ON d.id = decision_id
                WHERE n > before AND (n > before + 1 OR d.gate IS DISTINCT FROM 'g' || before
                                      OR d.outcome NOT IN ('go', 'go_with_exceptions')
                                      OR d.case_id <> own.id))""",
    "(3) a step back has a reason and no decision": """
        EXISTS (SELECT FROM visits WHERE n <= before AND (decision_id IS NOT NULL OR reason = ''))
        """,
    "(3) the same phase is entered again only when the case is reopened": """
        (SELECT count(*) FROM visits WHERE n = before)
        <> (SELECT count(*) FROM projects_statechange WHERE case_id = own.id
            AND origin IN ('stopped', 'completed'))""",
    "(3) every decision to go on is carried out, the last one completes the case": """
        EXISTS (SELECT FROM projects_gatedecision d WHERE case_id = own.id
                AND outcome IN ('go', 'go_with_exceptions') AND gate <> 'close'
                AND NOT EXISTS (SELECT FROM visits WHERE decision_id = d.id))
        OR (SELECT count(*) FROM projects_gatedecision WHERE case_id = own.id
            AND outcome IN ('go', 'go_with_exceptions') AND gate = 'close')
           <> (SELECT count(*) FROM projects_statechange WHERE case_id = own.id
               AND target = 'completed' AND origin <> '')""",
    "(4) versions of the question have no gaps": """
        (SELECT coalesce(max(number), 0) <> count(*) FROM projects_innovationquestion
         WHERE case_id = own.id)""",
    "(4) rounds have no gaps": """
        (SELECT coalesce(max(number), 0) <> count(*) FROM projects_round WHERE case_id = own.id)
        """,
    "(5) a case shown outside has a public title": r"""
        own.visibility IN ('council', 'public') AND own.public_title !~ '\S'""",
    "(5) an exempt case names its basis": """
        (own.visibility = 'restricted') <> (own.legal_basis <> '')""",
    "(6) the criterion of a trial is written when it starts, and stays": r"""
        EXISTS (SELECT FROM projects_trial t WHERE case_id = own.id
                AND started_on IS NOT NULL AND success_criterion !~ '\S')
        OR EXISTS (SELECT FROM projects_trialevent e JOIN projects_trial t ON t.id = e.pgh_obj_id
                   WHERE t.case_id = own.id AND e.started_on IS NOT NULL
                   AND (e.hypothesis, e.success_criterion, e.started_on)
                       IS DISTINCT FROM (t.hypothesis, t.success_criterion, t.started_on))""",
    "(6) the criterion of a trial predates its start, or the trial says that it does not": """
        EXISTS (SELECT FROM projects_trial t WHERE case_id = own.id
                AND (criterion_on > started_on OR EXISTS (
                     SELECT FROM projects_trialevent e WHERE e.pgh_obj_id = t.id
                     AND (e.hypothesis, e.success_criterion)
                         IS DISTINCT FROM (t.hypothesis, t.success_criterion)
                     AND (e.pgh_created_at AT TIME ZONE 'Europe/Oslo')::date > t.criterion_on)))
        """,
    "(6) a result stays, with its end and findings": r"""
        EXISTS (SELECT FROM projects_trial WHERE case_id = own.id AND result <> ''
                AND (started_on IS NULL OR ended_on IS NULL OR findings !~ '\S'))
        OR EXISTS (SELECT FROM projects_trialevent e JOIN projects_trial t ON t.id = e.pgh_obj_id
                   WHERE t.case_id = own.id AND e.result <> ''
                   AND (e.result, e.ended_on, e.findings)
                       IS DISTINCT FROM (t.result, t.ended_on, t.findings))""",
    "(7) a realised benefit is measured after its baseline": """
        EXISTS (SELECT FROM projects_benefit b WHERE case_id = own.id
                AND state IN ('realised', 'partly')
                AND NOT EXISTS (SELECT FROM projects_measurement m WHERE benefit_id = b.id
                                AND (baseline_on IS NULL OR measured_on > baseline_on)
                                AND NOT EXISTS (SELECT FROM projects_measurement newer
                                                WHERE newer.corrects_id = m.id)))""",
    "(8) a stopped case has exactly one open stop, other cases none": """
        (SELECT count(*) FROM projects_stop s JOIN projects_statechange c ON c.id = s.change_id
         WHERE c.case_id = own.id AND closed_by_change_id IS NULL)
        <> (CASE WHEN own.state = 'stopped' THEN 1 ELSE 0 END)""",
    "(8) a stopped case has a lesson": """
        own.state = 'stopped' AND NOT EXISTS (SELECT FROM projects_lesson
                                              WHERE case_id = own.id AND withdrawn_at IS NULL)""",
    "gates: decided by another than proposed it": """
        EXISTS (SELECT FROM projects_gatedecision d JOIN projects_gateproposal p
                ON p.id = d.proposal_id
                WHERE d.case_id = own.id AND (d.by_id = p.by_id OR d.proposed_by_id <> p.by_id
                                              OR d.gate <> p.gate OR p.closed_at IS NULL))""",
    "gates: nothing hard is passed over, and nothing soft without a condition": """
        EXISTS (SELECT FROM projects_gatedecision d, jsonb_array_elements(criteria) AS asked
                WHERE case_id = own.id AND outcome IN ('go', 'go_with_exceptions')
                AND NOT (asked->>'is_met')::boolean
                AND ((asked->>'is_hard')::boolean OR NOT EXISTS (
                     SELECT FROM projects_condition
                     WHERE decision_id = d.id AND code = asked->>'code')))""",
    "gates: a proposal waits only in a case at work, for the gate of its phase": """
        EXISTS (SELECT FROM projects_gateproposal WHERE case_id = own.id AND closed_at IS NULL
                AND (own.state NOT IN ('active', 'paused')
                     OR gate <> (SELECT CASE n WHEN 5 THEN 'close' ELSE 'g' || n END
                                 FROM visits ORDER BY id DESC LIMIT 1)))""",
    "an assessment says something of each factor": """
        EXISTS (SELECT FROM projects_successassessment a WHERE case_id = own.id
                AND 5 <> (SELECT count(DISTINCT factor) FROM projects_factorscore
                          WHERE assessment_id = a.id))""",
}  # fmt: skip
QUERY = f"""
    SELECT broken.rule FROM projects_case own, LATERAL (
        WITH visits AS ({VISITS})
        SELECT * FROM (VALUES {", ".join(f"(%s, {query})" for query in BROKEN.values())})
            AS rules (rule, is_broken)
    ) AS broken WHERE own.id = %s AND is_broken
"""  # noqa: S608 - our own queries

# (10) and with it (9): what is decided, assessed or measured stays as it was written, with its
# author, whoever may sign in today. What closes later is compared without that.
FROZEN = {
    "gatedecision": "*",
    "innovationquestion": "*",
    "successassessment": "*",
    "statechange": "*",
    "pause": "*",
    "stop": "change_id, cause, lesson_id, by_id",
    "phasevisit": "phase, number, entered_on, entered_by_id, reason, decision_id",
    "gateproposal": "gate, reason, by_id",
    "insight": "by_id",
    "trial": "by_id",
    "lesson": "by_id",
}
THROUGH_CHANGE = {"pause", "stop"}
SNAPSHOT = " UNION ALL ".join(
    f"SELECT '{table}', id, md5(row({columns if columns != '*' else 't.*'})::text)"  # noqa: S608
    f" FROM projects_{table} t WHERE "
    + (
        "change_id IN (SELECT id FROM projects_statechange WHERE case_id = %(case)s)"
        if table in THROUGH_CHANGE
        else "case_id = %(case)s"
    )
    for table, columns in FROZEN.items()
)


def broken(case_id) -> list[str]:
    """The rules that the case breaks. One query."""
    with connection.cursor() as cursor:
        cursor.execute(QUERY, [*BROKEN, case_id])
        return [rule for (rule,) in cursor.fetchall()]


def frozen(case_id) -> set:
    """Return the rows of the case that never change, as text. One query."""
    with connection.cursor() as cursor:
        cursor.execute(SNAPSHOT, {"case": case_id})
        return set(cursor.fetchall())


def refused_by_the_database(act):
    """What the database says to an act, its deferred rules included."""
    try:
        with transaction.atomic():
            act()
            connection.check_constraints()
    except DatabaseError as refusal:
        return str(refusal)
    return "accepted"
