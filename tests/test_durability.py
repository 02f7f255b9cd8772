"""What was saved with success survives kill -9 of the server and of its database."""

import http.client
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from collections import Counter
from http.cookiejar import CookieJar
from pathlib import Path

import psycopg
import pytest

from portfolio.context import DEMO_PASSWORD
from portfolio.database import embedded_server

pytestmark = pytest.mark.exhaustive

ROOT = Path(__file__).resolve().parent.parent
WRITERS, UPDATES = 4, 200
PATIENCE = 1800  # seconds: a busy machine takes its time
# One case for each writer, all of the leader's: any that may be written in.
CASES = "select key from projects_case where state = 'active' order by key limit %s"


def within_patience(is_so):
    deadline = time.monotonic() + PATIENCE
    while not is_so():
        assert time.monotonic() < deadline
        time.sleep(0.05)


class Site:
    """Slik under a web server of its own, with an embedded database of its own."""

    def __init__(self, folder):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.data = folder / "postgres-18"
        self.env = {k: v for k, v in os.environ.items() if k != "DATABASE_URL"} | {
            "DJANGO_DEBUG": "True",
            "SLIK_DEMO": "True",
            "SLIK_VAR": str(folder),
            "PORT": str(self.port),
        }
        self.log = (folder / "server.log").open("ab")

    def manage(self, *command):
        subprocess.run([sys.executable, "manage.py", *command], cwd=ROOT, env=self.env, check=True)

    def start(self):
        self.server = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", "portfolio.wsgi"],
            cwd=ROOT,
            env=self.env,
            stdout=self.log,
            stderr=self.log,
            start_new_session=True,
        )
        self.wait_until(200)

    def wait_until(self, status):
        within_patience(lambda: self.status_of("/readyz") == status)

    def status_of(self, path):
        try:
            with urllib.request.urlopen(
                f"http://127.0.0.1:{self.port}{path}", timeout=PATIENCE
            ) as r:
                return r.status
        except urllib.error.HTTPError as answer:
            with answer:
                return answer.code
        except (OSError, http.client.HTTPException):
            return None

    def kill_server(self):
        if self.server.poll() is None:
            os.killpg(self.server.pid, signal.SIGKILL)
            self.server.wait()

    def kill_database(self):
        os.kill(embedded_server.server_pid(self.data), signal.SIGKILL)
        within_patience(lambda: not embedded_server.is_running(self.data))

    def query(self, sql, *parameters):
        where = embedded_server.ensure(self.data)
        with psycopg.connect(host=where["HOST"], user=where["USER"], dbname=where["NAME"]) as db:
            return db.execute(sql, parameters).fetchall()

    def close(self):
        self.kill_server()
        embedded_server.stop(self.data)
        self.log.close()


class NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_ignored):
        return None


class Person:
    """The innovation leader in a browser."""

    def __init__(self, site):
        self.address = f"http://127.0.0.1:{site.port}"
        self.cookies = CookieJar()
        self.opener = urllib.request.build_opener(
            NoRedirect, urllib.request.HTTPCookieProcessor(self.cookies)
        )
        self.ask("/accounts/login/")
        signed_in, _page = self.ask(
            "/accounts/login/", login="leder@nordvik.example", password=DEMO_PASSWORD
        )
        assert signed_in == 302

    def ask(self, path, **form):
        """Get the page, or send the form to it; return status and text."""
        data = urllib.parse.urlencode(form).encode() if form else None
        request = urllib.request.Request(self.address + path, data)  # noqa: S310 - our own server
        for cookie in self.cookies:
            if cookie.name == "csrftoken":
                request.add_header("X-CSRFToken", cookie.value)
        try:
            with self.opener.open(request, timeout=PATIENCE) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as answer:
            with answer:
                return answer.code, answer.read().decode()

    def report(self, path, summary):
        """Write a status update as the page does; return how it was answered."""
        _status, page = self.ask(path)
        seen = re.search(r'name="seen"[^>]*?value="(\d+)"', page)
        status, _page = self.ask(
            path, health="on_track", summary=summary, seen=seen[1] if seen else ""
        )
        return status


class Writers:
    """Several people who write updates, each in a case of their own, until there are enough."""

    def __init__(self, site):
        self.saved, self.failed = [], Counter()
        self.is_stopped = threading.Event()
        self.people = [Person(site) for _ in range(WRITERS)]
        self.threads = [
            threading.Thread(target=self.write, args=(person, f"/cases/{key}/status/"))
            for person, (key,) in zip(self.people, site.query(CASES, WRITERS), strict=True)
        ]

    def write(self, person, path):
        number = 0
        while len(self.saved) < UPDATES and not self.is_stopped.is_set():
            number += 1
            summary = f"Update {number} of {path}"
            try:
                answer = person.report(path, summary)
            except (
                OSError,
                http.client.HTTPException,
            ) as broken:  # nobody knows whether it was saved
                answer = type(broken).__name__
            if answer == 302:
                self.saved.append(summary)
            else:
                self.failed[answer] += 1
                time.sleep(0.05)

    def __enter__(self):
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_failure):
        self.is_stopped.set()
        for thread in self.threads:
            thread.join()

    def wait_for(self, count):
        within_patience(lambda: len(self.saved) >= count)


@pytest.fixture
def site():
    folder = Path(tempfile.mkdtemp(prefix="slik-test-"))
    site = Site(folder)
    site.manage("migrate", "--verbosity", "0")
    site.manage("createcachetable", "--verbosity", "0")
    site.manage("load_demo")
    site.start()
    yield site
    site.close()
    shutil.rmtree(folder)


def test_update_answered_with_success_survives_kill_minus_nine(site):
    with Writers(site) as writers:
        writers.wait_for(UPDATES // 4)
        site.kill_server()
        site.start()
        writers.wait_for(UPDATES // 2)
        site.kill_database()
        site.wait_until(503)
        assert site.status_of("/healthz") == 200
        embedded_server.ensure(site.data)
        site.wait_until(200)
        writers.wait_for(UPDATES * 3 // 4)
        site.kill_server()
        site.kill_database()
        site.start()
        writers.wait_for(UPDATES)

    stored = Counter(
        summary
        for (summary,) in site.query(
            "select summary from projects_statusupdate where summary like 'Update %% of /cases/%%'"
        )
    )
    assert sum(writers.failed.values()) > 0
    assert writers.failed[500] == 0
    assert [s for s in writers.saved if stored[s] != 1] == []
