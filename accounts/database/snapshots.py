"""Reading many rows as of one moment."""

from contextlib import contextmanager

from django.db import connection, transaction

LIMITS = {  # a slow reader keeps its statement open
    "statement_timeout": "15min",
    "idle_in_transaction_session_timeout": "5min",
}


@contextmanager
def one_snapshot():
    """Read everything inside as of one moment, for as long as a slow reader takes."""
    outermost = not connection.in_atomic_block
    with transaction.atomic():
        with connection.cursor() as cursor:
            limits = "".join(f"SET LOCAL {k} = '{v}';" for k, v in LIMITS.items())
            isolation = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY;"
            cursor.execute((isolation if outermost else "") + limits)
        yield
