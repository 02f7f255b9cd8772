"""One demo case, told from its files: each event leaves the rows that the pages would leave.

The events are those of projects.actions; here they carry the moment they are said to have
happened, which no action lets anybody choose.
"""

from datetime import timedelta
from itertools import zip_longest

from accounts.access.roles import CaseRole, Permission
from portfolio.demo.course import Course
from portfolio.demo.method import Method
from projects.choices.states import TRANSITIONS, State
from projects.models import Comment, StateChange, StatusUpdate
from projects.records.kinds import RECORD_KINDS

SILENCE = (24, 36)  # days from one status update to the confirmation that it still holds
THE_TEAM = (CaseRole.LEAD, CaseRole.CHAMPION, CaseRole.OWNER)
THOSE_WHO_EDIT = (CaseRole.LEAD, CaseRole.OWNER)
WHO_DOES = {
    **dict.fromkeys(("status", "confirm", "correct", "comment", "record", "assess"), THE_TEAM),
    **dict.fromkeys(("revise", "edit", "describe", "take_up", "ask", "propose"), THOSE_WHO_EDIT),
}


class Story(Course, Method):
    """Tells one case into a Past."""

    status: StatusUpdate | None = None

    def tell(self) -> None:
        """Take the events in order, oldest first."""
        self.past.cases[self.case.title] = self.case
        self.open(self.told["opened"])
        for told in self.told["events"]:
            event = dict(told)
            do, by = event.pop("do"), event.pop("by", None)
            self.clock.advance(event.pop("ago"))
            by = self.people[by] if by else self.usually(do, event)
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

    def usually(self, do, event):
        """The person who does such a thing where the file names nobody."""
        order = WHO_DOES.get(do, (CaseRole.OWNER,))
        if do == "record" and RECORD_KINDS[event["kind"]].permission == Permission.EDIT:
            order = THOSE_WHO_EDIT
        return next(
            (self.roles[role].user for role in order if role in self.roles), self.people["leder"]
        )

    def open(self, ago):
        self.clock.advance(ago)
        case, by = self.case, self.people[self.told.get("opened_by", "leder")]
        case.created_at, case.created_by = self.at, by
        self.put(
            StateChange(
                case=case, target=State.DRAFT, changed_on=self.on, recorded_at=self.at, by=by
            )
        )
        self.keep("insert", by, case)
        for role, names in self.told.get("people", {}).items():
            for name in [names] if isinstance(names, str) else names:
                self.assign(by=by, role=role, who=name)

    def report(self, *, by, health, text, next="", next_in=None, corrects=None, **said):  # noqa: A002 - a word of the files
        self.make_current(
            StatusUpdate(
                case=self.case,
                by=by,
                health=health,
                summary=text,
                next_step=next,
                next_step_on=self.on + timedelta(days=next_in) if next_in else None,
                hindrance=said.pop("hindrance", ""),
                help_wanted=said.pop("help", ""),
                is_shared=said.pop("shared", False),
                corrects=corrects,
                recorded_at=self.at,
                **said,
            )
        )

    def correct(self, **said):
        self.report(corrects=self.status, **said)

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
                recorded_at=self.at,
            )
        )

    def make_current(self, update):
        case = self.case
        self.status = case.current_status = self.put(update)
        case.health, case.confirmed_at = update.health, update.recorded_at
        self.keep("update", update.by, case)

    def comment(self, *, by, text, shared=False):
        self.put(Comment(case=self.case, by=by, text=text, is_shared=shared, recorded_at=self.at))


def with_confirmations(told, chance):
    """The events of the file, with "nothing has changed" in the long silences between them.

    ``quiet_since`` in the file says since when nobody has said anything; else somebody just has.
    """
    lately = chance.randrange(3, 17)
    events = [dict(event) for event in told.get("events", [])]
    at_work, said = False, None
    for event, following in zip_longest(events, events[1:]):
        do, ago = event["do"], event["ago"]
        if do in TRANSITIONS:
            at_work = TRANSITIONS[do].target == State.ACTIVE
        if do in {"status", "correct"} or (do in TRANSITIONS and said is not None):
            said = ago
        until = following["ago"] if following else told.get("quiet_since", lately)
        yield event
        if not at_work or said is None:
            continue
        while (due := said - chance.randrange(*SILENCE)) >= until:
            said = due
            yield {"do": "confirm", "ago": due}
        if not following and "quiet_since" not in told and said > lately + 7:
            yield {"do": "confirm", "ago": lately}
