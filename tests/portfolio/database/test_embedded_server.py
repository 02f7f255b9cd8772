import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psycopg
import pytest

from portfolio.database import embedded_server

ROOT = Path(__file__).resolve().parents[3]
IS_ROOT = os.geteuid() == 0
ORDINARY = 1000
# The child may become another user, who cannot read the interpreter: import first.
START = """
import os, sys
sys.path.insert(0, sys.argv[1])
from portfolio.database import embedded_server
if len(sys.argv) > 3:
    os.setgroups([]), os.setgid(int(sys.argv[3])), os.setuid(int(sys.argv[3]))
try:
    print(embedded_server.ensure(sys.argv[2])["HOST"])
except embedded_server.EmbeddedPostgresError as error:
    sys.exit(str(error))
"""

# A container that knows every user but forbids user namespaces, as Docker does.
CONTAINER = """
import ctypes, os, sys
made, mapped = os.pipe(), os.pipe()
if child := os.fork():
    os.read(made[0], 1)
    for map in ("uid_map", "gid_map"):
        open(f"/proc/{child}/{map}", "w").write("0 0 100000")
    os.write(mapped[1], b".")
    sys.exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
assert ctypes.CDLL(None).unshare(0x10000000) == 0
os.write(made[1], b".")
os.read(mapped[0], 1)
open("/proc/sys/user/max_user_namespaces", "w").write("0")
os.execv(sys.argv[1], sys.argv[1:])
"""


@pytest.fixture
def place():
    """A folder that everybody can reach; every server below it is stopped at the end."""
    folder = Path(tempfile.mkdtemp(prefix="slik-test-"))
    folder.chmod(0o755)
    yield folder
    for pid_file in folder.rglob("postmaster.pid"):
        embedded_server.stop(pid_file.parent)
    shutil.rmtree(folder)


@pytest.fixture
def data(place):
    return place / "postgres-18"


@pytest.fixture(scope="module")
def reachable_programs():
    """PostgreSQL's programs where every user can read them, wherever the checkout lies."""
    package = embedded_server.bin_dir().parents[1]
    folder = Path(tempfile.mkdtemp(prefix="slik-programs-"))
    folder.chmod(0o755)
    for part in (package, *package.parent.glob(f"{package.name}.libs")):
        shutil.copytree(part, folder / part.name)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PG_BIN", str(folder / package.name / "pginstall" / "bin"))
        yield
    shutil.rmtree(folder)


@pytest.fixture
def somebodys_home(place):
    home = place / "home"
    home.mkdir()
    os.chown(home, ORDINARY, ORDINARY)
    return home


def query(server, sql):
    where = {"host": server["HOST"], "user": server["USER"], "dbname": server["NAME"]}
    with psycopg.connect(**where, autocommit=True) as connection:
        cursor = connection.execute(sql)
        return cursor.fetchone()[0] if cursor.description else None


