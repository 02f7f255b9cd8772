import re
from pathlib import Path

import pytest
from django.conf import settings
from django.template import Engine

TEMPLATES = Path(settings.BASE_DIR) / "templates"
WRITTEN = "<ul>\n  <li>one</li>\n\t<li>two  words</li>\n</ul>\n"


@pytest.mark.parametrize(
    ("name", "read"),
    [("page.html", "<ul>\n<li>one</li>\n<li>two  words</li>\n</ul>\n"), ("mail.txt", WRITTEN)],
)
def test_a_page_is_read_without_its_indentation_and_a_mail_as_it_is_written(tmp_path, name, read):
    (tmp_path / name).write_text(WRITTEN, encoding="utf-8")
    engine = Engine(dirs=[tmp_path], loaders=["portfolio.templating.loader.Loader"])

    assert engine.get_template(name).source == read


def test_the_pages_of_the_project_are_read_so():
    assert (
        re.findall(r"^[ \t]", Engine.get_default().get_template("base.html").source, re.MULTILINE)
        == []
    )


def test_no_text_to_translate_has_lines_unless_it_is_trimmed():
    """Its indentation would be part of the text that is looked for."""
    loose = re.compile(
        r"{% blocktranslate(?![^%]*\btrimmed\b)[^%]*%}[^{]*\n.*?{% endblocktranslate %}", re.DOTALL
    )
    wrong = [
        f"{path.relative_to(TEMPLATES)}: {found[0][:60]}"
        for path in sorted(TEMPLATES.rglob("*.html"))
        if (found := loose.search(path.read_text(encoding="utf-8")))
    ]

    assert wrong == []
