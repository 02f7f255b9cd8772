"""What has happened to one case, as one person may read it. The read side of its history.

Whoever has the right to histories reads everything of the classes they may read. The right
to decisions gives moves and changes of state, without names and reasons. A stakeholder
reads what was shared with stakeholders.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise, zip_longest

from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from accounts.roles import CaseRole
from projects import factors, policies, readiness, traces, versions
from projects.fields import FieldClass, fields_of
from projects.models import Case
from projects.phases import Phase, is_back
from projects.states import TRANSITIONS, Health, State

TONES = {
    Health.ON_TRACK: "good",
    Health.AT_RISK: "warning",
    Health.OFF_TRACK: "danger",
    Health.NOT_ASSESSED: "plain",
}
CHANNELS = {
    "api": gettext_lazy("Through the API"),
    "import": gettext_lazy("By import"),
    "command": gettext_lazy("By a command on the server"),
}
UNTOLD = {"search_all", "search_open", "updated_at", "created_at", "version", "key"}
# Told by visits, changes of state and status updates.
TOLD_ELSEWHERE = {"phase", "phase_since", "state", "paused_until", "health", "confirmed_at"}
TOLD_ELSEWHERE |= {"current_status"}


@dataclass(frozen=True)
class Entry:
    """One thing that happened. ``at`` is when it was recorded; empty texts are not told."""

    at: datetime
    what: str
    tone: str
    who: str = ""
    text: str = ""
    note: str = ""


@dataclass(frozen=True)
class Timeline:
    """The newest entries first; ``has_more`` says that older ones were left out."""

    entries: list[Entry]
    has_more: bool


@dataclass(frozen=True)
class Reader:
    """What one person may read of one case's history."""

    names: bool
    decisions: bool
    history: bool
    shared: bool
    classes: frozenset[FieldClass]
    fields: frozenset[str]

    def updates_of(self, case):
        """The status updates that this person is told of, oldest first."""
        updates = case.status_updates.order_by("pk")
        if self.history:
            return updates
        return updates.filter(is_shared=True) if self.shared else updates.none()

    def reads(self, update) -> bool:
        """This person reads what a status update that they are told of says."""
        return self.names or (self.shared and update.is_shared)


def reader_of(user, case) -> Reader:
    """Ask the policies what this person may read of the case's history."""
    classes = policies.readable_classes(user, case)
    return Reader(
        names=FieldClass.WORKING in classes,
        decisions=policies.can_read_decisions(user, case),
        history=policies.can_read_history(user, case),
        shared=policies.is_stakeholder(user, case),
        classes=classes,
        fields=fields_of("projects.Case", classes) - UNTOLD - TOLD_ELSEWHERE,
    )


def of(case: Case, user, *, kind: str = "", limit: int | None = 30) -> Timeline:
    """Tell the newest ``limit`` things that happened to the case, or all of them; only those
    of one of ``KINDS``, if one is named.

    At most seventeen queries, whatever the length.
    """
    reader = reader_of(user, case)
    entries = [
        entry
        for told in ([KINDS[kind]] if kind else KINDS.values())
        for source in told.sources
        for entry in source(case, reader, limit)
    ]
    entries.sort(key=lambda entry: entry.at, reverse=True)
    return Timeline(entries[:limit], has_more=limit is not None and len(entries) > limit)


def readable_status(case: Case, user):
    """The current status update, or the newest one shared with this stakeholder, or None.
    At most one query.
    """
    reader = reader_of(user, case)
    current = case.current_status
    if current and (reader.names or (reader.shared and current.is_shared)):
        return current
    if not reader.shared:
        return None
    return case.status_updates.select_related("by").filter(is_shared=True).last()


def ago(moment: datetime) -> str:
    """How many days ago, as people count them in Oslo."""
    days = (timezone.localdate() - timezone.localtime(moment).date()).days
    if days <= 0:
        return _("today")
    return _("yesterday") if days == 1 else ngettext("%d day ago", "%d days ago", days) % days


