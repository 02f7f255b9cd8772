"""A row of a file in ``content/`` as events: the record itself and its child records."""

from dataclasses import dataclass

NAME_FIELDS = (
    "title",
    "name",
    "groups",
    "text",
    "what",
    "element",
    "hypothesis",
)  # the fields that name a record


@dataclass
class RecordEntry:
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
        """Return the name by which other rows refer to it."""
        return str(next((self.row[name] for name in NAME_FIELDS if name in self.row), ""))

    @property
    def first_follow_up(self) -> int:
        """Return the days ago of the first later event of the record; 0 for none."""
        follow_ups = [*self.row.get("later", ()), *self.row.get("measured", ())]
        return max([one["ago"] for one in follow_ups] + self.row.get("runs", [])[:1], default=0)

    def take(self, *names) -> dict:
        """Remove and return those of the named values that the row has."""
        return {name: self.row.pop(name) for name in names if name in self.row}

    def child_event(self, kind, values, ago=None) -> dict:
        """Return the event of a child record."""
        ago = self.ago if ago is None else ago
        return {"do": "record", "ago": ago, "kind": kind, "of": self.name, "values": values}

    def revision_event(self, ago, values) -> dict:
        """Return the event of a correction of this record."""
        return {"do": "revise", "ago": ago, "kind": self.kind, "name": self.name, "values": values}


def events_of(entry: RecordEntry):
    """Yield what happens, the record itself first."""
    by = entry.take("by", "of")
    if entry.kind in CASE_EVENTS:
        do, parameter = CASE_EVENTS[entry.kind]
        yield {"do": do, "ago": entry.ago, parameter: entry.row} | by
        return
    further_events = [*EXPANSIONS[entry.kind](entry)] if entry.kind in EXPANSIONS else []
    further_events += revision_events(entry)
    yield {"do": "record", "ago": entry.ago, "kind": entry.kind, "values": entry.row} | by
    yield from further_events


CASE_EVENTS = {
    "challenge": ("describe", "values"),
    "take_up": ("take_up", "values"),
    "case": ("edit", "set"),
    "asked": ("ask", "values"),
    "assessment": ("assess", "values"),
}


def revision_events(entry):
    """What is corrected afterwards."""
    return [
        entry.revision_event(values.pop("ago"), values)
        for values in map(dict, entry.row.pop("later", ()))
    ]


def expand_stakeholder(entry):
    """How they are seen ("interest influence attitude"), and what is done towards them."""
    if "view" in entry.row:
        yield entry.child_event("stakeholder_assessment", assessment_values(entry))
    for measure in entry.row.pop("measures", ()):
        yield entry.child_event("stakeholder_measure", measure)
    if "contact" in entry.row:
        yield entry.child_event("contact", entry.row.pop("contact"))
    if "left" in entry.row:
        left = entry.row.pop("left")
        values = {"left_on": "now", "left_because": left["because"]}
        yield entry.revision_event(left["ago"], values)


def assessment_values(entry):
    """An assessment of a stakeholder, from its three words."""
    words = zip(("interest", "influence", "attitude"), entry.row.pop("view").split(), strict=True)
    return dict(words) | entry.take("expectation", "resistance", "matters_in")


def expand_question(entry):
    """Split its four marks, written as four words."""
    marks = ("builds_on_insight", "holds_a_vision", "inspires_action", "short_and_clear")
    if "marks" in entry.row:
        entry.row.update(zip(marks, entry.row.pop("marks").split(), strict=True))
    return ()


def expand_assessment(entry):
    """The three words are fields of the record itself."""
    entry.row.update(assessment_values(entry))
    return ()


def expand_option(entry):
    """How it does by the criteria: "score why" for each."""
    for criterion, values in entry.row.pop("rated", {}).items():
        score, _, reason = values.partition(" ")
        rating = {"criterion": criterion, "score": int(score), "reason": reason}
        yield entry.child_event("rating", rating)


def expand_round(entry):
    """It runs from a day to another, on which it is concluded."""
    _, *ends = entry.row.pop("runs")
    values = entry.take("conclusion", "new_insight")
    for ago in ends:
        yield entry.revision_event(ago, {"end_on": "now"} | values)


def expand_trial(entry):
    """It is planned, then runs from a day to another, on which it has its result."""
    runs = entry.row.pop("runs", [])
    end = entry.take("result", "findings", "afterwards")
    for planned, day in zip(("planned_start_on", "planned_end_on"), runs, strict=False):
        entry.row.setdefault(planned, day)
    if runs:
        yield entry.revision_event(runs[0], {"started_on": "now"})
    if end:
        yield entry.revision_event(runs[1], {"ended_on": "now"} | end)


def expand_benefit(entry):
    """It is measured."""
    for measured in entry.row.pop("measured", ()):
        values = {"measured_on": "now"} | measured
        yield entry.child_event("measurement", values, values.pop("ago"))


EXPANSIONS = {
    "question": expand_question,
    "stakeholder": expand_stakeholder,
    "stakeholder_assessment": expand_assessment,
    "option": expand_option,
    "round": expand_round,
    "trial": expand_trial,
    "benefit": expand_benefit,
}
