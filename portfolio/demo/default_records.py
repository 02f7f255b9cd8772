"""What any case of its field has besides its own content: the leaders and the staff who
are asked, how it is anchored, why options and factors score as they do, the eight elements. A
case's own file takes precedence over all of it.
"""

import random
import tomllib
from functools import cache
from pathlib import Path

from accounts.models import Language
from projects.choices.gates import Gate
from projects.choices.vocabulary import Factor, ImplementationElement

FILES = Path(__file__).parent / "themes"
BETTER = {"opposes": "sceptical", "sceptical": "neutral", "neutral": "supports"}


@cache
def theme_of(name: str) -> dict:
    """Return what is common to a field, on top of what is common to all."""
    themes = [tomllib.loads((FILES / f"{one}.toml").read_text()) for one in ("felles", name)]
    return themes[0] | themes[1]


def with_default_records(case_spec: dict, content: dict, passed_stays: set[str]) -> dict:
    """Return the content of a case with defaults; ``passed_stays`` are those that a gate ended."""
    if case_spec.get("language") == Language.ENGLISH:
        return content  # its file has all of it
    return DefaultRecords(case_spec, content, passed_stays).fill()


class DefaultRecords:
    """Adds to the content of one case, stay by stay."""

    def __init__(self, case_spec, content, passed_stays):
        nynorsk = case_spec.get("language") == Language.NYNORSK
        self.case_spec, self.passed_stays = case_spec, passed_stays
        self.theme = theme_of("nynorsk" if nynorsk else case_spec["theme"])
        self.rng = random.Random(case_spec["title"])  # noqa: S311 - chooses among texts
        self.content = {
            name: dict(rows) if isinstance(rows, dict) else rows for name, rows in content.items()
        }
        self.exempted_criteria = {
            (one["gate"], one.get("code")) for one in content.get("exceptions", ())
        }

    def fill(self):
        """The whole content."""
        for name, rows in self.content.items():
            phase = name.rstrip("23")
            if phase in {"what", "who", "system", "use"}:
                getattr(self, f"add_to_{phase}")(name, rows)
            if "assessment" in rows:
                rows["assessment"] = [
                    self.assessment_with_reasons(one) for one in rows["assessment"]
                ]
        return self.content

    def add_to_what(self, name, rows):
        """A plan."""
        if name == "what" and (Gate.G1, "plan") not in self.exempted_criteria:
            rows.setdefault("plan", [self.pick_texts(self.rng.choice(self.theme["plan"]))])

    def add_to_who(self, name, rows):
        """The management and the staff, and how the case is anchored with them."""
        if name != "who":
            return
        people = rows.setdefault("stakeholder", [])
        if not any(one["category"] == "management" for one in people):
            people.append(self.management())
        if not any(one.get("subgroup") in {"employee", "union"} for one in people):
            people.append(self.staff())
        anchorings = rows.setdefault("anchoring", [])
        levels = {"administrative": "administrative", "staff": "staff_anchoring"}
        if self.rng.random() < 0.5:
            levels["line"] = "line"
        for level, part in levels.items():
            if not any(one["level"] == level for one in anchorings):
                anchorings.append(
                    {"level": level} | self.pick_texts(self.rng.choice(self.theme[part]))
                )

    def add_to_system(self, name, rows):
        """Ratings of the options, and what lets the pilot begin."""
        self.rate(rows, is_first=name == "system")
        if name != "system" or name not in self.passed_stays:
            return
        anchorings = rows.setdefault("anchoring", [])
        if (Gate.G3, "pilot_anchored") not in self.exempted_criteria and not any(
            one.get("secures_pilot") for one in anchorings
        ):
            anchorings.append(
                {"secures_pilot": True} | self.pick_texts(self.rng.choice(self.theme["secured"]))
            )
        self.reassess_first_stakeholder(Gate.G3, rows)
        if self.case_spec["archive_reference"]:
            named = {
                "reference": self.case_spec["archive_reference"],
                "title": self.case_spec["title"],
            }
            rows.setdefault("archive", [named])

    def add_to_use(self, name, rows):
        """The eight elements, all settled where the gate is passed."""
        is_passed = name in self.passed_stays
        steps = rows.setdefault("step", [])
        states = ("done", "done", "under_way", "planned") if is_passed else ("under_way", "planned")
        used = [rows for name, rows in self.content.items() if name.startswith("use")]
        named = {one["element"] for rows in used for one in rows.get("step", ())}
        elements = [one for one in ImplementationElement.values if one not in named]
        if not is_passed:
            elements = elements[: max(4 + self.rng.randrange(3) - len(named), 0)]
        for element in elements:
            note = self.rng.choice(self.theme["steps"][element])
            steps.append({"element": element, "state": self.rng.choice(states), "note": note})
        if is_passed:
            self.reassess_first_stakeholder(Gate.G4, rows)

    def pick_texts(self, row):
        """A row with one text chosen wherever there are several."""
        return {
            name: self.rng.choice(value) if isinstance(value, list) else value
            for name, value in row.items()
        }

    def management(self):
        """The leader of the field."""
        view = f"medium great {self.rng.choice(['supports', 'supports', 'neutral'])}"
        return {"kind": "person", "category": "management", "view": view} | self.pick_texts(
            self.theme["management"]
        )

    def staff(self):
        """Add the representatives of the staff; only sceptics give a reason."""
        row = self.pick_texts(self.theme["staff"])
        attitude = self.rng.choice(["neutral", "sceptical", "supports"])
        if attitude != "sceptical":
            row.pop("resistance")
        view = f"great medium {attitude}"
        return {"kind": "group", "category": "other", "subgroup": "union", "view": view} | row

    def rate(self, rows, *, is_first):
        """Criteria where the case names none, and why each option scores as it does."""
        options = rows.get("option", [])
        criteria = self.theme["criteria"]
        names = list(criteria)[: max((len(one.get("scores", ())) for one in options), default=0)]
        if is_first and names:
            rows["criterion"] = [{"text": one, "weight": criteria[one]["weight"]} for one in names]
        rows["option"] = [self.option_with_reasons(option, names, criteria) for option in options]

    def option_with_reasons(self, option, names, criteria):
        """An option with a reason for each of its scores."""
        scores = zip(names, option.get("scores", ()), strict=False)
        reasons = {
            name: f"{score} {self.rng.choice(criteria[name][str(score)])}" for name, score in scores
        }
        left = {name: value for name, value in option.items() if name != "scores"}
        return left | ({"rated": reasons} if reasons else {})

    def assessment_with_reasons(self, assessment):
        """An assessment in which every score says why."""
        reasons = {
            factor: f"{score} {self.rng.choice(self.theme['reasons'][factor][score])}"
            for factor in Factor.values
            if (score := assessment[factor]) in self.theme["reasons"][factor]
        }
        return assessment | reasons

    def reassess_first_stakeholder(self, gate, rows):
        """Assess the first stakeholder once more, before the gate."""
        if (gate, "stakeholders_again") in self.exempted_criteria:
            return
        first = self.content["who"]["stakeholder"][0]
        interest, influence, attitude = first["view"].split()
        view = f"{interest} {influence} {BETTER.get(attitude, attitude)}"
        rows.setdefault("stakeholder_assessment", [{"of": first["name"], "view": view}])
