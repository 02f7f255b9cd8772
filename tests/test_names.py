"""Names that a newcomer understands, and nothing written twice: guards against growing back."""

import ast
import re
from collections import defaultdict

import pytest

from tests.test_architecture import name_of, sources, tree

FOLDERS = ("accounts", "projects", "portfolio", "tools", "bench")
# A word that is no name, and what to write instead.
BANNED = {
    "company": "stakeholders",
    "deed": "action",
    "duties": "conditions",
    "duty": "condition",
    "dwell": "wait",
    "hat": "role",
    "hats": "roles",
    "keeper": "writer",
    "laid": "merged",
    "nowhere": "not_found",
    "told": "what it is: text, with_author, …",
    "telling": "rendering",
    "worn": "held_roles",
}
# Names that others hold: columns, addresses, words of files.
KEPT = {"hat": {"accounts/views/roles.py"}}


def names_in(path):
    """Yield every name that the file gives to something, with its line."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            yield node.lineno, node.name
        elif isinstance(node, ast.arg):
            yield node.lineno, node.arg
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.lineno, node.id


def words_of(name):
    """Split a name into its words: hats_of, HatTable and HATS all hold a hat."""
    return {word.lower() for word in re.findall(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])", name)}


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("hats_of", {"hats", "of"}),
        ("DutyForm", {"duty", "form"}),
        ("_MOST_DUTIES", {"most", "duties"}),
    ],
)
def test_a_name_is_split_into_its_words(name, words):
    assert words_of(name) == words


def test_no_name_is_a_metaphor_or_an_old_word():
    wrong = [
        f"{name_of(path)}:{line} {name}: write {BANNED[word]}"
        for path in sources(*FOLDERS)
        for line, name in names_in(path)
        for word in words_of(name) & set(BANNED)
        if name_of(path) not in KEPT.get(word, ())
    ]

    assert wrong == []


def test_no_module_has_such_a_name():
    wrong = [name_of(path) for path in sources(*FOLDERS) if words_of(path.stem) & set(BANNED)]

    assert wrong == []


def test_no_function_is_written_twice():
    """The same name and the same body: one of them is enough."""
    found = defaultdict(list)
    for path in sources(*FOLDERS):
        for node in tree(path).body:
            if isinstance(node, ast.FunctionDef):
                has_docstring = ast.get_docstring(node) is not None and len(node.body) > 1
                body = "".join(map(ast.dump, node.body[has_docstring:]))
                found[node.name, ast.dump(node.args), body].append(f"{name_of(path)}:{node.lineno}")

    assert [where for where in found.values() if len(where) > 1] == []
