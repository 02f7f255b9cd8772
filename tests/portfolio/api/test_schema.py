"""Responses follow the OpenAPI document, whatever the request."""

import subprocess
import sys
from pathlib import Path

import pytest

from accounts.models import Scope
from portfolio.api.lists.cases import CASE_RELATED_LISTS
from tests import profiles
from tests.samples import write_everything

# The lists about cases share one view: these represent all of them.
TRIED = profiles.amount(
    short={"conditions"}, thorough={"phase-visits", "conditions", "assessments", "benefits"}
)
LISTS = {held.name for held in CASE_RELATED_LISTS}
ROOT = Path(__file__).resolve().parents[3]


@pytest.mark.randomised
@pytest.mark.django_db(transaction=True)
def test_schemathesis_finds_nothing(live_server, settings, token_for, leader, make_case, dice):
    seed = str(dice.randrange(2**32))
    settings.API_REQUESTS_PER_MINUTE = 1_000_000
    for n in range(3):
        write_everything(make_case(title=f"Sak {n}"), by=leader, person=leader)

    command = [
        str(Path(sys.executable).with_name("schemathesis")),
        *("run", f"{live_server.url}/api/v1/openapi.json"),
        *("--header", f"Authorization: Bearer {token_for(leader, scope=Scope.WRITE)}"),
        *("--exclude-path-regex", rf"/api/v1/({'|'.join(LISTS - TRIED)})/$"),
        *("--phases", "examples,coverage,fuzzing,stateful", "--seed", seed),
        *("-n", str(profiles.amount(short=5, thorough=50))),
        *("--suppress-health-check", "all", "--no-color", "--continue-on-failure"),
        *("--generation-database", "none"),
    ]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT)

    assert done.returncode == 0, done.stdout[-8000:] + done.stderr[-2000:]
