import pytest
from django.test import Client

from accounts.access.roles import Role


@pytest.fixture
def admin(make_person):
    return make_person(Role.ADMINISTRATOR, name="Anne Administrator")


@pytest.fixture
def elsewhere(make_municipality):
    """Another municipality."""
    return make_municipality("9902", "Sørvik")


@pytest.fixture
def browser_of():
    """A browser in which a person is signed in."""

    def make(person):
        client = Client()
        client.force_login(person)
        return client

    return make


@pytest.fixture
def as_admin(browser_of, admin):
    return browser_of(admin)


@pytest.fixture
def as_leader(browser_of, leader):
    return browser_of(leader)


@pytest.fixture
def mail_server(settings):
    """Configure a mail server; mails go to pytest-django's ``mailoutbox``."""
    settings.EMAIL_HOST = "mail.nordvik.example"
