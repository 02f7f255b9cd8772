"""How hard a password is to guess."""

import re
import string
from functools import cache
from itertools import chain
from operator import itemgetter

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from zxcvbn import matching, scoring

from accounts.reference.words import known_phrases, norwegian_places, norwegian_words

GUESSES = 10**10  # what a password must withstand: zxcvbn calls it very unguessable
LONGEST = 32  # signs that are looked at: the work grows fast with the length
LONGEST_WITH_REPETITIONS = 128  # before what is repeated is taken together
REPETITION = re.compile(r"(.{3,}?)(?:[\W\d_]{0,3}\1)+", re.DOTALL)
YEAR = re.compile(r"(?<!\d)(?:1\d|20)\d\d(?!\d)")
MATCHERS = (
    matching.dictionary_match,
    matching.reverse_dictionary_match,
    matching.spatial_match,
    matching.repeat_match,
    matching.sequence_match,
    matching.regex_match,
    matching.date_match,
)
ALL_MATCHERS = (*MATCHERS, matching.l33t_match)
# Signs that stand for letters, and how many kinds of them still make a word: all their readings
# are tried, which takes seconds for many.
LOOKALIKES = frozenset("4@8({[<369!|1$5+7%20")
MOST_LOOKALIKES = 6
ENDS = string.digits + string.punctuation + string.whitespace
YEARS = [str(year) for year in range(2040, 1939, -1)]
SHORTEST_OWN_WORD = 3
PRODUCT = ("slik", "kommune", "kommunen", "municipality", "innovasjon", "innovation")


class StrengthValidator:
    """Refuses what is quickly guessed: common words and names in Norwegian and English, series,
    years, keyboard runs, and what is known of the person. What is left without the person's own
    words words, years, known phrases and repetitions must be strong as well, otherwise a name and a
    year would do; so must what is left without digits and signs at the ends.
    """

    def validate(self, password, user=None):
        if is_easy_to_guess(password, own_words_of(user)):
            raise ValidationError(
                _(
                    "This password is easy to guess. Choose several words that do not belong"
                    " together, without names, places, years or series such as 1234."
                ),
                code="password_easy_to_guess",
            )

    def get_help_text(self):
        return _("Choose several words that do not belong together, without names and years.")


def is_easy_to_guess(password: str, own_words=()) -> bool:
    """Return whether somebody who knows the person's own words soon finds the password."""
    rest = YEAR.sub("", _without(password.lower(), own_words))
    rest = REPETITION.sub(r"\1", _without_known_phrases(rest)[:LONGEST_WITH_REPETITIONS])
    return any(guesses(text, own_words) < GUESSES for text in (rest.strip(ENDS), rest, password))


def guesses(password: str, own_words=()) -> float:
    """Estimate how many guesses find a password, of which the first 32 signs count."""
    if not password:
        return 0
    dictionaries = _dictionaries() | {"user_inputs": matching.build_ranked_dict(own_words)}
    password = password[:LONGEST]
    matchers = MATCHERS if len(LOOKALIKES & set(password)) > MOST_LOOKALIKES else ALL_MATCHERS
    found = (find(password, _ranked_dictionaries=dictionaries) for find in matchers)
    matches = sorted(chain.from_iterable(found), key=itemgetter("i", "j"))
    return scoring.most_guessable_match_sequence(password, matches)["guesses"]


def own_words_of(user) -> list[str]:
    """Return what others know of a person, longest first: name, address, unit, municipality."""
    texts = [*PRODUCT]
    if user is not None:
        municipality, unit = user.municipality, user.unit
        texts += [user.name, user.email, municipality.name, unit.name if unit else ""]
    words = set()
    for text in texts:
        parts = [part for part in re.split(r"[\W_]+", text.lower()) if part]
        words |= {*parts, "".join(parts)}
    return sorted((w for w in words if len(w) >= SHORTEST_OWN_WORD), key=lambda w: (-len(w), w))


@cache
def _dictionaries():
    return matching.RANKED_DICTIONARIES | {
        "norwegian": matching.build_ranked_dict(norwegian_words()),
        "years": matching.build_ranked_dict(YEARS),
        "places": matching.build_ranked_dict(norwegian_places()),
    }


def _without(password, words):
    for word in words:
        password = password.replace(word, "")
    return password


def _without_known_phrases(password):
    """Return the password as it is, or what is left of it when it holds a phrase that many know,
    whatever stands between the words.
    """
    letters = re.sub(r"[\W_]", "", password)
    rest = _without(letters, known_phrases())
    return password if rest == letters else rest
