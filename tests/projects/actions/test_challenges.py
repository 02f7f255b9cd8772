"""A challenge that several cases take up: who reads it, and who writes it."""

import pytest

from accounts.access.roles import CaseRole
from projects.actions.challenges import choose_challenge, describe
from projects.actions.people import end_assignment
from projects.choices.phases import Phase
from projects.choices.states import Visibility
from projects.errors import Invalid, NotAllowed
from projects.models import Challenge
from tests.projects.team import fresh
from tests.samples import CHALLENGE


@pytest.fixture
def team(make_team):
    found = make_team()
    found.challenge()
    return found


@pytest.fixture
def other(make_team):
    """A case of the same lead, who has no part in the first."""
    found = make_team(title="En annen sak", phase=Phase.SYSTEM)
    found.lead_by = fresh(found.case.assignments.in_force().get(role=CaseRole.LEAD).user)
    return found


def write(case, by, **fields):
    seen = case.challenge
    version = seen.version if seen else 0
    return describe(case, by=by, seen=seen, seen_version=version, fields=CHALLENGE | fields)


def test_former_lead_does_not_read_the_challenge_of_a_case_that_is_exempt(make_team):
    team = make_team(visibility=Visibility.RESTRICTED)
    team.give(team.lead_by, CaseRole.LEAD)
    lead = fresh(team.lead_by)
    write(team.case, lead)
    held = team.case.assignments.in_force().get(role=CaseRole.LEAD)

    before = Challenge.objects.visible_to(fresh(lead)).count()
    end_assignment(held, by=team.leader)

    assert (before, Challenge.objects.visible_to(fresh(lead)).count()) == (1, 0)


def test_challenge_nobody_has_taken_up_is_read_by_whoever_wrote_it(team):
    lone = Challenge.objects.create(
        municipality=team.case.municipality, by=team.driver, **CHALLENGE
    )

    assert list(Challenge.objects.visible_to(fresh(team.driver)).filter(pk=lone.pk)) == [lone]


def test_challenge_of_an_exempt_case_is_not_taken_up_by_one_that_more_people_read(make_team, other):
    hidden = make_team(visibility=Visibility.RESTRICTED)
    hidden.challenge()

    with pytest.raises(Invalid, match="exempt from public access") as refused:
        choose_challenge(other.case, by=hidden.leader, seen=None, challenge=hidden.case.challenge)

    assert refused.value.field == "existing"


def test_shared_challenge_is_written_by_whoever_may_edit_every_case_it_is_of(team, other):
    choose_challenge(other.case, by=other.lead_by, seen=None, challenge=team.case.challenge)

    with pytest.raises(NotAllowed, match="Other cases take up this challenge too"):
        write(other.case, fresh(other.lead_by), title="Kapret")
    write(other.case, fresh(team.leader), title="Flere eldre")

    team.case.challenge.refresh_from_db()
    assert team.case.challenge.title == "Flere eldre"
