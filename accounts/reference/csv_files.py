"""Reference lists that are kept as CSV files in UTF-8. Pure."""

import csv
from pathlib import Path


def read_rows(file: Path) -> list[dict[str, str]]:
    """Return the rows of a file by the headings of its first line."""
    with file.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))
