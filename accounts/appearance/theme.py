"""One colour of the municipality becomes a whole theme, as CSS.

Each step of Designsystemet's scale has a fixed relative luminance, so the contrast between
two steps is the same whatever colour is chosen. The hue is kept in OKLCH; the chroma is
lowered where sRGB ends. Luminance and channels run from 0 to 1, channels are linear light.
"""

import hashlib
import math
from functools import lru_cache
from typing import NamedTuple

DEFAULT_COLOUR = "#12507b"

# Designsystemet's own luminances, from its default theme.
LIGHT = {
    "background-default": 1.0,
    "background-tinted": 0.90,
    "surface-default": 1.0,
    "surface-tinted": 0.81,
    "surface-hover": 0.70,
    "surface-active": 0.59,
    "border-subtle": 0.50,
    "border-default": 0.19,
    "border-strong": 0.11,
    "text-subtle": 0.11,
    "text-default": 0.025,
}
DARK = {
    "background-default": 0.009,
    "background-tinted": 0.014,
    "surface-default": 0.021,
    "surface-tinted": 0.027,
    "surface-hover": 0.036,
    "surface-active": 0.056,
    "border-subtle": 0.08,
    "border-default": 0.22,
    "border-strong": 0.39,
    "text-subtle": 0.39,
    "text-default": 0.84,
}
# Five steps far enough apart to show their order without hue, in grey print too.
PHASES_LIGHT = (0.72, 0.42, 0.18, 0.09, 0.03)
PHASES_DARK = (0.045, 0.10, 0.24, 0.42, 0.75)

# Text or line, its background, and the contrast WCAG 2.2 requires (AAA for running text).
CONTRASTS = (
    ("text-default", "background-tinted", 7),
    ("text-default", "surface-active", 4.5),
    ("text-subtle", "background-tinted", 4.5),
    ("text-subtle", "surface-tinted", 4.5),
    ("border-default", "background-tinted", 3),
    ("border-strong", "surface-tinted", 3),
    ("base-contrast-default", "base-default", 4.5),
    ("base-contrast-default", "base-hover", 4.5),
)


class Colour(NamedTuple):
    """Linear sRGB."""

    red: float
    green: float
    blue: float


def parse(text: str) -> Colour:
    """Read ``#rrggbb``. Raises ValueError for anything else."""
    digits = text.removeprefix("#")
    if len(digits) != 6 or not all(digit in "0123456789abcdefABCDEF" for digit in digits):
        raise ValueError("A colour is written #rrggbb.")
    return Colour(*(_linear(int(digits[at : at + 2], 16) / 255) for at in (0, 2, 4)))


def to_hex(colour: Colour) -> str:
    """Write a colour as ``#rrggbb``."""
    return "#" + "".join(f"{round(_encoded(channel) * 255):02x}" for channel in _clipped(colour))


def luminance(colour: Colour) -> float:
    """Return WCAG's relative luminance."""
    return 0.2126 * colour.red + 0.7152 * colour.green + 0.0722 * colour.blue


def contrast(one: float, other: float) -> float:
    """Return WCAG's contrast ratio between two luminances, in any order."""
    return (max(one, other) + 0.05) / (min(one, other) + 0.05)


def at_luminance(base: Colour, target: float) -> Colour:
    """Return the colour with the hue of ``base`` and the luminance ``target``."""
    if target >= 0.999:
        return Colour(1.0, 1.0, 1.0)
    _, a, b = _to_oklab(base)
    hue = math.atan2(b, a)
    chroma = math.hypot(a, b) * (
        1 - 0.82 * max(0, target - 0.3) / 0.7
    )  # pale steps carry less colour
    while True:
        found = _bisect_lightness(chroma, hue, target)
        if chroma < 0.002 or all(-0.0005 <= channel <= 1.0005 for channel in found):
            return _clipped(found)
        chroma *= 0.94


def scale(text: str, *, dark: bool = False) -> dict[str, str]:
    """Return Designsystemet's sixteen steps of one colour, by the names of its variables."""
    base = parse(text)
    steps = {name: to_hex(at_luminance(base, y)) for name, y in (DARK if dark else LIGHT).items()}
    filled = _filled_luminance(luminance(base), dark=dark)
    white_ink = contrast(1, filled) >= 4.5
    away = -1 if white_ink else 1
    unchanged = abs(filled - luminance(base)) < 0.001
    hover = min(0.8, max(0.004, filled * (1 + away * 0.32)))
    active = min(0.85, max(0.002, filled * (1 + away * 0.55)))
    return steps | {
        "base-default": to_hex(base if unchanged else at_luminance(base, filled)),
        "base-hover": to_hex(at_luminance(base, hover)),
        "base-active": to_hex(at_luminance(base, active)),
        "base-contrast-default": "#ffffff" if white_ink else "#000000",
        "base-contrast-subtle": to_hex(at_luminance(base, 0.9 if white_ink else 0.004)),
    }


