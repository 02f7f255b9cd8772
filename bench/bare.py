"""The limit: a bare WSGI server over SQL written by hand, JSON and CSV made by PostgreSQL.

No sign-in, no permissions, no check of the query, no history read. It answers the questions
that bench/run.py puts to Slik, with the same columns.
"""

import os
from urllib.parse import parse_qsl

from psycopg_pool import ConnectionPool

POOL = ConnectionPool(os.environ["DATABASE_URL"], min_size=1, max_size=8, open=True)

JOINS = """
    JOIN accounts_unit u ON u.id = c.unit_id
    LEFT JOIN projects_phasevisit v ON v.case_id = c.id AND v.left_at IS NULL
    LEFT JOIN projects_statusupdate s ON s.id = c.current_status_id
    LEFT JOIN projects_assignment oa ON oa.case_id = c.id AND oa.role = 'owner' AND oa.valid_to IS NULL
    LEFT JOIN accounts_user o ON o.id = oa.user_id
    LEFT JOIN projects_assignment la ON la.case_id = c.id AND la.role = 'lead' AND la.valid_to IS NULL
    LEFT JOIN accounts_user l ON l.id = la.user_id
"""
DOCUMENT = """json_build_object('key', c.key, 'url', '/cases/' || c.key, 'title', c.title, 'summary', c.summary,
    'phase', json_build_object('code', c.phase, 'number', 1, 'label', c.phase, 'visit', v.number,
        'entered_on', c.phase_since, 'days', current_date - c.phase_since),
    'state', json_build_object('code', c.state, 'label', c.state, 'paused_until', c.paused_until),
    'health', json_build_object('code', c.health, 'label', c.health, 'set_at', s.recorded_at, 'summary', s.summary),
    'unit', json_build_object('code', u.code, 'label', u.name),
    'visibility', json_build_object('code', c.visibility, 'label', c.visibility),
    'language', json_build_object('code', c.language, 'label', c.language),
    'start_on', c.start_on, 'planned_end_on', c.planned_end_on, 'actual_end_on', c.actual_end_on,
    'innovation_types', c.innovation_types, 'tags', c.tags, 'kostra_function', c.kostra_function,
    'sdgs', c.sdgs, 'link', c.link, 'archive_reference', c.archive_reference,
    'last_confirmed_at', c.confirmed_at, 'registered_at', c.created_at, 'updated_at', c.updated_at,
    'owner', o.name, 'lead', l.name, 'next_step', s.next_step, 'next_step_on', s.next_step_on,
    'hindrance', s.hindrance, 'help_wanted', s.help_wanted, 'external_source', c.external_source,
    'external_id', c.external_id)"""
FLAT = """c.key, '/cases/' || c.key AS url, c.title, c.summary, c.phase, 1 AS number, c.phase AS label, v.number AS visit,
    c.phase_since, current_date - c.phase_since AS days, c.state, c.state AS state_label, c.paused_until, c.health,
    c.health AS health_label, s.recorded_at, s.summary AS status, u.code, u.name, c.visibility,
    c.visibility AS visibility_label, c.language, c.language AS language_label, c.start_on, c.planned_end_on,
    c.actual_end_on, array_to_string(c.innovation_types, ', ') AS types, array_to_string(c.tags, ', ') AS tags,
    c.kostra_function, array_to_string(c.sdgs, ', ') AS sdgs, c.link, c.archive_reference, c.confirmed_at, c.created_at,
    c.updated_at, o.name AS owner, l.name AS lead, s.next_step, s.next_step_on, s.hindrance, s.help_wanted,
    c.external_source, c.external_id"""
OWN_MUNICIPALITY = "c.municipality_id = 1"


