import hashlib

import pytest

from accounts.access.token_format import digest_of, is_well_formed, new_secret

# The last eight characters are the CRC-32 of what is before them.
TOKEN = "slik_" + "A" * 43 + "978b027f"


def test_new_token_is_well_formed_and_has_56_characters():
    secret = new_secret()

    assert (secret[:5], len(secret), is_well_formed(secret)) == ("slik_", 56, True)


def test_new_tokens_differ():
    assert len({new_secret() for _ in range(3)}) == 3


def test_token_ends_with_the_checksum_of_what_is_before():
    assert is_well_formed(TOKEN) is True


@pytest.mark.parametrize(
    "text",
    [
        "",
        "slik_",
        TOKEN[:-1],
        TOKEN + "0",
        TOKEN + "\n",
        TOKEN.upper(),
        TOKEN.replace("slik_", "slak_"),
        TOKEN.replace("A", "B", 1),
        TOKEN.replace("A", "Å", 1),
        TOKEN[:-8] + "00000000",
        "slik_" + "a" * 44 + "a9db3077",  # the checksum is right
    ],
)
def test_text_of_another_shape_or_checksum_is_no_token(text):
    assert is_well_formed(text) is False


def test_what_is_stored_is_the_sha_256_of_the_token():
    assert digest_of("slik_x") == hashlib.sha256(b"slik_x").digest()