def _newest(rows, limit):
    """One more than asked for, so that one knows whether there is more."""
    return rows[: limit + 1] if limit is not None else rows


def _moves(case, reader, limit):
    if not reader.decisions:
        return
    visits = case.visits.select_related("entered_by").order_by("-pk")
    visits = list(visits if limit is None else visits[: limit + 2])
    for visit, before in zip_longest(visits, visits[1:]):
        phase = Phase(visit.phase)
        if before is None:
            what = _("In phase %(number)d %(phase)s")
        elif is_back(Phase(before.phase), phase):
            what = _("Moved back to %(number)d %(phase)s")
        elif before.phase == visit.phase:
            what = _("Again in %(number)d %(phase)s")
        else:
            what = _("Moved to %(number)d %(phase)s")
        yield Entry(
            at=visit.entered_at,
            what=what % {"number": phase.number, "phase": phase.label},
            tone="info",
            who=visit.entered_by.name if reader.names else "",
            # The reason of a gate is told by its decision.
            text=visit.reason if reader.names and not visit.decision_id else "",
            note=_happened(visit.entered_on, visit.entered_at),
        )


def _states(case, reader, limit):
    if not reader.decisions:
        return
    changes = case.state_changes.select_related("by", "pause", "stop").order_by("-pk")
    for change in _newest(changes, limit):
        notes = [_happened(change.changed_on, change.recorded_at)]
        if change.review_on:
            notes.append(_("Next look at the case: %s.") % day(change.review_on))
        rest = getattr(change, "pause", None) or getattr(change, "stop", None)
        is_told = rest and rest.cause != "other"
        texts = [_("Main cause: %s") % rest.get_cause_display()] if is_told else []
        texts.append(change.reason)
        if change.lesson:
            texts.append(_("What we learnt: %s") % change.lesson)
        yield Entry(
            at=change.recorded_at,
            what=_state_words(change),
            tone="plain",
            who=change.by.name if reader.names else "",
            text="\n".join(filter(None, texts)) if reader.names else "",
            note=" ".join(filter(None, notes)),
        )


DONE = {
    "start": pgettext_lazy("happened", "Started"),
    "pause": pgettext_lazy("happened", "Paused"),
    "resume": pgettext_lazy("happened", "Resumed"),
    "stop": pgettext_lazy("happened", "Stopped"),
    "complete": pgettext_lazy("happened", "Completed"),
    "reopen": pgettext_lazy("happened", "Reopened"),
}


def _state_words(change):
    if not change.origin:
        return _("Registered: %s") % State(change.target).label
    for step in TRANSITIONS.values():
        if change.origin in step.origins and change.target == step.target:
            return str(DONE[step.name])
    return State(change.target).label


def _statuses(case, reader, limit):
    updates = reader.updates_of(case).select_related("by", "corrects").order_by("-pk")
    for update in _newest(updates, limit):
        label = Health(update.health).label
        may_read = reader.reads(update)
        notes = (
            [_("Corrects the update of %s.") % _moment(update.corrects.recorded_at)]
            if (update.corrects_id)
            else []
        )
        if reader.names and update.is_shared and not update.confirms_id:
            notes.append(_("Shared with stakeholders."))
        yield Entry(
            at=update.recorded_at,
            what=_("Still right: %s") % label if update.confirms_id else label,
            tone=TONES[update.health],
            who=update.by.name if may_read else "",
            text=_status_text(update) if may_read and not update.confirms_id else "",
            note=" ".join(notes),
        )


def _status_text(update):
    lines = [update.summary]
    if update.next_step:
        until = f" ({day(update.next_step_on)})" if update.next_step_on else ""
        lines.append(_("Next step: %s") % update.next_step + until)
    if update.hindrance:
        lines.append(_("In the way: %s") % update.hindrance)
    if update.help_wanted:
        lines.append(_("Help wanted: %s") % update.help_wanted)
    return "\n".join(lines)


