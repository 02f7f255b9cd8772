#!/usr/bin/env python
"""Django's command line for Slik."""

import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line
from django.db import OperationalError
from psycopg_pool import PoolTimeout

from portfolio.database.embedded_server import EmbeddedPostgresError

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portfolio.settings")
    try:
        execute_from_command_line(sys.argv)
    except (ImproperlyConfigured, EmbeddedPostgresError) as refusal:
        sys.exit(f"Slik does not start: {refusal}")
    except OperationalError as away:
        if not isinstance(away.__cause__, PoolTimeout):
            raise
        sys.exit("Slik does not start: the database that DATABASE_URL names does not answer.")
