"""Folders of tests mirror the code: each has a room of the same name."""

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
APPS = ("accounts", "projects", "portfolio")
MIRRORED = sorted(
    folder.relative_to(ROOT / "tests").as_posix()
    for app in APPS
    for folder in (ROOT / "tests" / app).rglob("*")
    if any(folder.glob("test_*.py"))
)


@pytest.mark.parametrize("folder", MIRRORED)
def test_folder_of_tests_mirrors_a_room(folder):
    assert (ROOT / folder / "__init__.py").is_file()


@pytest.mark.parametrize("app", APPS)
def test_only_what_stands_beside_the_rooms_is_tested_beside_them(app):
    beside = {path.stem.removeprefix("test_") for path in (ROOT / "tests" / app).glob("test_*.py")}

    assert beside - {path.stem for path in (ROOT / app).glob("*.py")} == set()