def _comments(case, reader, limit):
    if not (reader.names or reader.shared):
        return
    comments = case.comments.select_related("by").order_by("-pk")
    if not reader.names:
        comments = comments.filter(is_shared=True)
    for comment in _newest(comments, limit):
        yield Entry(
            at=comment.recorded_at,
            what=_("Comment"),
            tone="plain",
            who=comment.by.name,
            text=comment.text,
            note=_("Shared with stakeholders.") if comment.is_shared and reader.names else "",
        )


def _roles(case, reader, limit):
    if not (reader.names and reader.history):
        return
    held = case.assignments.select_related("user", "assigned_by").order_by("-pk")
    ended = case.assignments.select_related("user").filter(valid_to__isnull=False)
    for assignment in _newest(held, limit):
        yield Entry(
            at=assignment.valid_from,
            what=CaseRole(assignment.role).label,
            tone="plain",
            who=assignment.assigned_by.name,
            text=_("%s has the role from now on.") % assignment.user.name,
        )
    for assignment in _newest(ended.order_by("-valid_to", "-pk"), limit):
        if assignment.valid_to <= timezone.now():
            yield Entry(
                at=assignment.valid_to,
                what=CaseRole(assignment.role).label,
                tone="plain",
                text=_("%s no longer has the role.") % assignment.user.name,
            )


def _edits(case, reader, limit):
    if not reader.history:
        return
    rows = versions.newest_versions(case, None if limit is None else limit + 2)
    names = versions.names_in(rows)
    for after, before in pairwise(rows):
        changed = versions.differences(before, after, reader.fields)
        if not changed:
            continue
        context = versions.context_of(after)
        yield Entry(
            at=after.pgh_created_at,
            what=_("Visibility set") if "visibility" in changed else _("Edited"),
            tone="plain",
            who=names.people.get(context.get("user"), "") if reader.names else "",
            text="\n".join(difference.told(names) for difference in changed.values()),
            note=_how(context, names, reader),
        )
    how = _how(versions.context_of(rows[-1]), names, reader) if _begins_here(rows) else ""
    if how:
        yield Entry(at=rows[-1].pgh_created_at, what=_("Brought in"), tone="plain", note=how)


def _begins_here(rows):
    """The rows go back to how the case began."""
    return bool(rows) and rows[-1].version == 1


def _how(context, names, reader):
    how = str(CHANNELS.get(context.get("channel"), ""))
    source = names.files.get(context.get("import_run")) if reader.names else ""
    return f"{how}: {source}" if source else how


def _gates(case, reader, _limit):
    """Proposals, what was decided on them, and the conditions that were met since."""
    if not reader.decisions:
        return
    proposals = case.gate_proposals.select_related("by", "decision__by").order_by("-pk")
    for proposal in proposals.prefetch_related("decision__conditions__met_by"):
        decision = getattr(proposal, "decision", None)
        if reader.names:
            yield from _proposal(proposal, decision)
        if decision:
            yield _decision(decision, reader)
            yield from (_met(one, reader) for one in decision.conditions.all() if one.met_at)


def _proposal(proposal, decision):
    gate = _short(proposal)
    yield Entry(
        at=proposal.recorded_at,
        what=_("Proposed: %s") % gate,
        tone="plain",
        who=proposal.by.name,
        text=proposal.reason,
    )
    if proposal.closed_at and decision is None:
        what = _("Proposal no longer stands: %s") % gate
        yield Entry(at=proposal.closed_at, what=what, tone="plain")


def _short(row):
    """The gate by its number alone: what happened is told in a few words."""
    return row.get_gate_display().partition(":")[0]


