"""What has happened to one case, as one person may read it. The read side of its history.

Whoever has the right to histories reads everything of the classes they may read. The right
to decisions gives moves, changes of state, gates and formal decisions, without names and
reasons. A stakeholder reads what was shared with stakeholders. A lesson is told as widely as
it is shared.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from accounts.access.roles import CaseRole
from projects.choices.states import Health
from projects.history import case_versions, decisions, record_changes, record_log
from projects.history.entries import Entry, day, happened, moment, newest, reader_of
from projects.models import Case, Challenge
from projects.records import rendering
from projects.summaries import formula_history

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


OF_A_ROUND = ("occasion", "due_on")


@dataclass(frozen=True)
class Timeline:
    """The newest entries first; ``has_more`` says that older ones were left out."""

    entries: list[Entry]
    has_more: bool


def of(case: Case, user, *, kind: str = "", limit: int | None = 30) -> Timeline:
    """Tell the newest ``limit`` things that happened to the case, or all of them; only those
    of one of ``KINDS``, if one is named.

    At most twenty-three queries, whatever the length.
    """
    reader = reader_of(user, case)
    entries = [
        entry
        for told in ([KINDS[kind]] if kind else KINDS.values())
        for source in (*told.sources, *(told.alone if kind or not reader.records else ()))
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
    if current and reader.reads(current):
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


def _statuses(case, reader, limit):
    updates = reader.updates_of(case).select_related("by", "corrects").order_by("-pk")
    for update in newest(updates, limit):
        label = Health(update.health).label
        may_read = reader.reads(update)
        notes = (
            [_("Corrects the update of %s.") % moment(update.corrects.recorded_at)]
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
    for comment in newest(comments, limit):
        yield Entry(
            at=comment.recorded_at,
            what=_("Comment"),
            tone="plain",
            who=comment.by.name,
            text=comment.text,
            note=_("Shared with stakeholders.") if comment.is_shared and reader.names else "",
        )


def _roles(case, reader, limit):
    if not reader.records:
        return
    held = case.assignments.select_related("user", "assigned_by").order_by("-pk")
    ended = case.assignments.select_related("user").filter(valid_to__isnull=False)
    for assignment in newest(held, limit):
        yield Entry(
            at=assignment.valid_from,
            what=CaseRole(assignment.role).label,
            tone="plain",
            who=assignment.assigned_by.name,
            text=_("%s has the role from now on.") % assignment.user.name,
        )
    for assignment in newest(ended.order_by("-valid_to", "-pk"), limit):
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
    rows = case_versions.newest_versions(case, None if limit is None else limit + 2)
    names = case_versions.names_in(rows)
    for after, before in pairwise(rows):
        changed = case_versions.differences(before, after, reader.fields)
        if not changed:
            continue
        context = case_versions.context_of(after)
        yield Entry(
            at=after.pgh_created_at,
            what=_("Visibility set") if "visibility" in changed else _("Edited"),
            tone="plain",
            who=names.people.get(context.get("user"), "") if reader.names else "",
            text="\n".join(difference.told(names) for difference in changed.values()),
            note=_how(context, names, reader),
        )
    how = _how(case_versions.context_of(rows[-1]), names, reader) if _begins_here(rows) else ""
    if how:
        yield Entry(at=rows[-1].pgh_created_at, what=_("Brought in"), tone="plain", note=how)


def _begins_here(rows):
    """The rows go back to how the case began."""
    return bool(rows) and rows[-1].version == 1


def _how(context, names, reader):
    how = str(CHANNELS.get(context.get("channel"), ""))
    source = names.files.get(context.get("import_run")) if reader.names else ""
    return f"{how}: {source}" if source else how


def _assessments(case, reader, limit):
    """The agreed snapshots of the success formula: what each said alone is nobody's news."""
    if not reader.records:
        return
    snapshots = case.assessments.agreed().select_related("by").prefetch_related("factors")
    for snapshot in newest(snapshots.order_by("-recorded_at", "-pk"), limit):
        yield Entry(
            at=snapshot.recorded_at,
            what=_("Success formula assessed"),
            tone="plain",
            who=snapshot.by.name,
            text="\n".join(
                filter(None, [formula_history.in_a_line(snapshot.scores), snapshot.note])
            ),
            note=happened(snapshot.assessed_on, snapshot.recorded_at),
        )


