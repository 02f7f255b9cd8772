import argparse
import os

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from portfolio.database import embedded_server


class Command(BaseCommand):
    """Handle the embedded PostgreSQL. `status` and `stop` never start it."""

    help = "Show or stop the embedded PostgreSQL, open psql in it, or dump it to a file."
    requires_system_checks = ()

    def add_arguments(self, parser):
        parser.add_argument("action", choices=["status", "stop", "psql", "dump"])
        parser.add_argument(
            "rest",
            nargs=argparse.REMAINDER,
            help="dump: the file, and pg_dump's options; psql: psql's options",
        )

    def handle(self, *, action, rest, **options):
        data = settings.EMBEDDED_POSTGRES
        if data is None:
            raise CommandError("DATABASE_URL is set, so there is no embedded PostgreSQL.")
        if action == "status":
            self.status(data)
        elif action == "stop":
            stopped = embedded_server.stop(data)
            self.stdout.write("Stopped." if stopped else "It was not running.")
        elif action == "psql":
            exec_program("psql", *rest, data=data)
        elif not rest:
            raise CommandError("Name the file: manage.py embedded_db dump FILE")
        else:
            exec_program("pg_dump", "--format=custom", "--file", *rest, data=data)

    def status(self, data):
        pid = embedded_server.server_pid(data)
        self.stdout.write(f"Server: {f'running, pid {pid}' if pid else 'not running'}")
        self.stdout.write(f"Data:   {data}")
        self.stdout.write(f"Socket: {embedded_server.socket_dir(data)}")
        self.stdout.write(f"Log:    {data / 'server.log'}")


def exec_program(program, *arguments, data):
    """Replace this process by one of PostgreSQL's programs, connected to the server."""
    server = embedded_server.ensure(data)
    connection_env = {
        "PGHOST": server["HOST"],
        "PGUSER": server["USER"],
        "PGDATABASE": server["NAME"],
    }
    path = embedded_server.bin_dir() / program
    os.execve(path, [program, *arguments], os.environ | connection_env)  # noqa: S606 no shell is wanted
