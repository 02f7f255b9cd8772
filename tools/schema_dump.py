"""Write down the schema of a database, one object a line, so that two of them can be compared.

    python tools/schema_dump.py > before.txt          the database that the settings name
    python tools/schema_dump.py --compare before.txt  print what differs, fail if anything does

Columns are sorted by name, since their order follows from the order of migrations; so are all
other objects. The body of a function is one line, without its white space.
"""

import difflib
import os
import sys
from pathlib import Path

import django
from django.db import connection

ROOT = Path(__file__).resolve().parent.parent
# kind of object -> its name and its definition
QUERIES = {
    "extension": "SELECT extname, '' FROM pg_extension",
    "column": """
        SELECT attrelid::regclass || '.' || attname, concat_ws(' ',
               format_type(atttypid, atttypmod), CASE WHEN attnotnull THEN 'NOT NULL' END,
               CASE WHEN attidentity <> '' THEN concat('IDENTITY ', attidentity) END,
               CASE attgenerated WHEN '' THEN 'DEFAULT ' ELSE 'GENERATED ' END
               || pg_get_expr(adbin, adrelid))
        FROM pg_attribute JOIN pg_class c ON c.oid = attrelid
        LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
        WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v', 'm')
        AND attnum > 0 AND NOT attisdropped""",
    "constraint": """
        SELECT conrelid::regclass || ' ' || conname, pg_get_constraintdef(oid) FROM pg_constraint
        WHERE connamespace = 'public'::regnamespace AND contype NOT IN ('n', 't')""",
    "index": "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'",
    "sequence": """
        SELECT sequencename, concat_ws(' ', data_type, start_value, increment_by, cycle)
        FROM pg_sequences WHERE schemaname = 'public'""",
    "function": """
        SELECT oid::regprocedure, pg_get_functiondef(oid) FROM pg_proc
        WHERE pronamespace = 'public'::regnamespace AND prokind = 'f'
        AND NOT EXISTS (SELECT FROM pg_depend WHERE deptype = 'e' AND objid = pg_proc.oid)""",
    "trigger": """
        SELECT tgrelid::regclass || ' ' || tgname, concat(tgenabled, ' ', pg_get_triggerdef(t.oid))
        FROM pg_trigger t JOIN pg_class c ON c.oid = tgrelid
        WHERE relnamespace = 'public'::regnamespace AND NOT tgisinternal""",
}


def schema():
    """Return one line for each object of the database, sorted."""
    lines = []
    with connection.cursor() as cursor:
        for kind, query in QUERIES.items():
            cursor.execute(query)
            lines += [" ".join(f"{kind} {name}: {text}".split()) for name, text in cursor]
    return sorted(lines)


def main(arguments):
    """Print the schema, or how it differs from one that was written down; return the exit code."""
    found = schema()
    if arguments[:1] != ["--compare"]:
        print("\n".join(found))
        return 0
    before = Path(arguments[1]).read_text(encoding="utf-8").splitlines()
    differences = [
        line
        for line in difflib.unified_diff(before, found, "before", "now", lineterm="", n=0)
        if not line.startswith("@@")
    ]
    for line in differences:
        print(line)
    return int(bool(differences))


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portfolio.settings")
    django.setup()
    sys.exit(main(sys.argv[1:]))
