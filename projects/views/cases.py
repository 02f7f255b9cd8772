"""The page of a case, and commenting on it."""

from dataclasses import dataclass
from functools import partial

from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.access.roles import CaseRole
from projects.access import policies
from projects.access.field_register import FieldClass, fields_of
from projects.actions.status import comment
from projects.choices.phases import Phase
from projects.choices.states import IN_PHASE, TRANSITIONS, State, possible_transitions
from projects.forms.status import CommentForm
from projects.history import timeline
from projects.models import Case, InnovationQuestion
from projects.records import rendering
from projects.summaries import conditions_due, pause_and_stop, phase_steps
from projects.views import guards, next_step, outcomes
from projects.views.method_summary import method_summary
from projects.views.outcomes import NO_ATTEMPT, attempt_once, respond
from projects.views.sections import reported_sections

SHOWN_ENTRIES = 15
RESUME = TRANSITIONS["resume"]
# The facts beside the case, in the order people read them.
ABOUT_FIELDS = (
    "visibility", "legal_basis", "exempt_until", "public_title", "start_on", "planned_end_on",
    "actual_end_on", "innovation_types", "tags", "kostra_function", "sdgs", "language",
    "archive_reference", "link", "external_source", "external_id",
)  # fmt: skip


@require_safe
def case(request, key):
    """Show a case."""
    return case_page(request, guards.visible_case(request, key))


def case_page(request, case, *, comment_form=None, outcome=NO_ATTEMPT):
    """Render the page of one case; every view of it ends here."""
    user, today = request.user, timezone.localdate()
    classes = policies.readable_classes(user, case)
    readable = fields_of("projects.Case", classes)
    can_read_working = FieldClass.WORKING in classes
    kind = request.GET.get("history", "")
    kind = kind if kind in timeline.ENTRY_CATEGORIES else ""
    shows_all = request.GET.get("show") == "all"
    if comment_form is None and policies.can_comment(user, case):
        comment_form = CommentForm(may_choose=can_read_working)
    context = guards.case_context(request, case) | {
        "readable": readable,
        "can_read_working": can_read_working,
        "question": _question(case) if can_read_working else None,
        "phase_steps": phase_steps.steps_of(case, list(case.visits.all()), today),
        "about": about(case, readable),
        "confirmed": timeline.ago(case.confirmed_at) if case.confirmed_at else "",
        "pause_or_stop": pause_and_stop.pause_or_stop_of(case, user, today),
        "is_overdue": bool(pause_and_stop.overdue_in_words(case, today)),
        "derivation": _related_cases(user, case) if can_read_working else None,
        "asked_round": _waiting_round(user, case, today),
        "due_conditions": conditions_due.of_case(case, user, today),
        "asked_after_pause": outcomes.missing_with_links(
            user, case, pause_and_stop.requirements_of_long_pause(case, today)
        ),
        "status": timeline.readable_status(case, user),
        "timeline": timeline.of(case, user, kind=kind, limit=None if shows_all else SHOWN_ENTRIES),
        "kinds": timeline.ENTRY_CATEGORIES.items() if policies.can_read_history(user, case) else [],
        "kind": kind,
        "comment_form": comment_form,
        "checklist": next_step.checklist(user, case) if can_read_working else None,
        "method_summary": method_summary(user, case) if can_read_working else None,
        **_reported(user, case, classes),
    }
    next_step_first = context["checklist"] and context["checklist"].step.is_theirs
    context["is_next_step_first"] = next_step_first or not context["status"]
    context |= _people(user, case) | _allowed_actions(user, case)
    return respond(request, "projects/case.html", context, outcome)


def _reported(user, case, classes):
    """What is reported of the case, for whoever reads that and no working texts."""
    is_reported_to = FieldClass.REPORTED in classes and FieldClass.WORKING not in classes
    reported = reported_sections(user, case) if is_reported_to else []
    return {"is_reported_to": is_reported_to, "reported": reported}


