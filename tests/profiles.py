"""How many examples the randomised tests try.

By default a little, and the same in every run: a change of the code decides whether they pass,
never chance. With ``--hypothesis-profile=thorough`` (``make test-thorough``) much, and something
else in every run; what fails says with which ``--hypothesis-seed`` it comes again.
"""

import secrets
from random import Random

from hypothesis import HealthCheck, settings

SEED = 2026  # of the short runs
ALWAYS = {
    "deadline": None,  # a busy machine takes its time
    "database": None,  # what failed once is not tried first: the seed brings it back
    "suppress_health_check": [HealthCheck.too_slow],
}

settings.register_profile("short", derandomize=True, max_examples=100, **ALWAYS)
settings.register_profile("thorough", print_blob=True, max_examples=1000, **ALWAYS)
settings.load_profile("short")


def is_thorough():
    return settings.get_current_profile_name() == "thorough"


def amount(*, short, thorough):
    """Choose how much a test tries."""
    return thorough if is_thorough() else short


def dice(seed=None):
    """Return a random generator for a test's own data, and print its seed."""
    if seed is None:
        seed = secrets.randbelow(2**32) if is_thorough() else SEED
    print(f"--hypothesis-seed={seed}")  # noqa: T201 - pytest shows it when the test fails
    return Random(int(seed))
