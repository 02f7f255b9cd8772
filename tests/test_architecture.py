"""The rules of the layout, read from the source. docs/decisions and CONTRIBUTING say why."""

import ast
import re
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
APPS = ("accounts", "projects", "portfolio")  # each may import itself and those before it
# A module of an app imports from its own level and those below.
LEVELS = {
    0: "anchoring borrowed_texts charts comparison errors facts fields formula gates guidance"
    " imports partial_dates phases questioning reference roles stages stakeholding statements"
    " states texts theme tokens trees embedded_postgres vocabulary workbooks",
    1: "attention audiences hats import_querysets querysets",
    2: "models",
    3: "conditions corrections deciders decisions duties entries factors known parts policies"
    " progress readiness records reports resting sharing stakeholder_map telling timeline traces"
    " versions workload",
    4: "actions demo library",
    5: "adapter authentication backends context exports filters forms importing middleware"
    " renderer search templatetags",
    6: "api views",
    7: "admin apps management routes settings urls wsgi",
}
LEVEL_OF = {name: level for level, names in LEVELS.items() for name in names.split()}
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
# file, or file:function -> why it is longer than ASKED, or than FUNCTION
LONG_FOR_A_REASON = {"portfolio/api/schema.py:_schemas": "one literal, read as a document"}
READS_THE_ENVIRONMENT = {
    "portfolio/settings.py",
    "portfolio/embedded_postgres.py",  # PG_BIN, and what its programs inherit
    "portfolio/management/commands/embedded_db.py",  # what psql inherits
    "portfolio/wsgi.py",  # names the settings
    "projects/importing/reading.py",  # what the child that reads files inherits
}


def sources(*folders, ending="py"):
    found = [p for folder in folders for p in sorted((ROOT / folder).rglob(f"*.{ending}"))]
    return [p for p in found if not {"migrations", "vendor"} & set(p.parts)]


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


def level_of(dotted):
    """Return the level of accounts.models.person: that of its second part."""
    parts = dotted.split(".")
    return LEVEL_OF.get(parts[1], 0) if len(parts) > 1 else 0


def own_level(path):
    return level_of(".".join(path.relative_to(ROOT).with_suffix("").parts))


def lines_of_code(function):
    """Count the lines of a function's body, without its docstring."""
    is_told = ast.get_docstring(function) is not None and len(function.body) > 1
    return function.end_lineno - function.body[is_told].lineno + 1


def test_every_module_of_an_app_has_a_level():
    names = {
        (path.name if path.is_dir() else path.stem)
        for app in APPS
        for path in (ROOT / app).iterdir()
        if (path.suffix == ".py" or (path / "__init__.py").exists())
    }

    assert names - set(LEVEL_OF) - {"__init__", "migrations"} == set()


def test_apps_import_in_one_direction():
    wrong = [
        f"{name_of(path)}:{line} imports {module}"
        for path in sources(*APPS)
        for line, module in modules_of(path)
        if (app := module.split(".")[0]) in APPS
        and APPS.index(app) > APPS.index(path.relative_to(ROOT).parts[0])
    ]

    assert wrong == []


def test_modules_import_from_their_own_level_and_below():
    wrong = [
        f"{name_of(path)}:{line} (level {own_level(path)}) imports {module}"
        for path in sources(*APPS)
        for line, module in modules_of(path)
        if module.split(".")[0] in APPS and level_of(module) > own_level(path)
    ]

    assert wrong == []


def test_nothing_below_the_forms_knows_the_web():
    wrong = [
        f"{name_of(path)}:{line} imports {module}"
        for path in sources(*APPS)
        for line, module in modules_of(path)
        if own_level(path) <= LEVEL_OF["actions"]
        and f"{module}.".startswith(tuple(f"{w}." for w in WEB))
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
        if own_level(path) in {5, 6}
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
    """What the Content-Security-Policy would stop in the browser is stopped here."""
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
