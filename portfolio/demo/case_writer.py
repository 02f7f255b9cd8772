"""One demo case from its files: each event makes the rows that the pages would make.

The events are those of projects.actions; here each has the moment at which it happened, which
no action lets anybody choose.
"""

from datetime import timedelta
from itertools import zip_longest

from accounts.access.roles import CaseRole, Permission
from portfolio.demo.lifecycle_writer import LifecycleWriter
from portfolio.demo.record_writer import RecordWriter
from projects.choices.states import TRANSITIONS, State
from projects.models import Comment, StateChange, StatusUpdate
from projects.records.kinds import RECORD_KINDS

DAYS_BETWEEN_CONFIRMATIONS = (
    24,
    36,
)  # days from one status update to the confirmation that it is still right
TEAM_ROLES = (CaseRole.LEAD, CaseRole.CHAMPION, CaseRole.OWNER)
EDITOR_ROLES = (CaseRole.LEAD, CaseRole.OWNER)
ROLES_BY_EVENT = {
    **dict.fromkeys(("status", "confirm", "correct", "comment", "record", "assess"), TEAM_ROLES),
    **dict.fromkeys(("revise", "edit", "describe", "take_up", "ask", "propose"), EDITOR_ROLES),
}


class CaseWriter(LifecycleWriter, RecordWriter):
    """Writes one case into DemoRows."""

    status: StatusUpdate | None = None

    def replay(self) -> None:
        """Take the events in order, oldest first."""
        self.demo_rows.cases[self.case.title] = self.case
        self.open(self.case_spec["opened"])
        for event_spec in self.case_spec["events"]:
            event = dict(event_spec)
            do, by = event.pop("do"), event.pop("by", None)
            self.clock.advance(event.pop("ago"))
            by = self.people[by] if by else self.default_author(do, event)
            if do in TRANSITIONS:
                self.change_state(do, by=by, **event)
            else:
                {
                    "move": self.move,
                    "decide": self.decide,
                    "propose": self.propose,
                    "status": self.report,
                    "confirm": self.confirm,
                    "correct": self.correct,
                    "comment": self.comment,
                    "assign": self.assign,
                    "edit": self.edit,
                    "describe": self.describe,
                    "take_up": self.take_up,
                    "record": self.record,
                    "revise": self.revise,
                    "ask": self.ask,
                    "assess": self.assess,
                }[do](by=by, **event)

    def default_author(self, do, event):
        """Return the person who does such a thing where the file names nobody."""
        order = ROLES_BY_EVENT.get(do, (CaseRole.OWNER,))
        if do == "record" and RECORD_KINDS[event["kind"]].permission == Permission.EDIT:
            order = EDITOR_ROLES
        return next(
            (self.roles[role].user for role in order if role in self.roles), self.people["leder"]
        )

    def open(self, ago):
        self.clock.advance(ago)
        case, by = self.case, self.people[self.case_spec.get("opened_by", "leder")]
        case.created_at, case.created_by = self.event_at, by
        self.add_row(
            StateChange(
                case=case,
                target=State.DRAFT,
                changed_on=self.event_on,
                recorded_at=self.event_at,
                by=by,
            )
        )
        self.add_version("insert", by, case)
        for role, names in self.case_spec.get("people", {}).items():
            for name in [names] if isinstance(names, str) else names:
                self.assign(by=by, role=role, who=name)

    def report(self, *, by, health, text, next="", next_in=None, corrects=None, **fields):  # noqa: A002 - a word of the files
        self.make_current(
            StatusUpdate(
                case=self.case,
                by=by,
                health=health,
                summary=text,
                next_step=next,
                next_step_on=self.event_on + timedelta(days=next_in) if next_in else None,
                hindrance=fields.pop("hindrance", ""),
                help_wanted=fields.pop("help", ""),
                is_shared=fields.pop("shared", False),
                corrects=corrects,
                recorded_at=self.event_at,
                **fields,
            )
        )

    def correct(self, **fields):
        self.report(corrects=self.status, **fields)

    def confirm(self, *, by):
        current = self.status
        self.make_current(
            StatusUpdate(
                case=self.case,
                by=by,
                health=current.health,
                summary=current.summary,
                next_step=current.next_step,
                next_step_on=current.next_step_on,
                hindrance=current.hindrance,
                help_wanted=current.help_wanted,
                is_shared=current.is_shared,
                confirms=current.confirms or current,
                recorded_at=self.event_at,
            )
        )

    def make_current(self, update):
        case = self.case
        self.status = case.current_status = self.add_row(update)
        case.health, case.confirmed_at = update.health, update.recorded_at
        self.add_version("update", update.by, case)

    def comment(self, *, by, text, shared=False):
        self.add_row(
            Comment(case=self.case, by=by, text=text, is_shared=shared, recorded_at=self.event_at)
        )


def with_confirmations(case_spec, rng):
    """Return the events of the file, with "nothing has changed" in the long gaps between them.

    ``quiet_since`` in the file is the day of the last update; without it there is a recent one.
    """
    latest_days_ago = rng.randrange(3, 17)
    events = [dict(event) for event in case_spec.get("events", [])]
    at_work, last_update_days_ago = False, None
    for event, next_event in zip_longest(events, events[1:]):
        do, ago = event["do"], event["ago"]
        if do in TRANSITIONS:
            at_work = TRANSITIONS[do].target == State.ACTIVE
        if do in {"status", "correct"} or (do in TRANSITIONS and last_update_days_ago is not None):
            last_update_days_ago = ago
        until = next_event["ago"] if next_event else case_spec.get("quiet_since", latest_days_ago)
        yield event
        if not at_work or last_update_days_ago is None:
            continue
        while (due := last_update_days_ago - rng.randrange(*DAYS_BETWEEN_CONFIRMATIONS)) >= until:
            last_update_days_ago = due
            yield {"do": "confirm", "ago": due}
        if (
            not next_event
            and "quiet_since" not in case_spec
            and last_update_days_ago > latest_days_ago + 7
        ):
            yield {"do": "confirm", "ago": latest_days_ago}
