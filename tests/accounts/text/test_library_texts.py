import gettext
from pathlib import Path

import allauth
import django
import django_filters
import pytest
import rest_framework
from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po
from django.utils import translation

from accounts.text import library_texts
from tools import messages

CATALOGUES = (
    Path(django.__file__).parent / "conf/locale/en/LC_MESSAGES/django.po",
    Path(django.__file__).parent / "contrib/auth/locale/en/LC_MESSAGES/django.po",
    Path(allauth.__file__).parent / "locale/en/LC_MESSAGES/django.po",
)
# What of each library can answer a person: with a refusal of what they typed or sent.
ANSWERING = {
    django: (
        "core/validators.py",
        "forms/*.py",
        "db/models/**/*.py",
        "contrib/auth/forms.py",
        "contrib/auth/password_validation.py",
        "contrib/postgres/forms/*.py",
        "contrib/postgres/fields/*.py",
        "contrib/postgres/validators.py",
    ),
    rest_framework: (
        "exceptions.py", "fields.py", "relations.py", "serializers.py", "validators.py",
    ),
    django_filters: ("fields.py",),
    allauth: ("account/adapter.py", "account/forms.py", "account/models.py"),
}  # fmt: skip
# Texts in those files that nobody meets, by the first words of each, and why.
NEVER_SHOWN = {
    "no field of this kind": (
        "String (unlimited)", "Enter a valid %(protocol)s address", "IPv4", "IPv6",
        "Ensure that the lower bound", "Ensure that the upper bound", "Select a lookup",
        "Range query expects", 'Enter a valid "slug"', '"{input}" is not a valid path',
        "The submitted data was not a file", "No filename could be", "Ensure this filename",
        "Invalid hyperlink", "Incorrect type. Expected URL", "This field must be unique for",
        "Ensure this value is a multiple of step size",
    ),
    "no formset": ("Please submit at",),
    "no admin site": (
        "Reset password", "Set password", "Whether the user will", "Password-based",
        "Enabled", "Disabled", "Raw passwords", "Enable password-based", "Password (",
    ),
    "no names of users, no phones, no codes": (
        "The phone number", "A user is already registered with this phone", "Phone",
        "Username", "The username", "Login", "Email or phone", "Use authenticator",
        "Use a security key", "Remember Me",
    ),
    "nobody signs up or adds addresses": (
        "Email (", "Email address confirmation", "You cannot add more than",
        "Please select only one", "Use your password",
    ),
    "names of columns that no page shows": (
        "verified", "primary", "email addresses", "created", "sent", "key", "email confirmation",
    ),
}  # fmt: skip


def locale_folders():
    yield messages.ROOT / "locale"
    yield Path(django.__file__).parent / "conf/locale"
    for inside in ("contrib/auth/locale", "contrib/postgres/locale"):
        yield Path(django.__file__).parent / inside
    for library in (rest_framework, django_filters, allauth):
        yield Path(library.__file__).parent / "locale"


def translated_to(language):
    """The English of every text that ours or a library's catalogue translates to the language
    itself: nothing is borrowed from another.
    """
    found = set()
    for folder in locale_folders():
        if (path := folder / language / "LC_MESSAGES/django.mo").is_file():
            with path.open("rb") as file:
                entries = gettext.GNUTranslations(file)._catalog.items()
            ids = (key[0] if isinstance(key, tuple) else key for key, text in entries if text)
            found |= {ident.rpartition("\x04")[2] for ident in ids}
    return found


def answers():
    """Every text of the libraries that can answer a person."""
    for library, patterns in ANSWERING.items():
        root = Path(library.__file__).parent
        for path in {path for pattern in patterns for path in root.glob(pattern)}:
            for _line, found, _comments, _context in extract_from_file(
                "python", path, keywords=messages.KEYWORDS
            ):
                yield found if isinstance(found, str) else found[0]


def texts_of(catalogue):
    return {message.id if isinstance(message.id, str) else message.id[0] for message in catalogue}


@pytest.mark.parametrize("language", messages.LANGUAGES)
def test_every_answer_of_a_library_is_translated(language):
    never = tuple(start for starts in NEVER_SHOWN.values() for start in starts)
    shown = {text for text in answers() if text and not text.startswith(never)}

    assert shown - translated_to(language) == set()


def test_every_text_called_never_shown_is_one_of_a_library():
    texts = list(answers())
    starts = [start for starts in NEVER_SHOWN.values() for start in starts]

    unknown = [start for start in starts if not any(t and t.startswith(start) for t in texts)]

    assert unknown == []


def test_every_borrowed_text_is_still_a_text_of_a_library():
    theirs = set(answers())
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
