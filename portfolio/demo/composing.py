"""What any case of its field would hold beside its own content: the leaders and the staff who
are asked, how it is anchored, how options are rated, the eight elements. A case's own file
goes before all of it.
"""

import random
import tomllib
from functools import cache
from pathlib import Path

from accounts.models import Language
from projects.vocabulary import Element

FILES = Path(__file__).parent / "themes"


@cache
def theme_of(name: str) -> dict:
    """Return what is common to a field, on top of what is common to all."""
    themes = [tomllib.loads((FILES / f"{one}.toml").read_text()) for one in ("felles", name)]
    return themes[0] | themes[1]


def composed(told: dict, content: dict, ends: set[str]) -> dict:
    """The content of a case with what its field adds; ``ends`` are the stays that a gate ended."""
    if told.get("language") == Language.ENGLISH:
        return content  # its file tells all of it
    nynorsk = told.get("language") == Language.NYNORSK
    chance = random.Random(told["title"])  # noqa: S311 - chooses among texts
    theme = theme_of("nynorsk" if nynorsk else told["theme"])
    content = {
        name: dict(rows) if isinstance(rows, dict) else rows for name, rows in content.items()
    }
    if "what" in content:
        content["what"].setdefault("plan", [_said(chance.choice(theme["plan"]), chance)])
    if "who" in content:
        _add_people(content["who"], theme, chance)
    for name, rows in content.items():
        if name.startswith("system"):
            _rate(rows, theme, chance, is_first=name == "system")
    if "system" in ends:
        _secure(content["system"], content["who"], theme, chance)
        if "archive" in told:
            year_and_number = {"reference": told["archive_reference"], "title": told["title"]}
            content["system"].setdefault("archive", [year_and_number])
    used = [rows for name, rows in content.items() if name.startswith("use")]
    for number, rows in enumerate(used, start=1):
        name = "use" if number == 1 else f"use{number}"
        _put_to_use(rows, used, content["who"], theme, chance, is_done=name in ends)
    return content


def _said(row, chance):
    """A row with one text chosen wherever there are several."""
    return {
        name: chance.choice(said) if isinstance(said, list) else said for name, said in row.items()
    }


def _add_people(who, theme, chance):
    """The management and the staff, and how the case is anchored with them."""
    people = who.setdefault("stakeholder", [])
    if not any(one["category"] == "management" for one in people):
        leader = _said(theme["management"], chance)
        view = f"medium great {chance.choice(['supports', 'supports', 'neutral'])}"
        people.append({"kind": "person", "category": "management", "view": view} | leader)
    if not any(one.get("subgroup") in {"employee", "union"} for one in people):
        staff = _said(theme["staff"], chance)
        attitude = chance.choice(["neutral", "sceptical", "supports"])
        if attitude != "sceptical":
            staff.pop("resistance")
        view = f"great medium {attitude}"
        people.append(
            {"kind": "group", "category": "other", "subgroup": "union", "view": view} | staff
        )
    held = who.setdefault("anchoring", [])
    for level, name in (("administrative", "administrative"), ("staff", "staff_anchoring")):
        if not any(one["level"] == level for one in held):
            held.append({"level": level} | _said(chance.choice(theme[name]), chance))
    if chance.random() < 0.5 and not any(one["level"] == "line" for one in held):
        held.append({"level": "line"} | _said(chance.choice(theme["line"]), chance))


def _rate(system, theme, chance, *, is_first):
    """Criteria where the case names none, and why each option scores as it does."""
    options = system.get("option", [])
    count = max((len(option.get("scores", ())) for option in options), default=0)
    if not count:
        return
    names = list(theme["criteria"])[:count]
    weights = [theme["criteria"][name]["weight"] for name in names]
    if is_first:
        system["criterion"] = [
            {"text": name, "weight": weight} for name, weight in zip(names, weights, strict=True)
        ]
    for number, option in enumerate(options):
        if "scores" not in option:
            continue
        rated = {
            name: f"{score} {chance.choice(theme['criteria'][name][str(score)])}"
            for name, score in zip(names, option["scores"], strict=True)
        }
        left = {name: said for name, said in option.items() if name != "scores"}
        options[number] = left | {"rated": rated}


def _again(who):
    """How the first stakeholder is seen when looked at once more."""
    first = who["stakeholder"][0]
    interest, influence, attitude = first["view"].split()
    better = {"opposes": "sceptical", "sceptical": "neutral", "neutral": "supports"}
    return {"of": first["name"], "view": f"{interest} {influence} {better.get(attitude, attitude)}"}


def _secure(system, who, theme, chance):
    """Let the pilot be anchored to its end, and somebody be looked at again."""
    held = system.setdefault("anchoring", [])
    if not any(one.get("secures_pilot") for one in held):
        held.append({"secures_pilot": True} | _said(chance.choice(theme["secured"]), chance))
    system.setdefault("stakeholder_assessment", [_again(who)])


def _put_to_use(use, all_of_it, who, theme, chance, *, is_done):
    """The eight elements, all settled where the gate is passed."""
    told = use.setdefault("step", [])
    states = ("done", "done", "under_way", "planned") if is_done else ("under_way", "planned")
    named = {one["element"] for rows in all_of_it for one in rows.get("step", ())}
    elements = [one for one in Element.values if one not in named]
    for element in elements if is_done else elements[: 4 + chance.randrange(3) - len(named)]:
        note = chance.choice(theme["steps"][element])
        told.append({"element": element, "state": chance.choice(states), "note": note})
    if is_done:
        use.setdefault("stakeholder_assessment", [_again(who)])
