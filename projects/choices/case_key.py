"""The key of a case: municipality, year and number within the year, as in 9901-2026-001.

The number has at most six digits: the column holds 16 characters.
"""

import re

PREFIX = len("9901-2026-")
LONGEST_NUMBER = 6  # digits
PATTERN = r"[0-9]{4}-[0-9]{4}-[0-9]{3,6}"
CASE_KEY = re.compile(PATTERN)
