import gettext
import io
import re

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo

from tools import messages


@pytest.mark.parametrize("language", messages.LANGUAGES)
def test_every_text_is_translated(language):
    problems = list(messages.problems(messages.translations(language), messages.texts()))

    assert problems == []


def test_texts_are_found_in_code_and_in_templates_with_and_without_plural(tmp_path, monkeypatch):
    monkeypatch.setattr(messages, "ROOT", tmp_path)
    (tmp_path / "projects").mkdir()
    (tmp_path / "projects" / "a.py").write_text(
        'x = _("From code")\ny = ngettext_lazy("%(n)s case", "%(n)s cases", "n")\n'
    )
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "a.html").write_text(
        """<p>It's (odd</p>
              {% translate "From a template" as x %}
          {% blocktranslate count n=n %}{{ n }} day{% plural %}{{ n }} days{% endblocktranslate %}
        {% translate "Open" context "a state" %}"""
    )

    found = {message.id: message.context for message in messages.texts() if message.id}

    assert found == {
        "From code": None,
        ("%(n)s case", "%(n)s cases"): None,
        "From a template": None,
        ("%(n)s day", "%(n)s days"): None,
        "Open": "a state",
    }


@pytest.mark.parametrize(
    ("text", "translation", "problem"),
    [
        ("Move the case", "Flytt saken", []),
        ("Move the case", "", ["'Move the case' is not translated (a.html)"]),
        ("%(n)s left", "%(m)s igjen", ["'%(n)s left' has other placeholders or tags"]),
        ("<b>Now</b>", "Nå", ["'<b>Now</b>' has other placeholders or tags"]),
        (("%(n)s day", "%(n)s days"), ("%(n)s dag", "%(n)s dager"), []),
        (("%(n)s day", "%(n)s days"), ("%(n)s dag", ""), ["'%(n)s day' is not translated"]),
        (("One day", "%(n)s days"), ("Én dag", "%(n)s dager"), []),
        (("One day", "%(n)s days"), ("Én dag", "%d dager"), ["'One day' has other placeholders"]),
    ],
)
def test_wrong_translation_is_named(text, translation, problem):
    found, catalog = Catalog(), Catalog(locale="nb")
    found.add(text, locations=[("a.html", None)])
    catalog.add(text, translation)

    problems = list(messages.problems(catalog, found))

    assert len(problems) == len(problem)
    assert all(said.startswith(start) for said, start in zip(problems, problem, strict=True))


def test_text_that_is_missing_fuzzy_or_no_longer_used_is_named():
    found, catalog = Catalog(), Catalog(locale="nb")
    found.add("New", locations=[("a.html", None)])
    found.add("Unsure", locations=[("a.html", None)])
    catalog.add("Unsure", "Usikker", flags={"fuzzy"})
    catalog.add("Old", "Gammel")

    assert list(messages.problems(catalog, found)) == [
        "'New' is not in the file (a.html)",
        "'Unsure' is marked as fuzzy (a.html)",
        "'Old' is no longer used",
    ]


def test_update_keeps_translations_and_drops_what_is_no_longer_used(tmp_path, monkeypatch):
    monkeypatch.setattr(messages, "ROOT", tmp_path)
    (tmp_path / "projects").mkdir()
    source = tmp_path / "projects" / "a.py"
    source.write_text('_("Kept"), _("Dropped")')
    messages.update()
    po = messages.po_file("nn")
    po.write_text(po.read_text().replace('"Kept"\nmsgstr ""', '"Kept"\nmsgstr "Halde"'))
    source.write_text('_("Kept"), _("Added")')

    messages.update()
    messages.compile_all()

    assert "Dropped" not in po.read_text()
    compiled = io.BytesIO()
    write_mo(compiled, messages.translations("nn"))
    assert po.with_suffix(".mo").read_bytes() == compiled.getvalue()
    with po.with_suffix(".mo").open("rb") as stream:
        catalog = gettext.GNUTranslations(stream)
    assert catalog.gettext("Kept") == "Halde"
    assert catalog.gettext("Added") == "Added"


def test_texts_are_marked_by_the_names_that_are_looked_for():
    renamed = re.compile(r"import (\w*gettext\w*) as (?!_\b)")

    found = [path.name for path, source in messages.sources() if renamed.search(source)]

    assert found == []
