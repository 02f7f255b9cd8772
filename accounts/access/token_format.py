"""What a token looks like: ``slik_`` + 43 random characters + 8 of a checksum. Pure.

The prefix and the checksum let a secret scanner recognise a leaked token.
"""

import hashlib
import re
import secrets
import zlib

PREFIX = "slik_"
TOKEN_PATTERN = re.compile(r"slik_[A-Za-z0-9_-]{43}[0-9a-f]{8}")


def new_secret() -> str:
    """Return a new token of 256 random bits."""
    secret = PREFIX + secrets.token_urlsafe(32)
    return secret + _checksum(secret)


def is_well_formed(secret: str) -> bool:
    """Return whether the text has the shape and the checksum of a token."""
    return bool(TOKEN_PATTERN.fullmatch(secret)) and _checksum(secret[:-8]) == secret[-8:]


def digest_of(secret: str) -> bytes:
    """Return the SHA-256 of a token, which is what is stored."""
    return hashlib.sha256(secret.encode()).digest()


def _checksum(text):
    return f"{zlib.crc32(text.encode()):08x}"
