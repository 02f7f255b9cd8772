from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.projects.importing.forms import SMALL, run, typed

ROOT = Path(__file__).parents[3]


@pytest.fixture(autouse=True)
def _work_at_once(settings):
    settings.IMPORT_IN_CHILD = False


@pytest.fixture
def leader(leader):
    """The leader of these tests reads English, so that the tests do too."""
    leader.language = "en"
    leader.save(update_fields=["language"])
    return leader


@pytest.fixture
def ki_list():
    return ROOT / "tests/projects/importing/data/ki_prosjekter_offentlig_sektor.csv"


@pytest.fixture
def ki_mapping():
    return ROOT / "projects/importing/examples/ki_prosjekter.json"


@pytest.fixture
def leader_client(client, leader):
    client.force_login(leader)
    return client


@pytest.fixture
def upload(leader_client):
    """Upload a file; return the answer."""

    def send(content, name="portefølje.csv"):
        content = content.encode() if isinstance(content, str) else content
        return leader_client.post("/import/", {"file": SimpleUploadedFile(name, content)})

    return send


@pytest.fixture
def small_dry_run(upload, leader_client):
    """Upload the small file and go on to its dry run."""

    def go(content=SMALL, **values):
        upload(content)
        at = f"/import/{run().pk}"
        page = leader_client.get(f"{at}/sheet/")
        page = leader_client.post(f"{at}/sheet/", typed(page), follow=True)
        page = leader_client.post(
            f"{at}/columns/", typed(page, external_source="Regnearket"), follow=True
        )
        answers = {"create_missing": "on", "standing-0": "active:use", "standing-1": "unknown"}
        return leader_client.post(f"{at}/values/", typed(page, **answers | values), follow=True)

    return go
