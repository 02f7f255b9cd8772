"""Measure Slik over HTTP beside the limit (bench/bare.py), in rounds of one run.

    python bench/run.py 1000 10000 [--rounds 40]

Prints a table per database: median and p95 in ms, queries a request, ratio of medians; for
whole pulls and files rows a second and the growth of the largest worker's memory.
"""

import argparse
import contextlib
import http.client
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from bench.load import url_of  # noqa: E402 - the path comes first

OURS, BARE = 8801, 8802
KEY = "9901-2024-000004"
TOKEN = """
import os, django
os.environ["DJANGO_SETTINGS_MODULE"] = "portfolio.settings"; django.setup()
from django.db import connection; from django.test import Client
from django.test.utils import CaptureQueriesContext
from accounts.models import User; from accounts.actions.tokens import make_token
import json, sys
leader = User.objects.get(email="person1@nordvik.example")
_token, secret = make_token(user=leader, by=None, name="bench", scopes=["write"], days=1)
client = Client(headers={"Authorization": "Bearer " + secret}); session = Client(raise_request_exception=False)
session.force_login(leader)
counts = {}
for name, path in json.loads(sys.argv[1]).items():
    who = client if path.startswith("/api") else session
    for _ in range(2):
        with CaptureQueriesContext(connection) as made:
            answer = who.get(path); b"".join(answer.streaming_content) if answer.streaming else answer.content
    counts[name] = (answer.status_code, len(made) + ("csv" in path))
print(json.dumps({"token": secret, "session": session.cookies["sessionid"].value, "counts": counts}))
"""
FIRST = "/api/v1/cases/?cursor=*&page_size=500"
SINGLE = {  # name: (ours, limit)
    "list of 50": ("/api/v1/cases/?ordering=key", "/list"),
    "page 10": ("/api/v1/cases/?ordering=key&page=10", "/list?page=10"),
    "filtered, sorted": (
        "/api/v1/cases/?phase=use&state=active&ordering=-updated",
        "/filtered?phase=use&state=active",
    ),
    "search": ("/api/v1/cases/?q=hverdag&ordering=key", "/search?q=hverdag"),
    "one case": (f"/api/v1/cases/{KEY}/", f"/case?key={KEY}"),
    "summary": ("/api/v1/reports/portfolio-summary/", "/summary"),
    "benefits": ("/api/v1/benefits/?phase=use", "/benefits?phase=use"),
    "assessments": ("/api/v1/assessments/?phase=use", "/assessments?phase=use"),
    "timeline": (f"/api/v1/cases/{KEY}/timeline/", f"/case?key={KEY}"),
    "page: list": ("/cases/?ordering=key", "/list"),
    "page: board": ("/cases/?view=board", "/list"),
    "page: overview": ("/", "/summary"),
    "page: case": (f"/cases/{KEY}/", f"/case?key={KEY}"),
    "page: phase": (f"/cases/{KEY}/phase/system/", f"/case?key={KEY}"),
}
STREAMS = {
    "csv, machine": ("/api/v1/cases/?format=csv&headers=keys", "/csv"),
    "csv, norwegian": ("/api/v1/cases/?format=csv", "/csv"),
}


def server(module, port, environment):
    """Start gunicorn: two workers of four threads."""
    command = [sys.executable, "-m", "gunicorn", module, "-k", "gthread", "-w", "2"]
    command += ["--threads", "4", "--keep-alive", "75"]
    return subprocess.Popen(
        [*command, "-b", f"127.0.0.1:{port}", "--log-level", "error"], cwd=ROOT, env=environment
    )


class Caller:
    """A client that keeps its connection."""

    def __init__(self, port, headers):
        self.connection, self.headers = http.client.HTTPConnection("127.0.0.1", port), headers

    def get(self, path, method="GET", body=None, **headers):
        """Return seconds, status, headers and body."""
        started_at = time.perf_counter()
        self.connection.request(method, path, body, self.headers | headers)
        answer = self.connection.getresponse()
        content = answer.read()
        return time.perf_counter() - started_at, answer.status, answer.headers, content


def workers(process):
    """Return the pids of gunicorn's workers."""
    tasks = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text()
    return [int(pid) for pid in tasks.split()]


