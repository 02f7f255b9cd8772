"""Limits on a file before and while it is read. No Django: the parser process imports this."""

import contextlib
from dataclasses import asdict, dataclass

try:
    import resource
except ImportError:  # not on Windows; size, rows and wall time are limited there too
    resource = None

MEGABYTE = 1024 * 1024


@dataclass(frozen=True)
class Limits:
    """Sizes in bytes or characters, times in seconds."""

    file_bytes: int = 20 * MEGABYTE
    declared_bytes: int = 100 * MEGABYTE
    members: int = 2_000
    rows: int = 100_000
    columns: int = 500
    cells: int = 5_000_000
    cell_characters: int = 100_000
    text_characters: int = 100_000_000
    memory_bytes: int = 1024 * MEGABYTE
    cpu_seconds: int = 60
    wall_seconds: int = 90

    as_dict = asdict


class FileRefused(Exception):
    """The file, or the chosen sheet, cannot be read; ``code`` is a key of wording.REFUSALS."""

    def __init__(self, code: str, **params):
        super().__init__(code)
        self.code = code
        self.params = params


def apply_limits(limits: Limits):
    """Set the limits for this process, as far as the system has them (macOS lacks some)."""
    if resource is None:
        return
    for kind, most, end in (
        ("RLIMIT_AS", limits.memory_bytes, limits.memory_bytes),
        # The first is announced by a signal of its own, so that the reason can be given.
        ("RLIMIT_CPU", limits.cpu_seconds, limits.cpu_seconds + 1),
        ("RLIMIT_FSIZE", 0, 0),
        ("RLIMIT_CORE", 0, 0),
    ):
        with contextlib.suppress(AttributeError, ValueError, OSError):
            resource.setrlimit(getattr(resource, kind), (most, end))
