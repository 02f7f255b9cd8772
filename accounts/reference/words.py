"""Words that people in Norway use in passwords, most common first. Pure."""

from pathlib import Path

from accounts.reference.municipalities import counties, municipalities

DATA = Path(__file__).parent / "data"
# Sentences that many choose as a password because they seem long. Without spaces.
KNOWN_PHRASES = (
    *("correcthorsebatterystaple", "korrekthestbatteristift", "riktighestbatteristift"),
    *("thequickbrownfox", "maytheforcebewithyou", "tobeornottobe", "letmeinplease"),
    *("onceuponatime", "happybirthday", "iloveyou", "jegelskerdeg", "egelskardeg"),
    *("detvarengang", "javielskerdettelandet", "gratulerermeddagen", "hipphipphurra"),
    *("borteerbramenhjemmeerbest", "alleveierførertilrom"),
)


def known_phrases() -> tuple[str, ...]:
    """Return sentences that many know, in lower case, without spaces."""
    return KNOWN_PHRASES


def norwegian_words() -> list[str]:
    """Return common words in lower case, most common first: 12,000 of them."""
    return (DATA / "norwegian_words.txt").read_text(encoding="utf-8").split()


def norwegian_places() -> list[str]:
    """Return the names of municipalities and counties in lower case, word by word."""
    names = [row["name"] for row in [*counties(), *municipalities()]]
    return list(dict.fromkeys(word for name in names for word in name.lower().split()))
