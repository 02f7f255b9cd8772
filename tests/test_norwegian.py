"""Errors in the Norwegian texts that a program can find."""

import re
from pathlib import Path

import pytest

from tools import messages

# Bokmål that has no place in nynorsk. Words that are right in both are not here.
BOKMAL = re.compile(
    r"""\b(
    ansatt | avsluttet | bare | begynner | behold | beholde | bekreft | bekreftet | besvart | ble |
    dager | eier | endret | enhet | enheten | enheter | ennå | filen | finnes | forespørsel |
    forrige | fra | fullført | følger | gang | ganger | gjør | hva | hvem | hverandre | hvilke |
    hvilken | hvor | hvordan | hvorfor | ikke | innbygger | interessenter | jeg | kommer | lagret |
    leder | lenke | lenken | listen | løsning | mer | måned | måneder | navn | navnet | noe | noen |
    nå | også | raden | riktig | saken | samme | sammendrag | selv | senere | sier | skrevet |
    stoppet | tegn | tidligere | tjeneste | trenger | uke | velg | virker | være | vært | økt | åpne
    )\b""",
    re.VERBOSE,
)
GLOSSARY = Path(__file__).resolve().parent.parent / "docs" / "glossary.md"
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]")


def translated(language):
    for message in messages.translations(language):
        if message.id:
            yield from messages.forms_of(message)


@pytest.mark.parametrize("language", messages.LANGUAGES)
def test_norwegian_quotes_with_guillemets(language):
    quoted = [text for text in translated(language) if re.search("[“”„]", text)]

    assert quoted == []


def test_nynorsk_is_not_bokmal():
    found = [text for text in translated("nn") if BOKMAL.search(PLACEHOLDER.sub("", text.lower()))]

    assert found == []


def dropped_words(language):
    """The words of the glossary's last table in one language."""
    rows = GLOSSARY.read_text(encoding="utf-8").rpartition("| --- |")[2].splitlines()[1:]
    column = {"nb": 1, "nn": 2}[language]
    return [word.strip() for row in rows for word in row.split("|")[column].split(",")]


def test_the_glossary_names_dropped_words_of_both_languages():
    assert {"port", "lærdommen", "fraviket"} <= set(dropped_words("nb"))
    assert {"portane", "lærdomen", "fråviket"} <= set(dropped_words("nn"))


@pytest.mark.parametrize("language", messages.LANGUAGES)
def test_a_word_that_the_glossary_dropped_is_not_used(language):
    dropped = re.compile(rf"\b({'|'.join(dropped_words(language))})\b", re.IGNORECASE)

    found = [text for text in translated(language) if dropped.search(text)]

    assert found == []
