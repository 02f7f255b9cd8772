"""The gate of a case: the checklist, a proposal, its decision, and the conditions that follow."""

from datetime import timedelta
from functools import partial

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import User
from projects.access import policies
from projects.actions.gates import decide, meet, propose, withdraw_proposal
from projects.choices.gates import Gate, gate_of, outcome_label
from projects.choices.states import State
from projects.choices.vocabulary import GateOutcome
from projects.forms.gates import ConditionForm, DecisionForm, MeetConditionForm, ProposalForm
from projects.models import Condition
from projects.readiness import requirements
from projects.summaries.deciders import deciders, join_names, who_decides
from projects.views import guards, next_step, outcomes
from projects.views.conflicts import FieldComparison, event_conflict
from projects.views.decisions import decision_summaries
from projects.views.outcomes import NO_ATTEMPT, attempt, attempt_once, respond

A_MONTH = timedelta(days=30)


@require_safe
def case_gate(request, key):
    """Show the gate out of the phase in which the case is."""
    return _page(request, guards.working_case(request, key))


@guards.posted_from("case_gate", "key")
@require_POST
def gate_propose(request, key):
    """Propose that the case passes its gate."""
    case = guards.working_case(request, key)
    guards.require(policies.can_propose(request.user, case))
    form = ProposalForm(request.POST)
    outcome = attempt_once(
        request, form, partial(propose, case, by=request.user), refuses_second=True
    )
    case.refresh_from_db()
    if outcome.is_conflict:
        return _proposal_conflict(request, case, form, outcome)
    if not outcome.is_done:
        return _page(request, case, proposal_form=form, outcome=outcome)
    messages.success(request, _("Proposed. It waits for a decision by somebody else."))
    return redirect("case_gate", key=case.key)


@guards.posted_from("case_gate", "key")
@require_POST
def gate_withdraw(request, key):
    """Withdraw the proposal."""
    case = guards.working_case(request, key)
    proposal = get_object_or_404(case.gate_proposals.all(), pk=_number(request, "proposal"))
    outcome = attempt(lambda: withdraw_proposal(proposal, by=request.user))
    if outcome.is_done:
        messages.success(request, _("The proposal is taken back."))
    else:
        messages.error(request, outcome.message)
    return redirect("case_gate", key=case.key)


@guards.posted_from("case_gate", "key")
@require_POST
def gate_decide(request, key):
    """Decide the proposal."""
    case = guards.working_case(request, key)
    proposal = get_object_or_404(case.gate_proposals.all(), pk=_number(request, "proposal"))
    guards.require(policies.can_decide(request.user, case))
    form = DecisionForm(request.POST, case=case)
    condition_forms = _condition_forms(request.user, case, proposal, request.POST)

    def carry_out(**values):
        new_conditions = [found for one in condition_forms if (found := one.new_condition())]
        values |= {"proposal": proposal, "outcome": GateOutcome(values["outcome"])}
        return decide(by=request.user, new_conditions=new_conditions, **values)

    outcome = attempt_once(request, form, carry_out, others=condition_forms, refuses_second=True)
    case.refresh_from_db()
    if outcome.is_conflict:
        return _decision_conflict(request, case, proposal, form, condition_forms, outcome)
    if not outcome.is_done:
        return _page(
            request, case, decision_form=form, condition_forms=condition_forms, outcome=outcome
        )
    proposal.refresh_from_db()
    messages.success(request, _("Decided: %s.") % proposal.decision.outcome_label)
    return redirect(case)


@require_http_methods(("GET", "HEAD", "POST"))
def condition_meet(request, key, pk):
    """Record that a condition is met, and how."""
    case = guards.working_case(request, key)
    conditions = Condition.objects.of(case, "decision__case").select_related(
        "decision__case", "responsible"
    )
    condition = get_object_or_404(conditions, pk=pk)
    guards.require(policies.can_meet_condition(request.user, case, condition))
    form = MeetConditionForm(request.POST if request.method == "POST" else None)
    outcome = NO_ATTEMPT
    if form.is_bound:
        outcome = attempt_once(
            request, form, partial(meet, condition, by=request.user), refuses_second=True
        )
        if outcome.is_done:
            messages.success(request, _("The condition is met."))
            return redirect("case_gate", key=case.key)
    context = guards.case_context(request, case) | {"form": form, "condition": condition}
    return respond(request, "projects/condition.html", context, outcome)


