"""Fixtures of the portfolio's tests."""

import pytest
from django.utils import timezone

from projects.actions.cases import open_historic_case


@pytest.fixture
def make_old_case(leader, unit):
    """Make an active case that has been in its phase for some days."""

    def make(title, *, phase, days):
        since = timezone.localdate() - timezone.timedelta(days=days)
        fields = {"title": title, "unit": unit, "contact": leader, "language": "nb"}
        reason = "Før registreringen"
        return open_historic_case(by=leader, fields=fields, phase=phase, reason=reason, since=since)

    return make


@pytest.fixture
def sign_in(client):
    """Sign a person in, who reads English."""

    def enter(person):
        person.__class__.objects.filter(pk=person.pk).update(language="en")
        client.force_login(person)
        return client

    return enter