def memory(process, field):
    """Return VmRSS or VmHWM of every worker, in MB."""
    found = {}
    for pid in workers(process):
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
        found[pid] = next(int(x.split()[1]) for x in lines if x.startswith(field)) / 1024
    return found


def with_memory_growth(process, action):
    """Return the result and the growth of the largest worker's memory, in MB."""
    for pid in workers(process):
        with contextlib.suppress(OSError):
            Path(f"/proc/{pid}/clear_refs").write_text("5")
    before = memory(process, "VmRSS")
    result = action()
    after = memory(process, "VmHWM")
    return result, max(after[pid] - before[pid] for pid in before)


def p95(values):
    """Return the 95th percentile."""
    return sorted(values)[int(len(values) * 0.95)]


def compare_single(ours, bare, page, counts, rounds):
    """Ask both in turn, round after round."""
    print(f"{'':18}{'ours':>8}{'p95':>8}{'limit':>8}{'p95':>8}{'ratio':>7}{'queries':>9}")
    for name, (path, limit) in SINGLE.items():
        if counts[name][0] != 200:
            continue
        caller = ours if path.startswith("/api") else page
        times = ([], [])
        for n in range(rounds + 5):
            pair = caller.get(path), bare.get(limit)
            if n >= 5:
                for series, elapsed in zip(times, pair, strict=True):
                    series.append(elapsed[0] * 1000)
        a, b = (statistics.median(series) for series in times)
        print(
            f"{name:18}{a:8.1f}{p95(times[0]):8.1f}{b:8.1f}{p95(times[1]):8.1f}{a / b:7.2f}{counts[name][1]:9}"
        )


def compare_status(ours, bare, rounds):
    """Write a status update, as the API asks for it, and as a bare statement."""
    times = ([], [])
    tag = ours.get(f"/api/v1/cases/{KEY}/")[2]["ETag"]
    body = json.dumps({"health": "at_risk", "summary": "Vi mangler folk"})
    for _ in range(rounds):
        path = f"/api/v1/cases/{KEY}/status-updates/"
        headers = {"If-Match": tag, "Content-Type": "application/json"}
        elapsed, status, answered, content = ours.get(path, "POST", body, **headers)
        if status != 201:
            raise SystemExit(f"{status}: {content[:300]}")
        tag = answered["ETag"]
        times[0].append(elapsed * 1000)
        times[1].append(bare.get(f"/status?key={KEY}")[0] * 1000)
        tag = ours.get(f"/api/v1/cases/{KEY}/")[2]["ETag"]
    a, b = (statistics.median(series) for series in times)
    print(
        f"{'status update':18}{a:8.1f}{p95(times[0]):8.1f}{b:8.1f}{p95(times[1]):8.1f}{a / b:7.2f}"
    )


def pull_all(caller, path, next_path):
    """Follow a keyset pull to its end; return seconds and rows."""
    started_at, rows = time.perf_counter(), 0
    while path:
        content = json.loads(caller.get(path)[3])
        rows += len(content["results"])
        path = next_path(content)
    return time.perf_counter() - started_at, rows


def compare_pull(processes, ours, bare):
    """Pull everything by pages of 500, three times each; the best counts."""

    def next_of_ours(content):
        return content["next"] and "{0.path}?{0.query}".format(urlsplit(content["next"]))

    def next_of_bare(content):
        return content["next"] and f"/pull?after={content['next']}"

    runs = ([], [])
    for _ in range(3):
        result, growth = with_memory_growth(
            processes[0], lambda: pull_all(ours, FIRST, next_of_ours)
        )
        runs[0].append(result)
        runs[1].append(pull_all(bare, "/pull?after=0", next_of_bare))
    a, b = (max(rows / elapsed for elapsed, rows in series) for series in runs)
    print(
        f"{'pull, 500 a page':18}{a:10.0f} rows/s{b:10.0f} limit{a / b:7.2f}   grew {growth:.0f} MB"
    )


def compare_streams(processes, ours, bare, rows):
    """Download whole files, three times each; the best counts."""
    for name, (path, limit) in STREAMS.items():
        runs, growths = ([], []), []
        for _ in range(3):
            result, growth = with_memory_growth(processes[0], lambda path=path: ours.get(path))
            growths.append(growth)
            runs[0].append(result[0])
            runs[1].append(bare.get(limit)[0])
        a, b = (rows / min(series) for series in runs)
        print(f"{name:18}{a:10.0f} rows/s{b:10.0f} limit{a / b:7.2f}   grew {max(growths):.0f} MB")