def _proposal_conflict(request, case, form, outcome):
    """Show what somebody else proposed meanwhile beside what this person wrote."""
    theirs = case.gate_proposals.undecided().select_related("by").first()
    rows = [FieldComparison(_("Why"), form.cleaned_data["reason"], theirs.reason if theirs else "")]
    form.data = form.data.copy()
    form.data["seen_phase"] = case.phase
    context = event_conflict(rows, theirs)
    return _page(request, case, proposal_form=form, outcome=outcome, **context)


def _decision_conflict(request, case, proposal, form, condition_forms, outcome):
    """Show the decision of the proposal beside what this person decided. Where another proposal
    waits, the form is about that one.
    """
    mine, theirs = form.cleaned_data, getattr(proposal, "decision", None)
    rows = [
        FieldComparison(
            _("Decision"),
            outcome_label(proposal.gate, mine["outcome"]),
            theirs.outcome_label if theirs else "",
        ),
        FieldComparison(_("Why"), mine["reason"], theirs.reason if theirs else ""),
    ]
    newer = case.gate_proposals.undecided().first()
    form.data = form.data.copy()
    form.data["proposal"] = newer.pk if newer else proposal.pk
    return _page(
        request,
        case,
        decision_form=form,
        condition_forms=condition_forms,
        outcome=outcome,
        **event_conflict(rows, theirs),
    )


def _page(
    request,
    case,
    *,
    proposal_form=None,
    decision_form=None,
    condition_forms=None,
    outcome=NO_ATTEMPT,
    **more,
):
    user, gate = request.user, gate_of(case.phase)
    checks = requirements.checks(case, gate)
    lacking = [one.requirement for one in checks if not one.is_met]
    undecided = case.gate_proposals.undecided().select_related("by").first()
    is_active = case.state == State.ACTIVE
    may_decide = is_active and undecided and policies.can_decide_on(user, case, undecided)
    if may_decide and decision_form is None:
        decision_form = DecisionForm(case=case, initial={"proposal": undecided.pk})
        condition_forms = _condition_forms(user, case, undecided)
    may_propose = is_active and not undecided and policies.can_propose(user, case)
    if may_propose and proposal_form is None and not requirements.hard(lacking):
        proposal_form = ProposalForm(initial={"seen_phase": case.phase})
    context = guards.case_context(request, case) | {
        "gate": gate,
        "is_active": is_active,
        "start": next_step.start_of(user, case),
        "will_decide": _will_decide(user, case) if may_propose else None,
        "met": [one.requirement for one in checks if one.is_met],
        "missing": outcomes.missing_with_links(user, case, lacking),
        "waiting": undecided,
        "may_withdraw": undecided and policies.can_withdraw_proposal(user, case, undecided),
        "waits_for": who_decides(deciders(case, excluding=undecided.by))
        if undecided and is_active and not decision_form
        else "",
        "proposal_form": proposal_form if may_propose else None,
        "lacks_hard_requirement": may_propose and not proposal_form,
        "question": case.questions.newest_first().first() if undecided else None,
        "decision_form": decision_form if undecided else None,
        "condition_forms": condition_forms or [],
        "decisions": decision_summaries(user, case),
    }
    return respond(request, "projects/gate.html", context | more, outcome)


def _will_decide(user, case):
    """Who decides what this person proposes, and where an owner is named if nobody may."""
    found = deciders(case, excluding=None if case.municipality.single_handed else user)
    may_name = not found.own and policies.assignable_roles(user, case)
    people = reverse("case_people", args=[case.key]) + "?role=owner#give"
    return {
        "people": join_names([*found.own, *found.everywhere]),
        "name_owner": people if may_name else "",
    }


def _condition_forms(user, case, proposal, typed=None):
    """A form for each soft requirement that is not met, and one for a condition of one's own."""
    people = User.objects.visible_to(user).employed().select_related("unit")
    people = list(people.alphabetical())
    soft = [one for one in requirements.missing(case, Gate(proposal.gate)) if not one.is_hard]
    likely = {"responsible": proposal.by_id, "due_on": timezone.localdate() + A_MONTH}
    goes_on = typed is None or typed.get("outcome") in {"", None, GateOutcome.GO}
    forms = [
        ConditionForm(
            typed,
            prefix=one.code,
            people=people,
            requirement=one,
            goes_on=goes_on,
            initial=likely,
        )
        for one in soft
    ]
    return [*forms, ConditionForm(typed, prefix="own", people=people)]


def _number(request, name):
    return guards.whole_number(request.POST.get(name)) or 0