def start_in_child(data, *uid):
    command = [sys.executable, "-c", START, ROOT, data, *map(str, uid)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def kill(data):
    pid = embedded_server.server_pid(data)
    os.kill(pid, signal.SIGKILL)
    # a dying process is nobody's before it has closed its sockets
    while embedded_server.server_pid(data) or embedded_server.is_running(data):
        time.sleep(0.01)


def forge_pid(data, pid):
    """Leave the lock files of a killed server behind, their number now another process's."""
    kill(data)
    for lock in (
        data / "postmaster.pid",
        data.with_name("postgres-18.sock") / ".s.PGSQL.5432.lock",
    ):
        lock.write_text(f"{pid}\n" + lock.read_text().partition("\n")[2])


def test_cold_start_makes_a_utf8_cluster_without_a_port(data):
    server = embedded_server.ensure(data)

    assert server["HOST"] == str(data.with_name("postgres-18.sock"))
    assert query(server, "select lower('ÆRFUGL ÅMOT ØST')") == "ærfugl åmot øst"
    assert query(server, "show server_encoding") == "UTF8"
    assert query(server, "show listen_addresses") == ""
    assert query(server, "show max_connections") == "100"
    assert query(server, "show fsync") == "on"
    assert data.stat().st_mode & 0o777 == 0o700
    assert data.with_name("postgres-18.sock").stat().st_mode & 0o777 == 0o700


def test_warm_start_finds_the_running_server_and_a_later_one_starts_the_same_data(data):
    server = embedded_server.ensure(data)
    query(server, "create table kept as select 7 as n")
    first = embedded_server.server_pid(data)

    assert embedded_server.ensure(data) == server
    assert embedded_server.server_pid(data) == first

    assert embedded_server.stop(data) is True
    assert embedded_server.server_pid(data) is None
    assert embedded_server.stop(data) is False
    assert query(embedded_server.ensure(data), "select n from kept") == 7


def test_describing_the_server_does_not_start_it(data):
    assert embedded_server.ensure(data, start=False)["USER"] == "slik"
    assert not data.exists()


def test_kill_minus_nine_loses_nothing_that_was_committed(data):
    server = embedded_server.ensure(data)
    query(server, "create table kept as select * from generate_series(1, 20000) n")

    kill(data)

    assert not embedded_server.is_running(data)
    assert query(embedded_server.ensure(data), "select count(*) from kept") == 20000


def test_server_that_still_recovers_is_not_ready(data):
    embedded_server.ensure(data)
    pid_file = data / "postmaster.pid"
    told = pid_file.read_text()

    pid_file.write_text(told.replace("ready   ", "starting"))

    assert not embedded_server.is_running(data)
    pid_file.write_text(told)


def test_stale_pid_of_another_living_process_or_of_a_zombie_does_not_hinder(data, place):
    embedded_server.ensure(data)
    other = place / "other" / "postgres-18"
    embedded_server.ensure(other)
    zombie = subprocess.Popen(["true"])
    os.waitid(os.P_PID, zombie.pid, os.WEXITED | os.WNOWAIT)

    for pid in (embedded_server.server_pid(other), zombie.pid):
        forge_pid(data, pid)

        assert embedded_server.stop(data) is False
        assert query(embedded_server.ensure(data), "select 1") == 1
    assert embedded_server.is_running(other)
    zombie.wait()


def test_odd_path_is_a_path_and_never_a_command(place):
    data = place / """it's "odd" æøå $HOME;`touch /tmp/slik-was-run`""" / "postgres-18"

    assert query(embedded_server.ensure(data), "select 1") == 1
    assert not Path("/tmp/slik-was-run").exists()


@pytest.mark.parametrize("folder", ["long-" * 20, "one,two"])
def test_path_that_clients_cannot_name_gets_a_private_short_folder(place, folder):
    data = place / folder / "postgres-18"
    short = embedded_server.socket_dir(data)
    short.mkdir(mode=0o755)

    with pytest.raises(embedded_server.EmbeddedPostgresError, match="only uid"):
        embedded_server.ensure(data)

    short.chmod(0o700)
    assert query(embedded_server.ensure(data), "select 1") == 1
    assert short.parent == Path("/tmp")
    embedded_server.stop(data)
    shutil.rmtree(short)


def test_eight_starts_at_once_make_one_server(data):
    children = [start_in_child(data) for _ in range(8)]

    answers = [(child.communicate(), child.returncode) for child in children]

    assert answers == [((f"{data.with_name('postgres-18.sock')}\n", ""), 0)] * 8
    assert [p.name for p in data.parent.iterdir()].count("postgres-18") == 1
    assert not list(data.parent.glob("*.new-*"))


def test_killed_initdb_leaves_nothing_that_hinders(data):
    litter = data.with_name("postgres-18.new-abc")
    litter.mkdir()
    (litter / "PG_VERSION").write_text("18\n")

    embedded_server.ensure(data)

    assert not litter.exists()


@pytest.mark.skipif(not IS_ROOT, reason="the other tests here run as an ordinary user already")
def test_ordinary_user_starts_the_server_and_root_uses_it(somebodys_home, reachable_programs):
    data = somebodys_home / "var" / "postgres-18"

    child = start_in_child(data, ORDINARY)

    assert child.communicate() == (f"{data.with_name('postgres-18.sock')}\n", "")
    assert data.stat().st_uid == ORDINARY
    assert query(embedded_server.ensure(data), "select 1") == 1


@pytest.mark.skipif(not IS_ROOT, reason="only root can act as somebody else")
def test_root_in_a_folder_of_somebody_runs_as_its_owner(somebodys_home, reachable_programs):
    data = somebodys_home / "var" / "postgres-18"

    server = embedded_server.ensure(data)

    assert query(server, "select 1") == 1
    owners = {path.stat().st_uid for path in (data.parent, data, Path(server["HOST"]))}
    assert owners == {ORDINARY}
    assert start_in_child(data, ORDINARY).communicate() == (server["HOST"] + "\n", "")


@pytest.mark.skipif(not IS_ROOT, reason="only root needs a user namespace")
def test_root_without_user_namespaces_or_another_user_is_told_what_to_do(data):
    forbid = 'echo 0 > /proc/sys/user/max_user_namespaces && exec "$@"'
    child = [sys.executable, "-c", START, ROOT, data]

    done = subprocess.run(
        ["unshare", "--map-root-user", "sh", "-c", forbid, "-", *child],
        capture_output=True,
        text=True,
    )

    assert done.returncode == 1
    assert "does not run as root" in done.stderr
    assert "set DATABASE_URL" in done.stderr
    assert not data.exists()


@pytest.mark.skipif(not IS_ROOT, reason="only root can become nobody")
def test_root_without_user_namespaces_runs_the_server_as_nobody(data, reachable_programs):
    child = [sys.executable, "-c", START, ROOT, data]

    done = subprocess.run([sys.executable, "-c", CONTAINER, *child], capture_output=True, text=True)

    assert done.stdout == f"{data.with_name('postgres-18.sock')}\n"
    assert data.stat().st_uid == embedded_server.NOBODY
    assert query(embedded_server.ensure(data), "select 1") == 1


def test_data_of_another_version_is_refused_by_name(data):
    data.mkdir()
    (data / "PG_VERSION").write_text("17\n")

    with pytest.raises(embedded_server.EmbeddedPostgresError, match="made by PostgreSQL 17"):
        embedded_server.ensure(data)


@pytest.mark.parametrize(
    ("version", "message"),
    [("postgres (PostgreSQL) 15.18", "holds no PostgreSQL 18"), (None, "no PostgreSQL that runs")],
)
def test_programs_that_do_not_fit_are_refused_by_name(place, data, monkeypatch, version, message):
    monkeypatch.setenv("PG_BIN", str(place))
    if version:
        (place / "postgres").write_text(f"#!/bin/sh\necho '{version}'\n")
        (place / "postgres").chmod(0o755)

    with pytest.raises(embedded_server.EmbeddedPostgresError, match=message):
        embedded_server.ensure(data)


def test_folder_that_cannot_be_made_is_told_with_the_way_out(place):
    (place / "file").write_text("")

    with pytest.raises(embedded_server.EmbeddedPostgresError, match="set DATABASE_URL"):
        embedded_server.ensure(place / "file" / "postgres-18")


def manage(*arguments, var):
    env = {k: v for k, v in os.environ.items() if k != "DATABASE_URL"}
    env |= {"DJANGO_DEBUG": "True", "SLIK_VAR": str(var)}
    command = [sys.executable, "manage.py", "embedded_db", *arguments]
    return subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True)


def test_embedded_db_command_asks_stops_and_dumps(place, data):
    assert manage("status", var=place).stdout.startswith("Server: not running")
    assert manage("stop", var=place).stdout == "It was not running.\n"
    assert not data.exists()

    answer = manage("psql", "-Atc", "select 6 * 7", var=place)

    assert (answer.stdout, answer.returncode) == ("42\n", 0)
    assert manage("status", var=place).stdout.startswith("Server: running, pid ")
    assert manage("dump", str(place / "dump"), var=place).returncode == 0
    assert (place / "dump").read_bytes()[:5] == b"PGDMP"
    assert manage("dump", var=place).returncode == 1
    assert manage("stop", var=place).stdout == "Stopped.\n"
    assert not embedded_server.is_running(data)
