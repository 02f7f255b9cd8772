from pathlib import Path

import pytest

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
