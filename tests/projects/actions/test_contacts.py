"""Contact details live no longer than their purpose."""

import io

from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from projects.actions.records import change, withdraw
from projects.models import Stakeholder, StakeholderContact
from projects.records.kinds import RECORD_KINDS
from tests.samples import DAY, write

DETAILS = "zqnabotelefonqz"


def contact(case, by, **fields):
    """Contact details of a new stakeholder."""
    write(RECORD_KINDS["stakeholder"], case, by=by, person=by)
    return write(RECORD_KINDS["contact"], case, by=by, person=by, details=DETAILS, **fields)


def purge():
    out = io.StringIO()
    call_command("purge_contacts", stdout=out)
    return out.getvalue().strip()


def tables_that_hold(text):
    """Return the tables of the database with the text anywhere in a row."""
    found = []
    with connection.cursor() as cursor:
        for name in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT count(*) FROM "{name}" t WHERE t::text LIKE %s', [f"%{text}%"])  # noqa: S608
            found += [name] if cursor.fetchone()[0] else []
    return found


def test_contact_details_are_deleted_on_their_day_and_not_before(make_case, leader):
    case, today = make_case(), timezone.localdate()
    kept = contact(case, leader, delete_by=today + DAY)
    for days in (0, 1, 400):
        contact(case, leader, delete_by=today - days * DAY)

    said = purge()

    assert said == "Deleted the contact details of 3 stakeholders."
    assert list(StakeholderContact.objects.all()) == [kept]
    assert Stakeholder.objects.of(case).count() == 4
    assert purge() == "Deleted the contact details of 0 stakeholders."


def test_withdrawn_contact_details_do_not_wait_for_their_day(make_case, leader):
    held = contact(make_case(), leader, delete_by=timezone.localdate() + 90 * DAY)
    withdraw(held, by=leader)

    purge()

    assert StakeholderContact.objects.count() == 0


def test_no_trace_of_the_details_is_left_anywhere(make_case, leader):
    today = timezone.localdate()
    held = contact(make_case(), leader, delete_by=today + DAY)
    change(
        held, by=leader, seen_version=1, changes={"details": f"{DETAILS} ny", "delete_by": today}
    )
    assert tables_that_hold(DETAILS) == ["projects_stakeholdercontact"]

    purge()

    assert tables_that_hold(DETAILS) == []