def page(cursor, where, parameters, order, start):
    """A page of 50 and its total: two queries."""
    total = cursor.execute(
        f"SELECT count(*) FROM projects_case c WHERE {where}", parameters
    ).fetchone()[0]
    cut = f"SELECT id FROM projects_case c WHERE {where} ORDER BY {order} LIMIT 50 OFFSET {start}"
    rows = cursor.execute(
        f"SELECT {DOCUMENT}::text FROM ({cut}) p JOIN projects_case c USING (id) {JOINS} ORDER BY {order}",
        parameters,
    ).fetchall()
    return f'{{"count": {total}, "results": [{",".join(row[0] for row in rows)}]}}'.encode()


def list_page(cursor, query):
    return page(cursor, OWN_MUNICIPALITY, {}, "c.key", (int(query.get("page", 1)) - 1) * 50)


def filtered(cursor, query):
    where = f"{OWN_MUNICIPALITY} AND c.phase = %(phase)s AND c.state = %(state)s"
    return page(cursor, where, query, "c.updated_at DESC, c.key", 0)


def search(cursor, query):
    words = "projects_search_text(c.key, c.title, c.public_title, c.summary, c.tags)"
    where = f"{OWN_MUNICIPALITY} AND ({words} LIKE %(like)s OR c.lexemes_all @@ to_tsquery('norwegian', %(q)s))"
    return page(cursor, where, query | {"like": f"%{query['q']}%"}, "c.key", 0)


def case(cursor, query):
    sql = f"SELECT {DOCUMENT}::text FROM projects_case c {JOINS} WHERE c.key = %(key)s"
    return cursor.execute(sql, query).fetchone()[0].encode()


def pull(cursor, query):
    sql = f"""SELECT c.id, {DOCUMENT}::text FROM (SELECT id FROM projects_case c WHERE {OWN_MUNICIPALITY} AND id > %(after)s
              ORDER BY id LIMIT 500) p JOIN projects_case c USING (id) {JOINS} ORDER BY c.id"""
    rows = cursor.execute(sql, query).fetchall()
    after = rows[-1][0] if len(rows) == 500 else "null"
    return f'{{"next": {after}, "results": [{",".join(row[1] for row in rows)}]}}'.encode()


def summary(cursor, _asked):
    sql = f"""SELECT json_agg(g)::text FROM (SELECT phase, count(*), count(*) FILTER (WHERE state = 'active') AS active,
              count(*) FILTER (WHERE state = 'active' AND health = 'at_risk') AS at_risk,
              count(*) FILTER (WHERE state = 'active' AND health = 'off_track') AS off_track,
              count(*) FILTER (WHERE state = 'active' AND confirmed_at > now() - interval '30 days') AS confirmed,
              percentile_cont(0.5) WITHIN GROUP (ORDER BY current_date - phase_since) AS days
              FROM projects_case c WHERE {OWN_MUNICIPALITY} GROUP BY phase) g"""
    return cursor.execute(sql).fetchone()[0].encode()


def status(cursor, query):
    sql = """WITH made AS (INSERT INTO projects_statusupdate (case_id, health, summary, next_step, hindrance,
                 help_wanted, is_shared, by_id) SELECT id, 'at_risk', 'Vi mangler folk', '', '', '', false, created_by_id
                 FROM projects_case WHERE key = %(key)s RETURNING *)
             UPDATE projects_case c SET current_status_id = made.id, health = made.health, confirmed_at = made.recorded_at
             FROM made WHERE c.id = made.case_id RETURNING c.key"""
    return cursor.execute(sql, query).fetchone()[0].encode()


BENEFIT = """json_build_object('key', c.key, 'url', '/cases/' || c.key, 'title', c.title, 'id', b.id, 'name', b.title,
    'kind', json_build_object('code', b.kind, 'label', b.kind), 'for_whom', b.for_whom, 'description', b.description,
    'preconditions', b.preconditions, 'owner', o.name, 'indicator', b.indicator, 'measured_in', b.measured_in,
    'direction', json_build_object('code', b.direction, 'label', b.direction), 'baseline', b.baseline,
    'baseline_on', b.baseline_on, 'baseline_source', b.baseline_source, 'target', b.target, 'target_on', b.target_on,
    'is_planned', b.is_planned, 'state', json_build_object('code', b.state, 'label', b.state), 'reason', b.state_reason,
    'by', w.name, 'recorded_at', b.recorded_at, 'last', json_build_object('value', m.value, 'on', m.measured_on),
    'realised', round((m.value - b.baseline) / nullif(b.target - b.baseline, 0), 4))"""
