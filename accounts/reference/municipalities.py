"""The official lists of municipalities and counties, division of 2024. Pure."""

import csv
from pathlib import Path

DATA = Path(__file__).parent / "data"


def counties() -> list[dict[str, str]]:
    """Return the 15 counties: ``number`` and ``name``."""
    return [
        {"number": row["fylkesnummer"], "name": row["navn_norsk"]}
        for row in _rows("fylker_2024.csv")
    ]


def municipalities() -> list[dict[str, str]]:
    """Return the 357 municipalities: ``number``, unique Norwegian ``name``, ``county`` number."""
    return [
        {
            "number": row["kommunenummer"],
            "name": row["navn_entydig"],
            "county": row["fylkesnummer"],
        }
        for row in _rows("kommuner_2024.csv")
    ]


def _rows(name):
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
