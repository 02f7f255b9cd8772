"""The rules of the layout, read from the source. docs/decisions and CONTRIBUTING say why."""

import ast
import re
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
APPS = ("accounts", "projects", "portfolio")  # each may import itself and those before it
# The rooms of each app, lowest first: a room imports from itself and from those before it.
ROOMS = {
    "accounts": """
        errors text access reference appearance querysets models database
        actions
        signing_in forms views management apps urls
    """,
    "projects": """
        errors choices method access querysets models records readiness summaries history
        actions
        importing forms filters views management apps urls
    """,
    "portfolio": """
        formats database files navigation reports demo library
        context search templatetags templating api middleware views
        management apps settings urls wsgi
    """,
}
FLOORS = {app: rooms.split() for app, rooms in ROOMS.items()}
# Modules of an app beside its rooms; the project package has the files that Django requires.
LOOSE = {"apps", "urls", "errors", "filters"}
LOOSE_IN = {"portfolio": {"settings", "wsgi", "middleware", "context", "search"}}
# The last room of each app that imports no web: what writes, and what it depends on.
KNOWS_NO_WEB = {"accounts": "actions", "projects": "actions", "portfolio": "library"}
WEB = (
    "django.contrib.messages",
    "django.forms",
    "django.http",
    "django.shortcuts",
    "django.views",
    "rest_framework",
)
VAGUE = {"common", "core", "helpers", "misc", "tools", "utils"}
ASKED, REFUSED, FUNCTION = 500, 800, 40  # lines
WIDTH = 120  # characters
# file, or file:function -> why it is longer than ASKED, or than FUNCTION
LONG_FOR_A_REASON = {"portfolio/api/schema.py:_schemas": "one literal, read as a document"}
READS_THE_ENVIRONMENT = {
    "portfolio/settings.py",
    "portfolio/database/embedded_server.py",  # PG_BIN, and what its programs inherit
    "portfolio/management/commands/embedded_db.py",  # what psql inherits
    "portfolio/wsgi.py",  # names the settings
    "projects/importing/reading.py",  # what the child that reads files inherits
}


def sources(*folders, ending="py"):
    found = [p for folder in folders for p in sorted((ROOT / folder).rglob(f"*.{ending}"))]
    return [p for p in found if not {"migrations", "vendor"} & set(p.relative_to(ROOT).parts)]


@cache
def tree(path):
    return ast.parse(path.read_text(encoding="utf-8"))


def name_of(path):
    return path.relative_to(ROOT).as_posix()


def modules_of(path):
    """Yield the dotted name of everything that the file imports, with its line."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield node.lineno, alias.name
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            for alias in node.names:
                yield node.lineno, f"{node.module}.{alias.name}"


def floor_of(dotted):
    """Return the place of accounts.models.person among the rooms of its app: that of models."""
    app, *inside = dotted.split(".")
    return FLOORS[app].index(inside[0]) if inside and inside[0] in FLOORS[app] else -1


def own_floor(path):
    return floor_of(dotted_name(path))


def dotted_name(path):
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def knows_no_web(path):
    app = path.relative_to(ROOT).parts[0]
    return own_floor(path) <= FLOORS[app].index(KNOWS_NO_WEB[app])


def lines_of_code(function):
    """Count the lines of a function's body, without its docstring."""
    is_told = ast.get_docstring(function) is not None and len(function.body) > 1
    return function.end_lineno - function.body[is_told].lineno + 1


@pytest.mark.parametrize("app", APPS)
def test_every_room_of_an_app_has_a_floor(app):
    rooms = {
        path.stem if path.is_file() else path.name
        for path in (ROOT / app).iterdir()
        if path.suffix == ".py" or any(path.glob("*.py"))
    }

    assert rooms - {"__init__", "migrations"} == set(FLOORS[app])


@pytest.mark.parametrize("app", APPS)
def test_nothing_stands_loose_beside_the_rooms(app):
    loose = {path.stem for path in (ROOT / app).glob("*.py")}

    assert loose - {"__init__"} - LOOSE - LOOSE_IN.get(app, set()) == set()


def test_apps_import_in_one_direction():
    wrong = [
        f"{name_of(path)}:{line} imports {module}"
        for path in sources(*APPS)
        for line, module in modules_of(path)
        if (app := module.split(".")[0]) in APPS
        and APPS.index(app) > APPS.index(path.relative_to(ROOT).parts[0])
    ]

    assert wrong == []


def test_rooms_import_from_themselves_and_those_below():
    wrong = [
        f"{name_of(path)}:{line} imports {module}"
        for path in sources(*APPS)
        for line, module in modules_of(path)
        if module.split(".")[0] == path.relative_to(ROOT).parts[0]
        and floor_of(module) > own_floor(path)
    ]

    assert wrong == []


def test_no_module_imports_itself_by_a_detour():
    paths = {dotted_name(path): path for path in sources(*APPS)}
    imports = {
        name: {found for _line, module in modules_of(path) for found in imported(module, paths)}
        for name, path in paths.items()
    }

    assert circle_in(imports) == []


def circle_in(imports):
    """Return the modules of an import cycle, or nothing."""
    try:
        TopologicalSorter(imports).prepare()
    except CycleError as error:
        return error.args[1]
    return []


def imported(module, paths):
    """Return the file that gives the name: the module itself, or the one that defines it."""
    return {name for name in (module, module.rpartition(".")[0]) if name in paths}


def test_nothing_below_the_forms_knows_the_web():
    wrong = [
        f"{name_of(path)}:{line} imports {module}"
        for path in sources(*APPS)
        if knows_no_web(path)
        for line, module in modules_of(path)
        if f"{module}.".startswith(tuple(f"{w}." for w in WEB))
    ]

    assert wrong == []