def phase_steps(text: str, *, dark: bool = False) -> dict[str, str]:
    """Return ``--ph1`` to ``--ph5`` and the ink on each."""
    base = parse(text)
    steps = {}
    for number, y in enumerate(PHASES_DARK if dark else PHASES_LIGHT, start=1):
        steps[f"--ph{number}"] = to_hex(at_luminance(base, y))
        white_ink = contrast(1, y) >= 4.5
        steps[f"--ph{number}-ink"] = "#ffffff" if white_ink else to_hex(at_luminance(base, 0.012))
    return steps


def neutral_of(text: str) -> str:
    """Return a grey with a hint of the colour's hue, so that page and accent belong together."""
    _, a, b = _to_oklab(parse(text))
    chroma = math.hypot(a, b)
    share = min(1, 0.018 / chroma) if chroma > 0.004 else 0
    return to_hex(_from_oklab(0.42, a * share, b * share))


@lru_cache(maxsize=32)
def css(text: str) -> str:
    """Return the CSS of Designsystemet's variables in this colour; on paper always the light ones.
    About 20 ms uncached.
    """
    light, dark = _declarations(text, dark=False), _declarations(text, dark=True)
    return (
        f"@layer app.theme{{:root,[data-color-scheme=light]{{{light}}}"
        f"@media screen{{[data-color-scheme=dark]{{{dark}}}}}"
        f"@media screen and (prefers-color-scheme:dark){{[data-color-scheme=auto]{{{dark}}}}}}}\n"
    )


@lru_cache(maxsize=32)
def digest(text: str) -> str:
    """Return a short name for the stylesheet's content, for its address."""
    return hashlib.sha256(css(text).encode()).hexdigest()[:10]


def problems(text: str) -> list[str]:
    """Return the contrast rules that this colour's theme breaks; an empty list is the aim."""
    found = []
    for scheme, steps in (("light", scale(text)), ("dark", scale(text, dark=True))):
        y = {name: luminance(parse(value)) for name, value in steps.items()}
        visible = ("base-default", "background-default", 3 if scheme == "dark" else 1.2)
        for ink, ground, needed in (*CONTRASTS, visible):
            ratio = contrast(y[ink], y[ground])
            if ratio < needed:
                found.append(f"{scheme}: {ink} on {ground} is {ratio:.2f}, needs {needed}")
    return found


def _declarations(text: str, *, dark: bool) -> str:
    accent = {f"--ds-color-accent-{name}": value for name, value in scale(text, dark=dark).items()}
    grey = neutral_of(text)
    neutral = {
        f"--ds-color-neutral-{name}": value for name, value in scale(grey, dark=dark).items()
    }
    every = accent | neutral | phase_steps(text, dark=dark)
    return "".join(f"{name}:{value};" for name, value in every.items())


def _filled_luminance(y: float, *, dark: bool) -> float:
    """Move a luminance to where it fills a button: seen on the page, readable in black or white."""
    lifted = max(y, 0.24) if dark else y
    y = min(max(lifted, 0.03), 0.6)
    if 0.155 < y < 0.19:  # on a mid-grey neither black nor white reaches 4.5:1
        return 0.155 if y < 0.17 else 0.19
    return y


def _bisect_lightness(chroma: float, hue: float, target: float) -> Colour:
    low, high = 0.0, 1.0
    found = Colour(0.0, 0.0, 0.0)
    for _ in range(40):
        middle = (low + high) / 2
        found = _from_oklab(middle, chroma * math.cos(hue), chroma * math.sin(hue))
        if luminance(_clipped(found)) < target:
            low = middle
        else:
            high = middle
    return found


def _clipped(colour: Colour) -> Colour:
    return Colour(*(min(1.0, max(0.0, channel)) for channel in colour))


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4


def _encoded(channel: float) -> float:
    return 12.92 * channel if channel <= 0.0031308 else 1.055 * channel ** (1 / 2.4) - 0.055


def _to_oklab(colour: Colour) -> tuple[float, float, float]:
    """Björn Ottosson's OKLab from linear sRGB."""
    r, g, b = colour
    long = (0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b) ** (1 / 3)
    medium = (0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b) ** (1 / 3)
    short = (0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b) ** (1 / 3)
    return (
        0.2104542553 * long + 0.7936177850 * medium - 0.0040720468 * short,
        1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short,
        0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short,
    )


def _from_oklab(lightness: float, a: float, b: float) -> Colour:
    """Linear sRGB from OKLab; a channel outside 0 to 1 is outside sRGB."""
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return Colour(
        4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
    )
