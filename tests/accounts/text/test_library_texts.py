from pathlib import Path

import allauth
import django
import pytest
from babel.messages.pofile import read_po
from django.utils import translation

from accounts.text import library_texts
from tools import messages

CATALOGUES = (
    Path(django.__file__).parent / "conf/locale/en/LC_MESSAGES/django.po",
    Path(django.__file__).parent / "contrib/auth/locale/en/LC_MESSAGES/django.po",
    Path(allauth.__file__).parent / "locale/en/LC_MESSAGES/django.po",
)


def texts_of(catalogue):
    return {message.id if isinstance(message.id, str) else message.id[0] for message in catalogue}


def test_every_borrowed_text_is_still_a_text_of_django_or_allauth():
    theirs = set()
    for path in CATALOGUES:
        with path.open("rb") as file:
            theirs |= texts_of(read_po(file))
    named_here = {
        message.id if isinstance(message.id, str) else message.id[0]
        for message in messages.texts()
        if any(name == "accounts/text/library_texts.py" for name, _ in message.locations)
    }

    assert named_here - theirs == set()


@pytest.mark.parametrize(
    ("language", "empty", "wrong"),
    [
        ("nb", "Fyll ut dette feltet.", "E-postadressen eller passordet er ikke riktig."),
        ("nn", "Fyll ut dette feltet.", "E-postadressa eller passordet er ikkje rett."),
        (
            "en",
            "This field is required.",
            "The email address and/or password you specified are not correct.",
        ),
    ],
)
def test_sign_in_refuses_in_the_language_of_the_page(client, db, language, empty, wrong):
    client.cookies["language"] = language

    unfilled = client.post("/accounts/login/", {"login": "", "password": ""})
    mistaken = client.post("/accounts/login/", {"login": "a@b.no", "password": "feil"})

    assert empty in unfilled.text
    assert wrong in mistaken.text


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("nb", "Passordet er for kort. Det må ha minst 12 tegn."),
        ("nn", "Passordet er for kort. Det må ha minst 12 teikn."),
    ],
)
def test_a_short_password_is_refused_in_norwegian(language, said):
    with translation.override(language):
        text = str(library_texts.TOO_SHORT % 12)

    assert text == said


def test_who_tries_too_often_is_told_in_norwegian(client, db, settings):
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"reset_password": "1/m/ip"}
    client.cookies["language"] = "nn"

    client.post("/accounts/password/reset/", {"email": "a@b.no"})
    refused = client.post("/accounts/password/reset/", {"email": "a@b.no"})

    assert refused.status_code == 429
    assert "Det blei for mange gonger på kort tid" in refused.text
