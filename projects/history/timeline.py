"""What has happened to one case, as one person may read it.

Whoever has the right to histories reads everything of the classes they may read. The right
to decisions gives moves, changes of state, gates and formal decisions, without names and
reasons. A stakeholder reads what was shared with stakeholders. A lesson is shown to whom it is
shared with.
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
from projects.history.entries import (
    TimelineEntry,
    format_day,
    format_moment,
    happened_note,
    limit_plus_one,
    reader_of,
)
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


ROUND_FIELDS = ("occasion", "due_on")


@dataclass(frozen=True)
class Timeline:
    """The newest entries first; ``has_more`` says that older ones were left out."""

    entries: list[TimelineEntry]
    has_more: bool


def of(case: Case, user, *, kind: str = "", limit: int | None = 30) -> Timeline:
    """Return the newest ``limit`` entries of the case, or all of them; only those of one of
    ``ENTRY_CATEGORIES``, if ``kind`` names one.

    At most twenty-three queries, whatever the length.
    """
    reader = reader_of(user, case)
    entries = [
        entry
        for category in ([ENTRY_CATEGORIES[kind]] if kind else ENTRY_CATEGORIES.values())
        for source in (
            *category.sources,
            *(category.extra_sources if kind or not reader.reads_records else ()),
        )
        for entry in source(case, reader, limit)
    ]
    entries.sort(key=lambda entry: entry.at, reverse=True)
    return Timeline(entries[:limit], has_more=limit is not None and len(entries) > limit)


def readable_status(case: Case, user):
    """Return the current status update, or the newest one shared with this stakeholder, or None.
    At most one query.
    """
    reader = reader_of(user, case)
    current = case.current_status
    if current and reader.reads(current):
        return current
    if not reader.is_stakeholder:
        return None
    return case.status_updates.select_related("by").filter(is_shared=True).last()


def ago(moment: datetime) -> str:
    """Return how many days ago, in words (Oslo time)."""
    days = (timezone.localdate() - timezone.localtime(moment).date()).days
    if days <= 0:
        return _("today")
    return _("yesterday") if days == 1 else ngettext("%d day ago", "%d days ago", days) % days


def _statuses(case, reader, limit):
    updates = reader.updates_of(case).select_related("by", "corrects").order_by("-pk")
    for update in limit_plus_one(updates, limit):
        label = Health(update.health).label
        may_read = reader.reads(update)
        notes = (
            [_("Corrects the update of %s.") % format_moment(update.corrects.recorded_at)]
            if update.corrects_id and may_read
            else []
        )
        if reader.reads_names and update.is_shared and not update.confirms_id:
            notes.append(_("Shared with stakeholders."))
        yield TimelineEntry(
            at=update.recorded_at,
            what=_("Still right: %s") % label if update.confirms_id and may_read else label,
            tone=TONES[update.health],
            who=update.by.name if may_read else "",
            text=_status_text(update) if may_read and not update.confirms_id else "",
            note=" ".join(notes),
        )


def _status_text(update):
    lines = [update.summary]
    if update.next_step:
        until = f" ({format_day(update.next_step_on)})" if update.next_step_on else ""
        lines.append(_("Next step: %s") % update.next_step + until)
    if update.hindrance:
        lines.append(_("In the way: %s") % update.hindrance)
    if update.help_wanted:
        lines.append(_("Help wanted: %s") % update.help_wanted)
    return "\n".join(lines)


def _comments(case, reader, limit):
    comments = reader.comments_of(case).select_related("by").order_by("-pk")
    for comment in limit_plus_one(comments, limit):
        yield TimelineEntry(
            at=comment.recorded_at,
            what=_("Comment"),
            tone="plain",
            who=comment.by.name,
            text=comment.text,
            note=_("Shared with stakeholders.") if comment.is_shared and reader.reads_names else "",
        )


def _roles(case, reader, limit):
    if not reader.reads_records:
        return
    roles = case.assignments.readable_by(reader.user, reads_personal=reader.reads_personal)
    begun = roles.select_related("user", "assigned_by").order_by("-pk")
    ended = roles.select_related("user").filter(valid_to__isnull=False)
    for assignment in limit_plus_one(begun, limit):
        yield TimelineEntry(
            at=assignment.valid_from,
            what=CaseRole(assignment.role).label,
            tone="plain",
            who=assignment.assigned_by.name,
            text=_("%s has the role from now on.") % assignment.user.name,
        )
    for assignment in limit_plus_one(ended.order_by("-valid_to", "-pk"), limit):
        if assignment.valid_to <= timezone.now():
            yield TimelineEntry(
                at=assignment.valid_to,
                what=CaseRole(assignment.role).label,
                tone="plain",
                text=_("%s no longer has the role.") % assignment.user.name,
            )


def _edits(case, reader, limit):
    if not reader.reads_history:
        return
    rows = case_versions.newest_versions(case, None if limit is None else limit + 2)
    names = case_versions.names_in(rows)
    for after, before in pairwise(rows):
        changed = case_versions.differences(before, after, reader.fields)
        if not changed:
            continue
        context = case_versions.context_of(after)
        yield TimelineEntry(
            at=after.pgh_created_at,
            what=_("Visibility set") if "visibility" in changed else _("Edited"),
            tone="plain",
            who=names.people.get(context.get("user"), "") if reader.reads_names else "",
            text="\n".join(difference.as_text(names) for difference in changed.values()),
            note=_how(context, names, reader),
        )
    how = _how(case_versions.context_of(rows[-1]), names, reader) if _begins_here(rows) else ""
    if how:
        yield TimelineEntry(
            at=rows[-1].pgh_created_at, what=_("Brought in"), tone="plain", note=how
        )


def _begins_here(rows):
    """The rows include the first version of the case."""
    return bool(rows) and rows[-1].version == 1


def _how(context, names, reader):
    how = str(CHANNELS.get(context.get("channel"), ""))
    source = names.files.get(context.get("import_run")) if reader.reads_names else ""
    return f"{how}: {source}" if source else how


def _assessments(case, reader, limit):
    """The agreed assessments of the success formula, not those of one person for a round."""
    if not reader.reads_records:
        return
    snapshots = case.assessments.agreed().select_related("by").prefetch_related("factors")
    for snapshot in limit_plus_one(snapshots.order_by("-recorded_at", "-pk"), limit):
        yield TimelineEntry(
            at=snapshot.recorded_at,
            what=_("Success formula assessed"),
            tone="plain",
            who=snapshot.by.name,
            text="\n".join(
                filter(None, [formula_history.scores_as_text(snapshot.scores), snapshot.note])
            ),
            note=happened_note(snapshot.assessed_on, snapshot.recorded_at),
        )


def _lessons(case, reader, limit):
    """Shared lessons, for whoever does not read the records."""
    shared = reader.lessons_of(case).order_by("-recorded_at", "-pk")
    for lesson in limit_plus_one(shared, limit):
        label = rendering.label_of(lesson._meta.get_field("advice"))
        advice = f"{label}: {lesson.advice}" if lesson.advice else ""
        yield TimelineEntry(
            at=lesson.recorded_at,
            what=_("What we learnt: %s") % lesson.title,
            tone="plain",
            text="\n".join(filter(None, [lesson.learnt, advice])),
        )


def _rounds(case, reader, _limit):
    """When rounds of assessments began and ended."""
    if not reader.reads_records:
        return
    for assessment_round in case.assessment_rounds.select_related("by"):
        yield TimelineEntry(
            at=assessment_round.recorded_at,
            what=_("Round of assessments begun"),
            tone="plain",
            who=assessment_round.by.name,
            text="\n".join(
                rendering.as_text(
                    rendering.lines_of(assessment_round, ROUND_FIELDS, reader.classes)
                )
            ),
        )
        if assessment_round.closed_at:
            yield TimelineEntry(
                at=assessment_round.closed_at, what=_("Round of assessments ended"), tone="plain"
            )


def _challenge(case, reader, limit):
    """Changes of the challenge since the case took it up, also from other cases."""
    if not (reader.reads_records and case.challenge_id):
        return
    pairs = case_versions.challenge_changes(case, None if limit is None else limit + 1)
    people = case_versions.author_names_of(after for _before, after in pairs)
    for before, after in pairs:
        changed = record_changes.between(before, after, Challenge, reader.classes)
        if changed:
            yield TimelineEntry(
                at=after.pgh_created_at,
                what=_("Challenge changed"),
                tone="plain",
                who=people.get(case_versions.context_of(after).get("user"), ""),
                text="\n".join(map(str, changed)),
            )


ACTION_LABELS = {
    record_log.ADDED: pgettext_lazy("happened", "Written"),
    record_log.CORRECTED: pgettext_lazy("happened", "Corrected"),
    record_log.WITHDRAWN: pgettext_lazy("happened", "Withdrawn"),
}


def _records(case, reader, limit):
    most = None if limit is None else limit + 1
    for log_entry in record_log.readable_entries(case, reader, reader.classes, most):
        name = ": ".join(filter(None, (str(log_entry.kind.title), log_entry.name)))
        text = "\n".join([name, *map(str, log_entry.changes)])
        what = str(ACTION_LABELS[log_entry.action])
        yield TimelineEntry(at=log_entry.at, what=what, tone="plain", who=log_entry.who, text=text)


def _shared_engagements(case, reader, limit):
    engagements = reader.engagements_of(case).order_by("-recorded_at", "-pk")
    for engagement in limit_plus_one(engagements, limit):
        yield TimelineEntry(
            at=engagement.recorded_at,
            what=engagement.get_form_display(),
            tone="plain",
            text=engagement.what_we_did,
            note=happened_note(engagement.held_on, engagement.recorded_at),
        )


@dataclass(frozen=True)
class EntryCategory:
    """A part of the history that people may ask for by itself. ``extra_sources`` are left out of
    the whole history for whoever reads the records, which have the same.
    """

    label: str
    sources: tuple[Callable, ...]
    extra_sources: tuple[Callable, ...] = ()


ENTRY_CATEGORIES = {
    "status": EntryCategory(gettext_lazy("Status updates"), (_statuses,)),
    "comments": EntryCategory(gettext_lazy("Comments"), (_comments,)),
    "decisions": EntryCategory(
        gettext_lazy("Decisions"),
        (decisions.moves, decisions.states, decisions.gates),
        extra_sources=(decisions.formal,),
    ),
    "method": EntryCategory(
        gettext_lazy("The method"),
        (_records, _shared_engagements, _assessments, _rounds, _lessons),
    ),
    "changes": EntryCategory(gettext_lazy("Edits and roles"), (_edits, _challenge, _roles)),
}
