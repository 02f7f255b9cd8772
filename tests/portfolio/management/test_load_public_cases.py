"""manage.py load_public_cases in a database with other data."""

from io import StringIO

from django.core.management import call_command
from django.utils import timezone

from accounts.models import Municipality
from portfolio.library.loading import load, read_file
from projects.models import Case


def test_what_is_missing_is_loaded_beside_a_municipality_in_use(make_municipality):
    make_municipality(number="5001", name="Trondheim", opened_at=timezone.now())
    load(read_file("cases.toml")["case"][:9])
    out = StringIO()

    call_command("load_public_cases", stdout=out)

    assert out.getvalue() == "2 cases were loaded.\n"
    assert Case.objects.count() == 11
    assert [one.name for one in Municipality.objects.in_use()] == ["Trondheim"]
