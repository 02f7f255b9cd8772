"""The official lists of municipalities and counties, division of 2024. Pure."""

from pathlib import Path

from accounts.reference.csv_files import read_rows

DATA = Path(__file__).parent / "data"


def counties() -> list[dict[str, str]]:
    """Return the 15 counties: ``number`` and ``name``."""
    return [
        {"number": row["fylkesnummer"], "name": row["navn_norsk"]}
        for row in read_rows(DATA / "fylker_2024.csv")
    ]


def municipalities() -> list[dict[str, str]]:
    """Return the 357 municipalities: ``number``, unique Norwegian ``name``, ``county`` number."""
    return [
        {
            "number": row["kommunenummer"],
            "name": row["navn_entydig"],
            "county": row["fylkesnummer"],
        }
        for row in read_rows(DATA / "kommuner_2024.csv")
    ]
