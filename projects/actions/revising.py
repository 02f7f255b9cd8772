"""Counting the revisions of a long transaction last."""

import re
from contextlib import contextmanager

from django.db import connection

from projects.access.audiences import Audience
from projects.models.revision import Revises

ORDER = (Audience.FULL, *Revises.audiences)
NOTED = re.compile(r";(\d+):(\w+);")


def count_later():
    """Let changes of this transaction only note which revisions they move."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('slik.revise_later', 'on', true)")


@contextmanager
def revisions_counted_last():
    """Within, changes only note which revisions they move; they are counted at the end.

    Whoever counts a revision locks its row until the commit, and every other writer waits for
    it. Everything that changes cases comes before, and the commit soon after.
    """
    count_later()
    yield
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        cursor.execute("SELECT current_setting('slik.revised', true)")
        (noted,) = cursor.fetchone()
        cursor.execute(
            "SELECT set_config('slik.revise_later', '', true), set_config('slik.revised', '', true)"
        )
        for municipality, audience in sorted(NOTED.findall(noted or ""), key=_in_order):
            cursor.execute("SELECT projects_revise(%s, ARRAY[%s])", [municipality, audience])


def _in_order(pair):
    """Every transaction locks the audiences in the same order, so that none waits in a circle."""
    return int(pair[0]), ORDER.index(pair[1])
