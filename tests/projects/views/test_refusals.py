import pytest
from django.core.exceptions import PermissionDenied
from django.db import OperationalError
from psycopg import errors

from projects.errors import Conflict, Invalid, NotAllowed
from projects.views.outcomes import attempt


def failing(times, cause):
    """An action that PostgreSQL aborts some times, and that then succeeds."""
    left = iter([cause] * times)

    def action():
        for error in left:
            raise OperationalError from error
        return "done"

    return action


def refusing(error):
    def action():
        raise error

    return action


@pytest.mark.parametrize("cause", [errors.DeadlockDetected(), errors.SerializationFailure()])
def test_deed_broken_off_by_the_crowd_is_tried_again(cause):
    outcomes = [attempt(failing(times, cause)) for times in (0, 2, 3)]

    assert [(outcome.status, outcome.result) for outcome in outcomes] == [
        (200, "done"),
        (200, "done"),
        (503, None),
    ]


def test_deed_that_waits_for_a_row_is_not_tried_again():
    assert attempt(failing(1, errors.LockNotAvailable())).status == 503


def test_database_that_is_away_is_not_told_as_a_crowd():
    with pytest.raises(OperationalError):
        attempt(failing(1, errors.ConnectionFailure()))


def test_refusals_have_their_own_status():
    found = [attempt(refusing(error)).status for error in (Invalid("Nei"), Conflict("Sent"))]

    assert found == [422, 409]


def test_whoever_may_not_is_shown_the_page_that_says_so():
    with pytest.raises(PermissionDenied, match="Du får ikke"):
        attempt(refusing(NotAllowed("Du får ikke")))
