"""manage.py load_municipalities and setup_municipality."""

import io
import sys

import pytest
from django.contrib.auth import authenticate
from django.core.management import CommandError, call_command
from django.utils import translation

from accounts.access.roles import Role
from accounts.models import County, Municipality, User

PASSWORD = "en-lang-og-god-setning"

pytestmark = pytest.mark.django_db


@pytest.fixture
def setup(monkeypatch):
    """Run setup_municipality with a password on standard input; return what it says."""

    def run(number="5001", email="admin@trondheim.example", password=PASSWORD, **options):
        monkeypatch.setattr(sys, "stdin", io.StringIO(password + "\n"))
        out = io.StringIO()
        call_command(
            "setup_municipality",
            number=number,
            admin_email=email,
            admin_password_stdin=True,
            stdout=out,
            **options,
        )
        return out.getvalue()

    return run


def test_reference_holds_357_municipalities_in_15_counties():
    out = io.StringIO()

    call_command("load_municipalities", stdout=out)

    assert out.getvalue() == "15 counties, 357 municipalities.\n"
    assert (County.objects.count(), Municipality.objects.count()) == (15, 357)
    assert Municipality.objects.in_use().count() == 0
    trondheim = Municipality.objects.select_related("county").get(number="5001")
    assert (trondheim.name, trondheim.county.name) == ("Trondheim", "Trøndelag")


def test_loading_again_mends_names_and_leaves_choices_alone():
    call_command("load_municipalities", stdout=io.StringIO())
    Municipality.objects.filter(number="5001").update(
        name="Trondhjem", language="nn", colour="#8a1f5f"
    )

    call_command("load_municipalities", stdout=io.StringIO())

    trondheim = Municipality.objects.get(number="5001")
    assert (trondheim.name, trondheim.language, trondheim.colour) == ("Trondheim", "nn", "#8a1f5f")
    assert Municipality.objects.count() == 357


def test_first_municipality_and_administrator_are_ready_for_use(setup):
    said = setup(admin_name="Anne Admin")

    admin = User.objects.get()
    assert said == "Trondheim is in use. admin@trondheim.example is its administrator.\n"
    assert (admin.name, admin.municipality.number, admin.roles) == (
        "Anne Admin",
        "5001",
        {Role.ADMINISTRATOR},
    )
    assert admin.municipality.opened_at is not None
    assert authenticate(email="admin@trondheim.example", password=PASSWORD) == admin


def test_password_may_hold_blanks_and_norwegian_letters(setup):
    setup(password=" blåbær på Ørlandet ")

    assert User.objects.get().check_password(" blåbær på Ørlandet ")


def test_two_municipalities_may_be_set_up(setup):
    setup()
    setup("4601", "admin@bergen.example")

    assert Municipality.objects.in_use().count() == 2


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"number": "0000"}, "There is no municipality with the number 0000."),
        ({"number": "trondheim"}, "There is no municipality with the number trondheim."),
        ({"email": "ikke en adresse"}, "Enter a valid email address."),
        ({"password": ""}, "This password is too short."),
        ({"password": "kort"}, "This password is too short."),
        ({"password": "q1w2e3r4t5y6"}, "This password is too common."),
        ({"password": "trondheim.example"}, "too similar to the e-mail"),
        ({"admin_name": "  "}, "Give the person a name."),
    ],
    ids=str,
)
def test_set_up_that_cannot_be_done_says_why_and_changes_nothing(setup, options, words):
    with pytest.raises(CommandError, match=words):
        setup(**options)

    assert (User.objects.count(), Municipality.objects.in_use().count()) == (0, 0)


def test_set_up_speaks_english_whatever_the_language_of_the_pages(setup):
    with (
        translation.override("nb"),
        pytest.raises(CommandError, match="This password is too short"),
    ):
        setup(password="kort")


def test_municipality_in_use_is_not_set_up_again(setup):
    setup()

    with pytest.raises(CommandError, match="Trondheim is in use already"):
        setup(email="annen@trondheim.example")

    assert User.objects.count() == 1


def test_address_of_somebody_else_is_refused(setup):
    setup()

    with pytest.raises(CommandError, match="has this e-mail address already"):
        setup("4601", "ADMIN@trondheim.example")


@pytest.mark.parametrize("missing", ["number", "admin_email", "admin_password_stdin"])
def test_set_up_asks_for_nothing_and_names_what_is_missing(missing):
    options = {
        "number": "--number=5001",
        "admin_email": "--admin-email=a@b.example",
        "admin_password_stdin": "--admin-password-stdin",
    }
    del options[missing]

    with pytest.raises(CommandError, match=missing.replace("_", "-")):
        call_command("setup_municipality", *options.values())
