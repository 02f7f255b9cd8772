"""The web server, for `make run` and `make serve`. Its settings: see docs/operations.md."""

import os
import signal
import threading
import time
from pathlib import Path

host, port = os.environ.get("HOST", "127.0.0.1"), os.environ.get("PORT", "8000")
address = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"

bind = address
worker_class = "gthread"
workers = int(os.environ.get("WORKERS", "2"))
threads = 4
timeout = 60
graceful_timeout = 30
max_requests = 5000  # a worker is replaced now and then, so that nothing grows for ever
max_requests_jitter = 500
control_socket_disable = True
# The heartbeat is a file: in memory where there is such a folder.
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108


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
