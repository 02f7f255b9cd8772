"""The web server, for `make run` and `make serve`. Its settings: see docs/operations.md."""

import os
import signal
import threading
import time
from pathlib import Path

from gunicorn.workers.base import Worker
from waitress import wasyncore
from waitress.channel import HTTPChannel
from waitress.server import create_server
from waitress.task import WSGITask

host, port = os.environ.get("HOST", "127.0.0.1"), os.environ.get("PORT", "8000")
address = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"

bind = address
workers = int(os.environ.get("WORKERS", "2"))
threads = 4
timeout = 60
graceful_timeout = 30
max_requests = 5000  # a worker is replaced now and then, so that nothing grows for ever
max_requests_jitter = 500
control_socket_disable = True
# The heartbeat is a file: in memory where there is such a folder.
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108

IDLE_SECONDS = 30  # nothing comes, or nothing is taken
ARRIVAL_SECONDS = 300  # in which a request must have come, however slowly
UPLOAD_BYTES = (int(os.environ.get("UPLOAD_LIMIT_MB", "20")) + 1) * 2**20


class Answer(WSGITask):
    """An answer without the mark that ends a streamed body where there is none."""

    def build_response_header(self):
        header = super().build_response_header()
        if self.request.command == "HEAD":
            self.chunked_response = False
        return header


class Connection(HTTPChannel):
    task_class = Answer


class BufferingWorker(Worker):
    """A process of gunicorn's in which waitress minds the connections: a thread is given a request
    that has come whole, and hands its answer over whole, so that slow clients hold no thread.
    """

    def run(self):
        self.connections = {}
        self.server = create_server(
            self.counted,
            map=self.connections,
            sockets=[listener.sock for listener in self.sockets],
            threads=self.cfg.threads,
            connection_limit=900,  # below the 1024 open files that are usual
            channel_timeout=IDLE_SECONDS,
            cleanup_interval=5,
            max_request_header_size=2**16,
            max_request_body_size=UPLOAD_BYTES,
            outbuf_high_watermark=2**29,  # from a megabyte on, what waits to be sent is on the disk
            asyncore_use_poll=True,
            clear_untrusted_proxy_headers=False,  # BEHIND_PROXY decides: see the settings
            ident=None,
        )
        self.server.channel_class = Connection
        self.arriving, self.next_check = {}, 0
        while self.alive and self.ppid == os.getppid():
            self.turn()
        self.finish()

    def counted(self, environ, start_response):
        """Answer a request, HEAD without a body; stop after so many."""
        self.nr += 1
        if self.nr >= self.max_requests:
            self.alive = False
        body = self.wsgi(environ, start_response)
        if environ["REQUEST_METHOD"] == "HEAD":
            body.close()
            return ()
        return body

    def turn(self):
        """Wait for connections for a second at most, and let in and out what is ready."""
        self.notify()
        wasyncore.loop(timeout=1, map=self.connections, use_poll=True, count=1)
        if time.monotonic() > self.next_check:
            self.next_check = time.monotonic() + 1
            self.close_stuck()

    def close_stuck(self):
        """Close connections whose request is too long in coming, or whose answer is not taken."""
        now, arriving = time.time(), {}
        for channel in list(self.server.active_channels.values()):
            if request := channel.request:
                arriving[request] = self.arriving.get(request, now)
            is_late = now - arriving.get(request, now) > ARRIVAL_SECONDS
            is_untaken = channel.total_outbufs_len and now - channel.last_activity > IDLE_SECONDS
            if is_late or is_untaken:
                channel.handle_close()
        self.arriving = arriving

    def finish(self):
        """Take no new connections, and answer the requests at work."""
        wasyncore.dispatcher.close(self.server)
        last = time.monotonic() + self.cfg.graceful_timeout
        while time.monotonic() < last and any(
            channel.requests or channel.total_outbufs_len
            for channel in self.server.active_channels.values()
        ):
            self.turn()
        self.server.task_dispatcher.shutdown(timeout=1)


worker_class = BufferingWorker


def when_ready(server):  # noqa: ARG001 - gunicorn passes it
    print(f"\nSlik is at http://{address}/ (Ctrl-C stops it)\n", flush=True)  # noqa: T201
    threading.Thread(target=stop_with_make, daemon=True).start()


def post_worker_init(worker):  # noqa: ARG001 - gunicorn passes it
    # Ctrl-C reaches the workers too. They wait for their master's word: told twice at once
    # a worker can lock itself up in its own signal handler.
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def stop_with_make():
    """Stop when make is gone or told to stop.

    make hands SIGTERM on to us. SIGINT it keeps to itself and waits for us to end, so what
    shows is that it no longer catches SIGINT.
    """
    make = os.getppid()
    if not catches_sigint(make):
        return
    while catches_sigint(make):
        time.sleep(0.3)
    os.kill(os.getpid(), signal.SIGTERM)


def catches_sigint(pid):
    """Whether the process is a make that waits for SIGINT. False where there is no /proc."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return False
    status = dict(line.split(":", 1) for line in lines)
    caught = int(status["SigCgt"], 16)
    return status["Name"].strip() == "make" and bool(caught & 1 << signal.SIGINT - 1)
