"""A row of a file in ``content/`` as events: the record itself and what hangs on it."""

from dataclasses import dataclass

NAMES = (
    "title",
    "name",
    "groups",
    "text",
    "what",
    "element",
    "hypothesis",
)  # what a record is known by


@dataclass
class Entry:
    """A row of a kind, so many days ago; None where it is to be placed among the others."""

    kind: str
    row: dict
    ago: int | None = None

    def __post_init__(self):
        if "ago" in self.row:
            self.ago = self.row.pop("ago")
        elif self.kind == "round":
            self.ago = self.row["runs"][0]

    @property
    def name(self) -> str:
        """What others call it."""
        return str(next((self.row[name] for name in NAMES if name in self.row), ""))

    @property
    def goes_on(self) -> int:
        """The day of the first thing that is told to happen to it afterwards; 0 for none."""
        hung = [*self.row.get("later", ()), *self.row.get("measured", ())]
        return max([one["ago"] for one in hung] + self.row.get("runs", [])[:1], default=0)

    def take(self, *names) -> dict:
        """Take out those of the named that are told."""
        return {name: self.row.pop(name) for name in names if name in self.row}

    def hung(self, kind, said, ago=None) -> dict:
        """A record that hangs on this one."""
        ago = self.ago if ago is None else ago
        return {"do": "record", "ago": ago, "kind": kind, "of": self.name, "said": said}

    def revised(self, ago, said) -> dict:
        """What this record is corrected to."""
        return {"do": "revise", "ago": ago, "kind": self.kind, "name": self.name, "said": said}


def events_of(entry: Entry):
    """Yield what happens, the record itself first."""
    by = entry.take("by", "of")
    if entry.kind in OTHERS:
        do, word = OTHERS[entry.kind]
        yield {"do": do, "ago": entry.ago, word: entry.row} | by
        return
    hanging = [*HANGING[entry.kind](entry)] if entry.kind in HANGING else []
    hanging += later(entry)
    yield {"do": "record", "ago": entry.ago, "kind": entry.kind, "said": entry.row} | by
    yield from hanging


OTHERS = {
    "challenge": ("describe", "said"),
    "take_up": ("take_up", "said"),
    "case": ("edit", "set"),
    "asked": ("ask", "said"),
    "assessment": ("assess", "said"),
}


def later(entry):
    """What is corrected afterwards."""
    return [entry.revised(said.pop("ago"), said) for said in map(dict, entry.row.pop("later", ()))]


def of_stakeholder(entry):
    """How they are seen ("interest influence attitude"), and what is done towards them."""
    if "view" in entry.row:
        yield entry.hung("stakeholder_assessment", viewed(entry))
    for measure in entry.row.pop("measures", ()):
        yield entry.hung("stakeholder_measure", measure)
    if "contact" in entry.row:
        yield entry.hung("contact", entry.row.pop("contact"))
    if "left" in entry.row:
        left = entry.row.pop("left")
        said = {"left_on": "now", "left_because": left["because"]}
        yield entry.revised(left["ago"], said)


def viewed(entry):
    """An assessment of a stakeholder, from its three words."""
    words = zip(("interest", "influence", "attitude"), entry.row.pop("view").split(), strict=True)
    return dict(words) | entry.take("expectation", "resistance", "matters_in")


def of_question(entry):
    """Its four marks are told in four words."""
    marks = ("builds_on_insight", "holds_a_vision", "inspires_action", "short_and_clear")
    if "marks" in entry.row:
        entry.row.update(zip(marks, entry.row.pop("marks").split(), strict=True))
    return ()


def of_assessment(entry):
    """The three words are fields of the record itself."""
    entry.row.update(viewed(entry))
    return ()


def of_option(entry):
    """How it does by the criteria: "score why" for each."""
    for criterion, said in entry.row.pop("rated", {}).items():
        score, _, reason = said.partition(" ")
        rating = {"criterion": criterion, "score": int(score), "reason": reason}
        yield entry.hung("rating", rating)


def of_round(entry):
    """It runs from a day to another, on which it is concluded."""
    _, *ends = entry.row.pop("runs")
    said = entry.take("conclusion", "new_insight")
    for ago in ends:
        yield entry.revised(ago, {"end_on": "now"} | said)


def of_trial(entry):
    """It is planned, then runs from a day to another, on which it has its result."""
    runs = entry.row.pop("runs", [])
    end = entry.take("result", "findings", "afterwards")
    for planned, day in zip(("planned_start_on", "planned_end_on"), runs, strict=False):
        entry.row.setdefault(planned, day)
    if runs:
        yield entry.revised(runs[0], {"started_on": "now"})
    if end:
        yield entry.revised(runs[1], {"ended_on": "now"} | end)


def of_benefit(entry):
    """It is measured."""
    for measured in entry.row.pop("measured", ()):
        said = {"measured_on": "now"} | measured
        yield entry.hung("measurement", said, said.pop("ago"))


HANGING = {
    "question": of_question,
    "stakeholder": of_stakeholder,
    "stakeholder_assessment": of_assessment,
    "option": of_option,
    "round": of_round,
    "trial": of_trial,
    "benefit": of_benefit,
}