def test_imports_stand_at_the_top_and_are_absolute():
    wrong = []
    for path in sources(*APPS, "tests", "tools"):
        top = set(map(id, tree(path).body)) | {
            id(inner)
            for node in tree(path).body
            if isinstance(node, ast.Try)
            for inner in node.body
        }
        wrong += [
            f"{name_of(path)}:{node.lineno}"
            for node in ast.walk(tree(path))
            if (isinstance(node, ast.Import | ast.ImportFrom) and id(node) not in top)
            or (isinstance(node, ast.ImportFrom) and node.level > 0)
        ]

    assert wrong == []


def test_no_module_has_a_name_that_says_nothing():
    wrong = [name_of(p) for p in sources(*APPS) if VAGUE & {p.stem, p.parent.name}]

    assert wrong == []


def test_files_stay_small():
    files = sources(*APPS, "tests", "tools", "bench")
    files += sources("templates", ending="html")
    files += sources("static", ending="css") + sources("static", ending="js")
    long = {
        name_of(p): lines
        for p in files
        if (lines := p.read_text(encoding="utf-8").count("\n")) > ASKED
    }

    assert {name for name, lines in long.items() if lines > REFUSED} == set()
    assert set(long) == {name for name in LONG_FOR_A_REASON if ":" not in name}


def test_lines_of_templates_styles_and_scripts_stay_short():
    wide = [
        f"{name_of(path)}:{number}"
        for folder, ending in (
            ("templates", "html"),
            ("templates", "txt"),
            ("static", "css"),
            ("static", "js"),
        )
        for path in sources(folder, ending=ending)
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if len(line) > WIDTH
    ]

    assert wide == []


def test_functions_stay_small():
    long = {
        f"{name_of(path)}:{node.name}": length
        for path in sources(*APPS, "tools")
        for node in ast.walk(tree(path))
        if isinstance(node, ast.FunctionDef) and (length := lines_of_code(node)) > FUNCTION
    }

    assert set(long) == {name for name in LONG_FOR_A_REASON if ":" in name}


def test_only_the_settings_read_the_environment():
    readers = {
        name_of(path)
        for path in sources(*APPS)
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Attribute) and node.attr in {"environ", "getenv"}
    }

    assert readers - READS_THE_ENVIRONMENT == set()


def test_only_actions_and_what_they_rest_on_write():
    """A view, a form, an importer or a template tag saves no row."""
    writes = {"save", "create", "bulk_create", "bulk_update", "update_or_create", "get_or_create"}
    wrong = [
        f"{name_of(path)}:{node.lineno} {node.func.attr}"
        for path in sources(*APPS)
        if not knows_no_web(path) and path.parent.name != "commands"
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in writes
    ]

    assert wrong == []


def test_views_hold_no_rule_of_which_rows_there_are():
    wrong = [
        f"{name_of(path)}:{node.lineno} .{node.func.attr}("
        for path in sources(*(f"{app}/views" for app in APPS))
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in {"filter", "exclude"}
        and [keyword.arg for keyword in node.keywords] != ["pk"]
    ]

    assert wrong == []


def test_text_is_trusted_as_html_in_one_module_only():
    trusting = [
        name_of(path)
        for path in sources(*APPS)
        if any(
            isinstance(node, ast.Name | ast.Attribute | ast.alias)
            and "mark_safe"
            in (getattr(node, "id", ""), getattr(node, "attr", ""), getattr(node, "name", ""))
            for node in ast.walk(tree(path))
        )
    ]
    loose = [
        name_of(path)
        for path in sources("templates", ending="html")
        if re.search(r"\|\s*safe\b|autoescape off", path.read_text(encoding="utf-8"))
    ]

    assert trusting == ["portfolio/templatetags/components.py"]
    assert loose == []


def test_templates_carry_neither_script_nor_style():
    """The Content-Security-Policy would block both in the browser."""
    forbidden = re.compile(
        r"<style|<script(?![^>]*\bsrc=)|\sstyle=|\son[a-z]+=|\shx-on|javascript:", re.IGNORECASE
    )
    wrong = [
        f"{name_of(path)}: {found[0]}"
        for path in sources("templates", ending="html")
        if (found := forbidden.search(path.read_text(encoding="utf-8")))
    ]

    assert wrong == []


def test_nobody_serializes_every_field_unseen():
    wrong = [
        f"{name_of(path)}:{node.lineno}"
        for path in sources(*APPS)
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Constant) and node.value == "__all__"
    ]

    assert wrong == []


def test_every_decision_is_in_the_index():
    folder = ROOT / "docs" / "decisions"
    listed = re.findall(
        r"\((\d{4}-[\w-]+\.md)\)", (folder / "README.md").read_text(encoding="utf-8")
    )

    assert listed == [path.name for path in sorted(folder.glob("[0-9]*.md"))]


def test_documents_name_files_that_exist():
    folders = "accounts|projects|portfolio|templates|tests|tools|bench|static|docs"
    path = re.compile(rf"`((?:{folders})/[^`\s]*\.(?:py|html|css|js|md|csv|toml|json))`")
    documents = [*ROOT.glob("*.md"), *sources("docs", *APPS, "tests", "bench", ending="md")]
    named = [
        (document.relative_to(ROOT).as_posix(), name)
        for document in documents
        for name in path.findall(document.read_text(encoding="utf-8"))
    ]

    assert named
    assert [(document, name) for document, name in named if not any(ROOT.glob(name))] == []
