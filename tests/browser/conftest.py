"""A real Chromium against a live server, strict about what goes wrong out of sight."""

import os
import shutil
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import expect

ROOT = Path(__file__).resolve().parent.parent.parent
FLAGS = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--force-color-profile=srgb",
    "--no-first-run",
]
AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
COLOURS = ["color-contrast", "link-in-text-block"]  # the rules that light and dark differ in
RUN_AXE = """
    ([runOnly, not_ours]) => axe.run(
        {exclude: not_ours.map(part => [part])}, {runOnly, resultTypes: ["violations"]}
    )
"""
# Everything is unfolded, and colours change at once and not by degrees.
PREPARE = """
    document.querySelectorAll("details").forEach(part => { part.open = true });
    const still = new CSSStyleSheet();
    still.replaceSync("*, ::before, ::after { transition: none !important }");
    document.adoptedStyleSheets = [still];
"""
PATIENCE = 120_000  # milliseconds: as long as a busy machine may take
expect.set_options(timeout=PATIENCE)


def pytest_collection_modifyitems(items):
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session", autouse=True)
def _database_beside_playwright():
    """Playwright's event loop runs in our thread, and Django would refuse queries beside it."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    yield
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    """The system's Chromium where there is one, else Playwright's own."""
    found = shutil.which("chromium")
    chosen = {"executable_path": found} if found else {}
    as_root = ["--no-sandbox"] if os.geteuid() == 0 else []
    return browser_type_launch_args | chosen | {"args": FLAGS + as_root, "timeout": PATIENCE}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args):
    return browser_context_args | {
        "locale": "nb-NO",
        "timezone_id": "Europe/Oslo",
        "reduced_motion": "reduce",
    }


@pytest.fixture(scope="session")
def base_url(live_server):
    """Addresses in tests are paths."""
    return live_server.url


@pytest.fixture
def context(context):
    context.set_default_timeout(PATIENCE)
    return context


@pytest.fixture
def watched(page, municipality):
    """A page that fails the test on a break of the content policy, a script error or a 5xx."""
    problems = []
    page.on("pageerror", lambda error: problems.append(f"script error: {error}"))
    page.on("console", lambda message: problems.append(message.text) if is_bad(message) else None)
    page.on(
        "response",
        lambda answer: (
            problems.append(f"{answer.status} {answer.url}") if answer.status >= 500 else None
        ),
    )
    yield page
    assert problems == []


def is_bad(message):
    """Chromium logs policy violations as errors; a refused form (4xx) is not one."""
    return message.type == "error" and "the server responded with a status of 4" not in message.text


@pytest.fixture
def sign_in(live_server):
    """Sign a person in by the session's cookie."""

    def enter(page, person):
        client = Client()
        client.force_login(person)
        name = settings.SESSION_COOKIE_NAME
        cookie = {"name": name, "value": client.cookies[name].value, "url": live_server.url}
        page.context.add_cookies([cookie])

    return enter


def violations(page, rules, not_ours):
    result = page.evaluate(RUN_AXE, [rules, list(not_ours)])
    return [
        f"{rule['id']}: {node['target']} {node.get('failureSummary', '')}"
        for rule in result["violations"]
        for node in rule["nodes"]
    ]


@pytest.fixture(scope="session")
def axe():
    """Return what axe finds on the page, a line each, in light and, of colours, in dark; every
    ``details`` is opened first. Parts that are not of our making may be left out, by selectors.
    """
    source = (ROOT / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")

    def run(page, not_ours=()):
        page.evaluate(PREPARE)
        page.evaluate(source)  # not as a script tag: the page's own policy stops those
        found = violations(page, {"type": "tag", "values": AXE_TAGS}, not_ours)
        page.emulate_media(color_scheme="dark")
        found += violations(page, {"type": "rule", "values": COLOURS}, not_ours)
        page.emulate_media(color_scheme="light")
        return found

    return run
