"""Opening and editing cases, and setting who may see them."""

from functools import partial

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access.roles import CaseRole, Permission
from projects.access import policies
from projects.access.field_register import FieldClass, fields_of
from projects.actions.cases import (
    EDITABLE,
    edit_case,
    open_case,
    set_visibility,
    withdraw_draft,
)
from projects.choices.case_key import CASE_KEY
from projects.forms.case import CaseForm, NewCaseForm, VisibilityForm, values_of
from projects.models import Case
from projects.records import rendering
from projects.views import guards
from projects.views.cases import Fact, about
from projects.views.conflicts import edit_conflict
from projects.views.outcomes import INVALID, NO_ATTEMPT, attempt, attempt_once, respond

VISIBILITY_FIELDS = ("visibility", "public_title", "legal_basis", "exempt_until")


@require_http_methods(["GET", "HEAD", "POST"])
def case_new(request):
    """Open a draft."""
    user = request.user
    may_open = policies.can(user, Permission.OPEN_CASE)
    guards.require(may_open or policies.can(user, Permission.SUGGEST_CASE))
    first = {"contact": user.pk, "unit": user.unit_id, "language": _written_language(user)}
    source = _source(request)
    if source:
        first |= {"derived_from": source.key, "unit": source.unit_id, "language": source.language}
    typed = request.POST if request.method == "POST" else None
    form = NewCaseForm(typed, user=user, initial=first)
    outcome = NO_ATTEMPT
    if form.is_bound:
        outcome = attempt_once(request, form, partial(_open, user))
        if outcome.is_done:
            messages.success(request, _("The case is saved as a draft."))
            opened = Case.objects.visible_to(user).filter(pk=outcome.result_id).first()
            return redirect(opened or "my_cases")
    context = {"form": form, "may_open": may_open, "source": source}
    return respond(request, "projects/case_new.html", context, outcome)


def _open(user, role=CaseRole.LEAD, **fields):
    return open_case(by=user, fields=fields, role=role)


def _source(request):
    """The case that the new one is derived from, if one is named that this person reads."""
    key = request.GET.get("from")
    if not key:
        return None
    if not CASE_KEY.fullmatch(key):
        raise Http404
    return get_object_or_404(Case.objects.working_readable_by(request.user), key=key)


def _written_language(user):
    return user.municipality.language


@guards.keeps_text
@require_http_methods(["GET", "HEAD", "POST"])
def case_edit(request, key):
    """Edit a case: only the fields that differ from what the form was shown with are saved."""
    case = guards.visible_case(request, key)
    guards.require_in_its_state(request.user, case, policies.can_edit)
    if request.method != "POST":
        return _edit_page(request, case, _edit_form(request.user, case))
    seen = guards.seen_version(case, request.POST)
    form = CaseForm(
        request.POST,
        user=request.user,
        case=case,
        seen=seen,
        initial=values_of(CaseForm, seen or case),
    )
    if not form.is_valid():
        return _edit_page(request, case, form, INVALID)
    outcome = attempt(
        lambda: edit_case(case, by=request.user, seen_version=seen.version, changes=form.changes),
        form,
    )
    if outcome.is_done:
        messages.success(request, _("The case is saved."))
        return redirect(case)
    case.refresh_from_db()
    if outcome.is_conflict:
        return _edit_conflict(request, case, seen, form, outcome)
    return _edit_page(request, case, form, outcome)


def _edit_form(user, case, changes=None):
    """The form with the case as it is saved now, and the person's own changes."""
    typed = {name: getattr(value, "pk", value) for name, value in (changes or {}).items()}
    return CaseForm(user=user, case=case, initial=values_of(CaseForm, case) | typed)


def _edit_page(request, case, form, outcome=NO_ATTEMPT, **more):
    context = guards.case_context(request, case) | {"form": form} | more
    return respond(request, "projects/case_edit.html", context, outcome)


def _edit_conflict(request, case, seen, form, outcome):
    """Show both texts; the form begins with what is saved now."""
    others = [name for name in EDITABLE if name in form.fields]
    theirs = edit_conflict(
        case, form.changes, form=form, value=rendering.value_of, seen=seen, others=others
    )
    return _edit_page(
        request, case, _edit_form(request.user, case, form.changes), outcome, **theirs
    )


@guards.keeps_text
@require_http_methods(["GET", "HEAD", "POST"])
def case_withdraw(request, key):
    """Ask whether a draft of one's own is to be withdrawn; then withdraw it."""
    case = guards.visible_case(request, key)
    guards.require_in_its_state(request.user, case, policies.is_own_suggestion)
    outcome = NO_ATTEMPT
    if request.method == "POST":
        outcome = attempt(lambda: withdraw_draft(case, by=request.user))
        if outcome.is_done:
            messages.success(request, _("The draft “%s” is withdrawn.") % case.title)
            return redirect("my_cases")
    context = guards.case_context(request, case)
    return respond(request, "projects/case_withdraw.html", context, outcome)


@require_http_methods(["GET", "HEAD", "POST"])
def case_visibility(request, key):
    """Set who may see a case."""
    case = guards.visible_case(request, key)
    guards.require(policies.can_set_visibility(request.user, case))
    first = {name: getattr(case, name) for name in (*VISIBILITY_FIELDS, "version")}
    typed = request.POST if request.method == "POST" else None
    form = VisibilityForm(typed, current=case.visibility, initial=first)
    if not form.is_bound:
        return _visibility_page(request, case, form)
    if not form.is_valid():
        return _visibility_page(request, case, form, INVALID)
    chosen = {name: form.cleaned_data[name] for name in VISIBILITY_FIELDS}
    outcome = attempt(
        lambda: set_visibility(
            case, by=request.user, seen_version=form.cleaned_data["version"], **chosen
        ),
        form,
    )
    if outcome.is_done:
        messages.success(request, _("It is saved who may see the case."))
        return redirect(case)
    case.refresh_from_db()
    if not outcome.is_conflict:
        return _visibility_page(request, case, form, outcome)
    again = VisibilityForm(
        current=case.visibility, initial=first | chosen | {"version": case.version}
    )
    theirs = edit_conflict(case, chosen, form=form, value=rendering.value_of)
    return _visibility_page(request, case, again, outcome, **theirs)


def _visibility_page(request, case, form, outcome=NO_ATTEMPT, **more):
    opened = fields_of("projects.Case", {FieldClass.OPEN}) - {"title"}
    context = guards.case_context(request, case) | {
        "form": form,
        "becomes_visible": [
            Fact(rendering.label_of(Case._meta.get_field("summary")), case.summary),
            Fact(rendering.label_of(Case._meta.get_field("unit")), str(case.unit)),
            *about(case, opened - {"visibility", "public_title"}),
        ],
    }
    return respond(request, "projects/case_visibility.html", context | more, outcome)
