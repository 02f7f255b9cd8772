"""The server that production uses: slow clients hold up nobody, and HEAD is answered by headers."""

import contextlib
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest
from django.db import connection

from accounts.actions.tokens import make_token

pytestmark = pytest.mark.exhaustive

ROOT = Path(__file__).resolve().parent.parent
SLOW, PATIENCE = 200, 120  # clients; seconds until the server answers at all
LONGEST = 5  # seconds that a page may take meanwhile, on a busy machine
HEAD = b"POST /accounts/login/ HTTP/1.1\r\nHost: 127.0.0.1\r\n"
BODY = b"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 1000\r\n\r\n"
# What they have sent when they begin to dawdle, and what they send then.
WAYS = {
    "nothing at all": (b"", b""),
    "a head that never ends": (HEAD, b"X-Slow: 1\r\n"),
    "a body that never ends": (HEAD + BODY, b"a"),
    "answers that are not taken": (
        b"GET /static/vendor/ds/components.css HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n" * 40,
        b"",
    ),
}


@pytest.fixture
def address(tmp_path, transactional_db):
    """Start the server that production uses, one process of four threads, and return where."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    where = connection.settings_dict
    database = f"postgres://{where['USER']}@{where['HOST'].replace('/', '%2F')}/{where['NAME']}"
    env = os.environ | {"DATABASE_URL": database, "PORT": str(port), "WORKERS": "1"}
    log = (tmp_path / "server.log").open("wb")
    server = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", "portfolio.wsgi"],
        cwd=ROOT,
        env=env | {"DJANGO_DEBUG": "True"},
        stdout=log,
        stderr=log,
        start_new_session=True,
    )
    try:
        deadline = time.monotonic() + PATIENCE
        while seconds_of(port, "/healthz", patience=1) is None:
            assert time.monotonic() < deadline, (tmp_path / "server.log").read_text()
            time.sleep(0.1)
        yield port
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        status = server.wait(PATIENCE)
        log.close()
    assert status == 0


def seconds_of(port, path, patience=LONGEST):
    """Return how long the page takes, None when it does not come."""
    started = time.monotonic()
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=patience) as answer:
            answer.read()
    except OSError:
        return None
    return time.monotonic() - started


@pytest.mark.parametrize("way", WAYS)
def test_two_hundred_slow_clients_hold_up_nobody(address, way):
    first, then = WAYS[way]
    with contextlib.ExitStack() as clients:
        slow = []
        for _ in range(SLOW):
            client = clients.enter_context(socket.create_connection(("127.0.0.1", address)))
            client.sendall(first)
            slow.append(client)
        pages = []
        for _ in range(5):
            for client in slow:
                if then:
                    client.sendall(then)
            pages += [seconds_of(address, path) for path in ("/healthz", "/accounts/login/")]

    assert None not in pages


HEAD_PATHS = {
    "plain": "/healthz",
    "a page": "/accounts/login/",
    "a redirect": "/cases/",
    "a file": "/static/vendor/ds/components.css",
    "JSON": "/api/v1/openapi.json",
}


def answer_to(client, method, path):
    client.request(method, path)
    answer = client.getresponse()
    return answer.status, answer.headers["Content-Length"], answer.read()


def test_head_is_answered_by_headers_alone(address):
    """What follows on the same connection is the next answer."""
    client = http.client.HTTPConnection("127.0.0.1", address, timeout=PATIENCE)
    for path in HEAD_PATHS.values():
        status, length, body = answer_to(client, "HEAD", path)
        answered = answer_to(client, "GET", path)

        assert body == b""
        assert (path, status, length) == (path, *answered[:2])
        assert length == str(len(answered[2]))
    client.close()


def test_head_of_a_file_that_is_streamed_has_no_body(address, leader):
    """Such an answer has no length, and its connection ends with it: nothing comes between."""
    secret = make_token(user=leader, by=None, name="Prøve", scopes=[], days=1)[1]
    asked = "HEAD /api/v1/cases/?format=csv HTTP/1.1\r\nHost: 127.0.0.1\r\n"
    asked += f"Authorization: Bearer {secret}\r\n\r\n"
    with socket.create_connection(("127.0.0.1", address), timeout=PATIENCE) as client:
        client.sendall(asked.encode())
        received = b"".join(iter(lambda: client.recv(2**16), b""))

    assert received.startswith(b"HTTP/1.1 200 OK")
    assert received.index(b"\r\n\r\n") == len(received) - 4