OF_BENEFIT = """JOIN projects_case c ON c.id = b.case_id LEFT JOIN accounts_user o ON o.id = b.owner_id
    JOIN accounts_user w ON w.id = b.by_id LEFT JOIN LATERAL (SELECT value, measured_on FROM projects_measurement
    WHERE benefit_id = b.id ORDER BY measured_on DESC, id DESC LIMIT 1) m ON true"""
SCORES = ", ".join(
    f"'{name}', (SELECT json_build_object('score', f.score, 'reason', f.reason, 'measure', f.measure, 'due_on', f.due_on)"
    f" FROM projects_factorscore f WHERE f.assessment_id = b.id AND f.factor = '{name}')"
    for name in ("need", "value", "team", "champion", "anchoring")
)
ASSESSMENT = f"""json_build_object('key', c.key, 'url', '/cases/' || c.key, 'title', c.title, 'id', b.id,
    'assessed_on', b.assessed_on, 'occasion', json_build_object('code', b.occasion, 'label', b.occasion), 'note', b.note,
    'by', w.name, 'recorded_at', b.recorded_at, {SCORES})"""
OF_ASSESSMENT = "JOIN projects_case c ON c.id = b.case_id JOIN accounts_user w ON w.id = b.by_id"


def of_cases(table, document, joins):
    def answer(cursor, query):
        found = f"FROM {table} b JOIN projects_case c ON c.id = b.case_id WHERE {OWN_MUNICIPALITY} AND c.phase = %(phase)s"
        total = cursor.execute(f"SELECT count(*) {found}", query).fetchone()[0]
        cut = f"SELECT b.id {found} ORDER BY c.key, b.id LIMIT 50"
        sql = f"SELECT {document}::text FROM ({cut}) p JOIN {table} b USING (id) {joins} ORDER BY c.key, b.id"
        rows = cursor.execute(sql, query).fetchall()
        return f'{{"count": {total}, "results": [{",".join(row[0] for row in rows)}]}}'.encode()

    return answer


def export(connection):
    """COPY of the report to CSV, in 64 kB blocks."""
    sql = f"SELECT {FLAT} FROM projects_case c {JOINS} WHERE {OWN_MUNICIPALITY} ORDER BY c.key"
    block, size = [], 0
    with connection.cursor().copy(f"COPY ({sql}) TO STDOUT WITH (FORMAT csv, HEADER)") as lines:
        for line in lines:
            block.append(bytes(line))
            size += len(line)
            if size > 65_536:
                yield b"".join(block)
                block, size = [], 0
    yield b"".join(block)


ANSWERS = {
    "/list": list_page,
    "/filtered": filtered,
    "/search": search,
    "/case": case,
    "/pull": pull,
    "/summary": summary,
    "/status": status,
    "/benefits": of_cases("projects_benefit", BENEFIT, OF_BENEFIT),
    "/assessments": of_cases("projects_successassessment", ASSESSMENT, OF_ASSESSMENT),
}


def application(environ, start_response):
    """Answer one question."""
    query = dict(parse_qsl(environ["QUERY_STRING"]))
    if environ["PATH_INFO"] == "/csv":
        start_response("200 OK", [("Content-Type", "text/csv")])
        return stream()
    with POOL.connection() as connection, connection.cursor() as cursor:
        body = ANSWERS[environ["PATH_INFO"]](cursor, query)
    start_response(
        "200 OK", [("Content-Type", "application/json"), ("Content-Length", str(len(body)))]
    )
    return [body]


def stream():
    """Keep the connection open while the report is sent."""
    with POOL.connection() as connection:
        yield from export(connection)