XLSXWRITER_SCRIPT = """
import os, sys, time, psycopg, xlsxwriter, resource
os.environ["DATABASE_URL"] = sys.argv[1]
from bench import bare
began = time.perf_counter()
with psycopg.connect(sys.argv[1]) as connection, connection.cursor("rows") as cursor:
    cursor.itersize = 2000
    cursor.execute(f"SELECT {bare.FLAT} FROM projects_case c {bare.JOINS} WHERE {bare.OWN_MUNICIPALITY} ORDER BY c.key")
    book = xlsxwriter.Workbook(sys.argv[2], {"constant_memory": True, "strings_to_formulas": False,
        "strings_to_urls": False, "remove_timezone": True, "default_date_format": "yyyy-mm-dd"})
    sheet = book.add_worksheet()
    for n, row in enumerate(cursor, 1): sheet.write_row(n, 0, row)
    book.close()
bare.POOL.close()
print(n / (time.perf_counter() - began))
"""


def compare_xlsx(processes, ours, url, rows):
    """Our workbook over HTTP beside xlsxwriter's constant_memory writing a file."""
    result, growth = with_memory_growth(
        processes[0], lambda: ours.get("/api/v1/cases/?format=xlsx")
    )
    with tempfile.NamedTemporaryFile(suffix=".xlsx") as file:
        done = subprocess.run(
            [sys.executable, "-c", XLSXWRITER_SCRIPT, url, file.name],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=True,
        )
    a, b = rows / result[0], float(done.stdout)
    print(f"{'xlsx':18}{a:10.0f} rows/s{b:10.0f} xlsxwriter{a / b:7.2f}   grew {growth:.0f} MB")


def main():
    """Run every comparison for every size."""
    parser = argparse.ArgumentParser()
    parser.add_argument("sizes", nargs="+", type=int)
    parser.add_argument("--rounds", type=int, default=40)
    arguments = parser.parse_args()
    for size in arguments.sizes:
        url = url_of(size)
        environment = os.environ | {
            "DATABASE_URL": url,
            "DJANGO_DEBUG": "False",
            "SECRET_KEY": "bench-" + "0123456789" * 6,
            "ALLOWED_HOSTS": "127.0.0.1,testserver",
            "BASE_URL": f"http://127.0.0.1:{OURS}",
            "API_RATE": "10000000",
            "PYTHONPATH": str(ROOT),
        }
        paths = {name: pair[0] for name, pair in (SINGLE | STREAMS).items()}
        paths["xlsx"] = "/api/v1/cases/?format=xlsx"
        quiet = environment | {"DJANGO_DEBUG": "True"}
        subprocess.run(
            [sys.executable, "manage.py", "migrate", "-v0"], cwd=ROOT, env=quiet, check=True
        )
        collect = [sys.executable, "manage.py", "collectstatic", "--noinput", "-v0"]
        subprocess.run(collect, cwd=ROOT, env=environment, check=True)
        answer = subprocess.run(
            [sys.executable, "-W", "ignore", "-c", TOKEN, json.dumps(paths)],
            cwd=ROOT,
            env=quiet,
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        )
        made = json.loads(answer.stdout.splitlines()[-1])
        processes = [
            server("portfolio.wsgi", OURS, environment),
            server("bench.bare:application", BARE, environment),
        ]
        try:
            time.sleep(4)
            ours = Caller(
                OURS, {"Authorization": f"Bearer {made['token']}", "Accept-Language": "nb"}
            )
            page = Caller(OURS, {"Cookie": f"sessionid={made['session']}"})
            bare = Caller(BARE, {})
            rows = json.loads(ours.get("/api/v1/cases/?page_size=1")[3])["count"]
            print(f"\n## {rows} cases; ms, median of {arguments.rounds} rounds", flush=True)
            compare_single(ours, bare, page, made["counts"], arguments.rounds)
            compare_status(ours, bare, arguments.rounds)
            compare_pull(processes, ours, bare)
            compare_streams(processes, ours, bare, rows)
            compare_xlsx(processes, ours, url, rows)
        finally:
            for process in processes:
                process.terminate()
                process.wait()


if __name__ == "__main__":
    main()