def _lessons(case, reader, limit):
    """What was learnt and is shared, for whoever is told of no records."""
    shared = reader.lessons_of(case).order_by("-recorded_at", "-pk")
    for lesson in newest(shared, limit):
        label = rendering.label_of(lesson._meta.get_field("advice"))
        advice = f"{label}: {lesson.advice}" if lesson.advice else ""
        yield Entry(
            at=lesson.recorded_at,
            what=_("What we learnt: %s") % lesson.title,
            tone="plain",
            text="\n".join(filter(None, [lesson.learnt, advice])),
        )


def _rounds(case, reader, _limit):
    """When several were asked to assess the case, each alone, and when that ended."""
    if not reader.records:
        return
    for held in case.assessment_rounds.select_related("by"):
        yield Entry(
            at=held.recorded_at,
            what=_("Round of assessments begun"),
            tone="plain",
            who=held.by.name,
            text="\n".join(rendering.as_text(rendering.lines_of(held, OF_A_ROUND, reader.classes))),
        )
        if held.closed_at:
            yield Entry(at=held.closed_at, what=_("Round of assessments ended"), tone="plain")


def _challenge(case, reader, limit):
    """How the challenge was changed since the case took it up, here or from another case."""
    if not (reader.records and case.challenge_id):
        return
    pairs = case_versions.of_challenge(case, None if limit is None else limit + 1)
    people = case_versions.makers_of(after for _before, after in pairs)
    for before, after in pairs:
        changed = record_changes.between(before, after, Challenge, reader.classes)
        if changed:
            yield Entry(
                at=after.pgh_created_at,
                what=_("Challenge changed"),
                tone="plain",
                who=people.get(case_versions.context_of(after).get("user"), ""),
                text="\n".join(map(str, changed)),
            )


VERBS = {
    record_log.ADDED: pgettext_lazy("happened", "Written"),
    record_log.CORRECTED: pgettext_lazy("happened", "Corrected"),
    record_log.WITHDRAWN: pgettext_lazy("happened", "Withdrawn"),
}


def _records(case, reader, limit):
    if reader.records:
        most = None if limit is None else limit + 1
        for trace in record_log.traces(case, reader.classes, most):
            called = ": ".join(filter(None, (str(trace.kind.title), trace.name)))
            text = "\n".join([called, *map(str, trace.changes)])
            what = str(VERBS[trace.verb])
            yield Entry(at=trace.at, what=what, tone="plain", who=trace.who, text=text)
    elif reader.shared:
        yield from _shared_engagements(case, limit)


def _shared_engagements(case, limit):
    """What those who took part are told of what was done with it."""
    held = case.engagements.standing().filter(is_shared=True).order_by("-recorded_at", "-pk")
    for engagement in newest(held, limit):
        yield Entry(
            at=engagement.recorded_at,
            what=engagement.get_form_display(),
            tone="plain",
            text=engagement.what_we_did,
            note=happened(engagement.held_on, engagement.recorded_at),
        )


@dataclass(frozen=True)
class Kind:
    """A part of the history that people may ask for alone. What is in ``alone`` stands in the
    whole history among the records, for whoever is told of records.
    """

    label: str
    sources: tuple[Callable, ...]
    alone: tuple[Callable, ...] = ()


KINDS = {
    "status": Kind(gettext_lazy("Status updates"), (_statuses,)),
    "comments": Kind(gettext_lazy("Comments"), (_comments,)),
    "decisions": Kind(
        gettext_lazy("Decisions"),
        (decisions.moves, decisions.states, decisions.gates),
        alone=(decisions.formal,),
    ),
    "method": Kind(gettext_lazy("The method"), (_records, _assessments, _rounds, _lessons)),
    "changes": Kind(gettext_lazy("Edits and roles"), (_edits, _challenge, _roles)),
}