def _question(case):
    """The current innovation question."""
    return InnovationQuestion.objects.of(case).newest_first().first()


def _related_cases(user, case):
    """The case this one is derived from, and those derived from it, if this person reads them."""
    found = list(Case.objects.working_readable_by(user).linked_by_derivation(case))
    derived = [one for one in found if one.derived_from_id == case.pk]
    return {"source": next((one for one in found if one not in derived), None), "derived": derived}


def _waiting_round(user, case, today):
    """The round in which this person is asked to assess the case, and has not yet."""
    if not policies.can_assess(user, case):
        return None
    return case.assessment_rounds.awaiting_assessment_by(user, today).first()


@dataclass(frozen=True)
class Fact:
    """A fact about the case in words; ``href`` where it leads somewhere."""

    label: str
    value: str
    href: str = ""


def about(case, readable) -> list[Fact]:
    """The facts about the case that are known, among those that may be read."""
    facts = []
    for name in ABOUT_FIELDS:
        value = rendering.value_of(case, name) if name in readable else ""
        if value:
            label = rendering.label_of(case._meta.get_field(name))
            facts.append(Fact(label, value, case.link if name == "link" else ""))
    return facts


def _people(user, case):
    """Who has a role in the case, for whoever reads its working texts, and how many stakeholders
    are not named to this person.
    """
    if not policies.can_read_working(user, case):
        return {"people": [], "unnamed_stakeholders": 0, "owner": None, "lead": None}
    held = case.assignments.begun_and_not_ended().with_is_in_force().in_order()
    held = list(held.select_related("user__unit"))
    people = [one for one in held if one.is_in_force]
    lost_roles = {one.role for one in held if not one.is_in_force} if case.state in IN_PHASE else ()
    known = [one for one in people if _may_know_of(user, case, one)]
    return {
        "people": known,
        "unnamed_stakeholders": len(people) - len(known),
        "owner": _person_in_role(people, CaseRole.OWNER),
        "lead": _person_in_role(people, CaseRole.LEAD),
        "owner_has_left": CaseRole.OWNER in lost_roles,
        "lead_has_left": CaseRole.LEAD in lost_roles,
    }


def _may_know_of(user, case, assignment):
    return assignment.role != CaseRole.STAKEHOLDER or policies.can_read_stakeholder(
        user, case, assignment.user
    )


def _person_in_role(people, role):
    return next((assignment.user for assignment in people if assignment.role == role), None)


def _allowed_actions(user, case):
    """What this person may do here: the buttons of the page."""
    resumes = case.state == State.PAUSED and policies.can(user, RESUME.permission, case)
    return {
        "resume": reverse("case_state", args=[case.key, RESUME.name]) if resumes else "",
        "may_edit": policies.can_edit(user, case),
        "may_report": policies.can_write_status(user, case),
        "may_move": policies.can_decide(user, case) and case.state == State.ACTIVE,
        "may_derive": case.state != State.DRAFT
        and policies.can_open(user)
        and policies.can_read_working(user, case),
        "may_withdraw": policies.is_own_suggestion(user, case),
        "may_set_visibility": policies.can_set_visibility(user, case),
        "may_assign": bool(policies.assignable_roles(user, case)),
        "transitions": [
            step
            for step in possible_transitions(State(case.state), Phase(case.phase))
            if policies.can(user, step.permission, case)
        ],
    }


@guards.posted_from("case", "key")
@require_POST
def case_comment(request, key):
    """Comment on a case, then back to its history."""
    case = guards.visible_case(request, key)
    guards.require(policies.can_comment(request.user, case))
    form = CommentForm(request.POST, may_choose=policies.can_read_working(request.user, case))
    outcome = attempt_once(request, form, partial(comment, case, by=request.user))
    if not outcome.is_done:
        return case_page(request, case, comment_form=form, outcome=outcome)
    messages.success(request, _("The comment is saved."))
    return redirect(case.get_absolute_url() + "#history")
