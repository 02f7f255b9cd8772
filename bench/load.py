"""Fill a database of its own with N cases and their children, all triggers on.

python bench/load.py 10000        makes slik_bench_10000 on the embedded server
"""

import os
import sys
import time
from pathlib import Path
from urllib.parse import quote

import django
import psycopg
from django.core.management import call_command

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
FIRST_BATCH, BATCH = 500, 1_000  # cases a transaction

from portfolio.database import embedded_server  # noqa: E402 - the path comes first

# A version's trigger takes the longer the more rows wait for their rules: check between.
CHECK = "SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED"


def url_of(count):
    """Return the URL of the database with so many cases."""
    data = Path(os.environ.get("SLIK_VAR", ROOT / "var")) / "postgres-18"
    server = embedded_server.ensure(data)
    return f"postgres://{server['USER']}@{quote(str(server['HOST']), safe='')}/slik_bench_{count}"


def fill(url, count):
    """Write so many cases into an empty, migrated database."""
    from bench import rows  # noqa: PLC0415 - after django.setup()

    with psycopg.connect(url) as connection:
        for statement in rows.PEOPLE:
            connection.execute(statement)
    first, last = 1, min(count, FIRST_BATCH)
    while first <= count:
        # A new connection each time: triggers plan their queries by the size the tables have.
        with psycopg.connect(url) as connection:
            connection.execute(rows.CHOSEN.format(first=first, last=last))
            for statement in rows.CASES:
                connection.execute(statement)
            for statements in rows.METHOD:
                connection.execute(CHECK)
                for statement in statements:
                    connection.execute(statement)
            connection.commit()
            connection.execute("ANALYZE")
        first, last = last + 1, min(count, last + BATCH)


def main(count):
    """Make the database anew."""
    url, started_at = url_of(count), time.monotonic()
    with psycopg.connect(url.rsplit("/", 1)[0] + "/postgres", autocommit=True) as server:
        server.execute(f"DROP DATABASE IF EXISTS slik_bench_{count} WITH (FORCE)")
        server.execute(f"CREATE DATABASE slik_bench_{count}")
    os.environ |= {"DATABASE_URL": url, "DJANGO_DEBUG": "True"}
    os.environ["DJANGO_SETTINGS_MODULE"] = "portfolio.settings"
    django.setup()
    call_command("migrate", verbosity=0)
    fill(url, count)
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("VACUUM ANALYZE")
    print(f"{count} cases in {time.monotonic() - started_at:.0f} s: {url}")


if __name__ == "__main__":
    main(int(sys.argv[1]))