def _decision(decision, reader):
    conditions = [f"– {_condition(one, reader)}" for one in decision.conditions.all()]
    notes = [_happened(decision.decided_on, decision.recorded_at)]
    if decision.single_handed:
        notes.append(_("Proposed and decided by one person."))
    return Entry(
        at=decision.recorded_at,
        what=f"{_short(decision)}: {decision.outcome_words}",
        tone="info",
        who=decision.by.name if reader.names else "",
        text="\n".join([decision.reason] * reader.names + conditions),
        note=" ".join(filter(None, notes)),
    )


def _condition(condition, reader):
    """A condition in words, with its deadline: what is done, or what it excepts from."""
    held = readiness.BY_CODE.get(condition.code)
    words = condition.action if reader.names or held is None else str(held.text)
    if held is None and not reader.names:
        words = _("A condition")
    return _("%(what)s (by %(day)s)") % {"what": words, "day": day(condition.due_on)}


def _met(condition, reader):
    words = [_condition(condition, reader), condition.met_note if reader.names else ""]
    return Entry(
        at=condition.met_at,
        what=_("Condition met"),
        tone="good",
        who=condition.met_by.name if reader.names else "",
        text="\n".join(filter(None, words)),
    )


def _assessments(case, reader, limit):
    """The agreed snapshots of the success formula: what each said alone is nobody's news."""
    if not (reader.names and reader.history):
        return
    snapshots = case.assessments.agreed().select_related("by").prefetch_related("factors")
    for snapshot in _newest(snapshots.order_by("-recorded_at", "-pk"), limit):
        yield Entry(
            at=snapshot.recorded_at,
            what=_("Success formula assessed"),
            tone="plain",
            who=snapshot.by.name,
            text="\n".join(filter(None, [factors.in_a_line(snapshot.scores), snapshot.note])),
            note=_happened(snapshot.assessed_on, snapshot.recorded_at),
        )


VERBS = {
    traces.ADDED: pgettext_lazy("happened", "Written"),
    traces.CORRECTED: pgettext_lazy("happened", "Corrected"),
    traces.WITHDRAWN: pgettext_lazy("happened", "Withdrawn"),
}


def _records(case, reader, limit):
    if reader.history and reader.names:
        newest = None if limit is None else limit + 1
        for trace in traces.traces(case, reader.classes, newest):
            text = ": ".join(filter(None, (str(trace.kind.title), trace.name)))
            what = str(VERBS[trace.verb])
            yield Entry(at=trace.at, what=what, tone="plain", who=trace.who, text=text)
    elif reader.shared:
        yield from _shared_engagements(case, limit)


def _shared_engagements(case, limit):
    """What those who took part are told of what was done with it."""
    held = case.engagements.standing().filter(is_shared=True).order_by("-recorded_at", "-pk")
    for engagement in _newest(held, limit):
        yield Entry(
            at=engagement.recorded_at,
            what=engagement.get_form_display(),
            tone="plain",
            text=engagement.what_we_did,
            note=_happened(engagement.held_on, engagement.recorded_at),
        )


@dataclass(frozen=True)
class Kind:
    """A part of the history that people may ask for alone."""

    label: str
    sources: tuple[Callable, ...]


KINDS = {
    "status": Kind(gettext_lazy("Status updates"), (_statuses,)),
    "comments": Kind(gettext_lazy("Comments"), (_comments,)),
    "decisions": Kind(gettext_lazy("Decisions"), (_moves, _states, _gates)),
    "method": Kind(gettext_lazy("The method"), (_records, _assessments)),
    "changes": Kind(gettext_lazy("Edits and roles"), (_edits, _roles)),
}


def day(on: date) -> str:
    """A day as people write it."""
    return formats.date_format(on, "DATE_FORMAT")


def _moment(moment: datetime) -> str:
    return formats.date_format(timezone.localtime(moment), "DATETIME_FORMAT")


def _happened(on: date, recorded_at: datetime) -> str:
    """Say when it truly happened, where that is another day than when it was recorded."""
    if on == timezone.localtime(recorded_at).date():
        return ""
    return _("Happened on %s.") % day(on)
