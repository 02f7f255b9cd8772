"""The records of a demo case: its file in ``content/``, as events in order of time.

A file has a table for each stay in a phase: ``[what]``, ``[who]``, and ``[who2]`` for the
second stay there. In it, each kind of record has its rows, in the order of ``ORDER``. A row
has ``ago``, the days before the demo is loaded, or is placed evenly between
the rows before and after it.
"""

import tomllib
from dataclasses import dataclass
from pathlib import Path

from portfolio.demo.default_records import with_default_records
from portfolio.demo.record_events import RecordEntry, events_of
from projects.choices.phases import Phase, is_back
from projects.choices.states import CLOSED, TRANSITIONS, State

FILES = Path(__file__).parent / "content"
ORDER = (
    "challenge", "take_up", "insight", "figure", "criterion", "option", "rating", "round", "trial",
    "stakeholder", "stakeholder_assessment", "stakeholder_measure", "engagement", "question",
    "plan", "case", "benefit", "anchoring", "diffusion", "step", "archive", "decision", "funding",
    "cost", "measurement", "lesson", "reuse", "asked", "assessment",
)  # fmt: skip
DAYS_BEFORE_GATE = (
    8  # a proposal is written a week before the gate at most: everything is there by then
)


@dataclass(frozen=True)
class PhaseStay:
    """A stay in a phase, from so many days ago to so many."""

    name: str
    since: int
    until: int
    is_passed: bool  # a gate ended it


def content_of(case_spec: dict) -> dict:
    """Return the content of the case's file, empty without a file."""
    if "content" not in case_spec:
        return {}
    with (FILES / f"{case_spec['content']}.toml").open("rb") as file:
        return tomllib.load(file)


def with_all_events(case_spec: dict, content: dict, events: list[dict]) -> dict:
    """The case with everything that happened in it, oldest first."""
    if not content:
        return case_spec | {"events": events}
    stays = {stay.name: stay for stay in phase_stays(events, case_spec.get("quiet_since", 4))}
    content = with_default_records(
        case_spec, content, {name for name, stay in stays.items() if stay.is_passed}
    )
    written = [
        event
        for name, rows in content.items()
        if name not in {"exceptions", "stop", "pauses"}
        for event in stay_events(case_spec["title"], stays[name], rows)
    ]
    all_events = sorted(written + events, key=lambda event: -event["ago"])
    return case_spec | content | {"events": all_events}


def phase_stays(events, latest_days_ago):
    """Return the stays in the events, each named by its phase, later ones numbered too. While a
    case is paused, nothing is written in it.
    """
    if events and events[-1]["do"] == "pause":
        latest_days_ago = events[-1]["ago"]
    phase, since, names = Phase.WHAT, None, {}
    for event in [*events, {"do": "end", "ago": latest_days_ago}]:
        do, ago = event["do"], event["ago"]
        is_end = do in {"move", "end"} or (do in TRANSITIONS and TRANSITIONS[do].target in CLOSED)
        if is_end and since is not None:
            names[phase] = names.get(phase, 0) + 1
            number = "" if names[phase] == 1 else str(names[phase])
            is_passed = do == "complete" or (
                do == "move" and not is_back(phase, Phase(event["to"]))
            )
            yield PhaseStay(f"{phase.value}{number}", since, ago, is_passed)
            since = None
        if do == "move":
            phase, since = Phase(event["to"]), ago
        if do in TRANSITIONS and TRANSITIONS[do].target == State.ACTIVE and since is None:
            phase, since = Phase(event.get("to", phase)), ago


def stay_events(title, stay, rows):
    """The rows of one stay as events."""
    if unknown := rows.keys() - set(ORDER):
        raise ValueError(f"{title}: unknown in {stay.name}: {sorted(unknown)}")
    entries = [
        RecordEntry(kind, dict(row))
        for kind in ORDER
        if kind in rows
        for row in (rows[kind] if isinstance(rows[kind], list) else [rows[kind]])
    ]
    fill_in_days(entries, stay)
    for entry in entries:
        if not stay.since >= entry.ago >= stay.until:
            raise ValueError(f"{title}: a {entry.kind} {entry.ago} days ago is outside {stay}")
        yield from events_of(entry)


def fill_in_days(entries, stay):
    """Spread the rows without a day between those before and after them."""
    before, waiting = stay.since, []
    end = min(stay.until + DAYS_BEFORE_GATE, stay.since)
    for entry in [*entries, None]:
        if entry and entry.ago is None:
            waiting.append(entry)
            continue
        after = entry.ago if entry and end < entry.ago < before else end
        step = max(before - after, 0) / (len(waiting) + 1)
        for number, one in enumerate(waiting, start=1):
            early = min(one.first_follow_up + 1, stay.since) if one.first_follow_up else 0
            one.ago = max(before - round(number * step), early)
        before, waiting = (entry.ago if entry else end), []
