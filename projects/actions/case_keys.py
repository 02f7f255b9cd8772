"""The keys of new cases. Nothing is counted, and nothing locked that others wait for."""

from collections.abc import Callable
from contextlib import contextmanager
from random import SystemRandom

from django.db import IntegrityError, OperationalError, connection, transaction
from django.utils.translation import gettext as _
from psycopg.errors import LockNotAvailable, UniqueViolation

from accounts.models import Municipality
from projects.choices.case_key import NUMBERS, case_key
from projects.errors import Conflict
from projects.models import Case

ATTEMPTS = 20
# How long an insert waits for somebody who has just drawn the same key and not committed.
PATIENCE = "100ms"
_random = SystemRandom()


def draw_keys(municipality: Municipality, year: int, count: int) -> list[str]:
    """Return keys of the year that no case has, in no order. Somebody else may draw the same:
    ``insert_with_drawn_keys``.

    Raises Conflict when the numbers of the year are all but used up.
    """
    free: set[str] = set()
    for _attempt in range(ATTEMPTS):
        numbers = _random.sample(NUMBERS, k=min(2 * (count - len(free)), len(NUMBERS)))
        drawn = {case_key(municipality.number, year, number) for number in numbers}
        taken = Case.objects.filter(key__in=drawn).values_list("key", flat=True)
        free |= drawn.difference(taken)
        if len(free) >= count:
            return _random.sample(sorted(free), k=count)
    raise Conflict(_("There are no case keys left for this year."))


def insert_with_drawn_keys(insert: Callable[[], None]) -> None:
    """Call ``insert``, which draws keys and inserts cases with them; again when somebody else got
    one of the keys first. What it wrote is then undone.
    """
    for attempts_left in reversed(range(ATTEMPTS)):
        try:
            with transaction.atomic(), _waiting_briefly():
                return insert()
        except (IntegrityError, OperationalError) as error:
            if not attempts_left or not _is_taken_key(error.__cause__):
                raise
    raise AssertionError("the last attempt returns or raises")


@contextmanager
def _waiting_briefly():
    """Wait for locks for a short time only. An error's rollback brings the old time back too."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_setting('lock_timeout'), set_config('lock_timeout', %s, true)",
            [PATIENCE],
        )
        before, _now = cursor.fetchone()
        yield
        cursor.execute("SELECT set_config('lock_timeout', %s, true)", [before])


def _is_taken_key(error):
    if isinstance(error, UniqueViolation):
        return error.diag.constraint_name.startswith("projects_case_key_")
    return isinstance(error, LockNotAvailable)
