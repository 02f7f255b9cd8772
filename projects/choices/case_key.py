"""The key of a case: municipality, year and number, as in 9901-2026-480213.

The number is drawn, so that neither a gap nor the order tells of a case that one may not see.
Keys from before that have three digits and more, counted from 001. The number has at most six
digits: the column holds 16 characters.
"""

import re

PREFIX = len("9901-2026-")
LONGEST_NUMBER = 6  # digits
PATTERN = r"[0-9]{4}-[0-9]{4}-[0-9]{3,6}"
CASE_KEY = re.compile(PATTERN)
# All of one length: a number of another length would tell how many there are.
NUMBERS = range(100_000, 1_000_000)


def case_key(municipality: str, year: int, number: int) -> str:
    """Return the key with this number, one of NUMBERS."""
    return f"{municipality}-{year}-{number}"
