"""Keep the translations in step with the code, with Babel only: no gettext programs.

    python tools/messages.py update    take up new texts and drop those no longer used
    python tools/messages.py compile   write the .mo files that Django reads
    python tools/messages.py check     fail, naming every text that is not rightly translated

The code and the templates have the English texts; locale/<language> has the translations.
"""

import io
import re
import sys
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
LANGUAGES = ("nb", "nn")
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
HEADER = r"""msgid ""
msgstr ""
"Language: {0.locale}\n"
"MIME-Version: 1.0\n"
"Content-Type: text/plain; charset=utf-8\n"
"Content-Transfer-Encoding: 8bit\n"
"Plural-Forms: {0.plural_forms}\n"

"""
# What the translation must repeat unchanged from the text: placeholders and tags.
PLACEHOLDERS = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}|</?\w+")


def po_file(language):
    return ROOT / "locale" / language / "LC_MESSAGES" / "django.po"


def sources():
    """Yield every file that may hold texts, with its content as Python that Babel can read."""
    for app in ("accounts", "projects", "portfolio"):
        for path in sorted((ROOT / app).rglob("*.py")):
            if "migrations" not in path.relative_to(ROOT).parts:
                yield path, path.read_text(encoding="utf-8")
    for path in sorted((ROOT / "templates").rglob("*.*")):
        # The brackets keep Babel from reading the template's indentation as Python's.
        yield path, f"({templatize(path.read_text(encoding='utf-8'), origin=str(path))}\n)"


def texts():
    """Collect the texts of the code and the templates."""
    found = Catalog()
    for path, source in sources():
        stream = io.BytesIO(source.encode())
        name = path.relative_to(ROOT).as_posix()
        for _line, message, comments, context in extract(
            "python", stream, KEYWORDS, ["Translators"]
        ):
            found.add(message, locations=[(name, None)], auto_comments=comments, context=context)
    return found


def translations(language):
    path = po_file(language)
    if not path.exists():
        return Catalog(locale=language)
    with path.open("rb") as stream:
        return read_po(stream, locale=language)


def update():
    found = texts()
    for language in LANGUAGES:
        catalog = translations(language)
        catalog.update(found, no_fuzzy_matching=True)
        body = io.BytesIO()
        write_po(body, catalog, width=100, omit_header=True, ignore_obsolete=True, sort_output=True)
        po_file(language).parent.mkdir(parents=True, exist_ok=True)
        po_file(language).write_bytes(HEADER.format(catalog).encode() + body.getvalue())
        missing = sum(not all(forms_of(message)) for message in catalog if message.id)
        print(f"{language}: {len(catalog)} texts, {missing} not translated")


def compile_all():
    for language in LANGUAGES:
        source, target = po_file(language), po_file(language).with_suffix(".mo")
        if not source.exists():
            continue
        if target.exists() and target.stat().st_mtime > source.stat().st_mtime:
            continue
        with target.open("wb") as stream:
            write_mo(stream, translations(language))


def forms_of(message):
    """Return the translation's forms: one, or one for each plural."""
    return message.string if isinstance(message.string, tuple) else (message.string,)


def placeholders_in(text):
    return sorted(PLACEHOLDERS.findall(text))


def problem_of(message):
    """Say what is wrong with one translated text, or nothing."""
    if not all(forms_of(message)):
        return "is not translated"
    if message.fuzzy:
        return "is marked as fuzzy"
    if message.pluralizable:  # the singular may say "one case" in words
        allowed = {tuple(placeholders_in(form)) for form in message.id}
        if not {tuple(placeholders_in(form)) for form in forms_of(message)} <= allowed:
            return "has other placeholders or tags than the text"
    elif placeholders_in(message.id) != placeholders_in(message.string):
        return "has other placeholders or tags than the text"
    return ""


def problems(catalog, found):
    """Name every text that lacks a right translation, and every one no longer used."""
    for message in found:
        if message.id:
            translated = catalog.get(message.id, message.context)
            problem = problem_of(translated) if translated else "is not in the file"
            if problem:
                where = ", ".join(name for name, _line in message.locations)
                yield f"{first(message)!r} {problem} ({where})"
    for message in catalog:
        if message.id and not found.get(message.id, message.context):
            yield f"{first(message)!r} is no longer used"


def first(message):
    return message.id[0] if message.pluralizable else message.id


def check():
    found = texts()
    lines = [
        f"{language}: {problem}"
        for language in LANGUAGES
        for problem in problems(translations(language), found)
    ]
    if lines:
        raise SystemExit("\n".join([*lines, f"{len(lines)} texts to mend in locale/."]))
    print(f"{len(found)} texts are translated to {' and '.join(LANGUAGES)}")


if __name__ == "__main__":
    ACTIONS = {"update": update, "compile": compile_all, "check": check}
    if sys.argv[1:] not in [[name] for name in ACTIONS]:
        raise SystemExit(f"usage: python tools/messages.py {'|'.join(ACTIONS)}")
    ACTIONS[sys.argv[1]]()
