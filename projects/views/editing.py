"""Opening and editing cases, and setting who may see them."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access.roles import CaseRole, Permission
from projects.access import policies
from projects.access.field_register import FieldClass, fields_of
from projects.actions.cases import edit_case, open_case, set_visibility
from projects.forms.case import CaseForm, NewCaseForm, VisibilityForm, values_of
from projects.history import case_versions
from projects.models import Case
from projects.views import guards, outcomes
from projects.views.cases import Fact, about
from projects.views.conflicts import saved_by
from projects.views.outcomes import INVALID, SHOWN, Row, answer, attempt, attempt_once

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
    outcome = INVALID if form.is_bound else SHOWN
    if form.is_bound and form.is_valid():
        outcome = attempt_once(request, form, lambda **values: _open(user, **values))
        if outcome.is_done:
            messages.success(request, _("The case is saved as a draft."))
            return redirect(outcome.result or "my_cases")
    context = {"form": form, "may_open": may_open, "source": source}
    return answer(request, "projects/case_new.html", context, outcome)


def _open(user, role=CaseRole.LEAD, **fields):
    return open_case(by=user, fields=fields, role=role)


def _source(request):
    """The case that the new one grows out of, if one is named: one that this person reads."""
    key = request.GET.get("from")
    return (
        get_object_or_404(Case.objects.working_readable_by(request.user), key=key) if key else None
    )


def _written_language(user):
    return user.municipality.language


@require_http_methods(["GET", "HEAD", "POST"])
def case_edit(request, key):
    """Edit a case: only the fields that differ from what the form was shown with are saved."""
    case = guards.visible_case(request, key)
    guards.require(policies.can_edit(request.user, case))
    if request.method != "POST":
        return _edit_page(request, case, _edit_form(request.user, case))
    seen = _version_seen(request, case)
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
    """The form as the case is now, with what the person had changed on top."""
    typed = {name: getattr(value, "pk", value) for name, value in (changes or {}).items()}
    return CaseForm(user=user, case=case, initial=values_of(CaseForm, case) | typed)


def _edit_page(request, case, form, outcome=SHOWN, **more):
    context = guards.frame(request, case) | {"form": form} | more
    return answer(request, "projects/case_edit.html", context, outcome)


def _edit_conflict(request, case, seen, form, outcome):
    """Show both texts; the form stands on top of what is saved now."""
    theirs = case_versions.differences(seen, case, set(form.fields) - {"version", *form.changes})
    return _edit_page(
        request,
        case,
        _edit_form(request.user, case, form.changes),
        outcome,
        rows=_rows(form, case, form.changes),
        kept=[case_versions.label_of(difference.field) for difference in theirs.values()],
        **saved_by(case),
    )


def _rows(form, case, changes):
    """Mine and theirs, field by field, where they differ."""
    return outcomes.differing(
        Row(
            str(form.fields[name].label),
            case_versions.shown_value(name, mine),
            case_versions.shown_value(name, getattr(case, name)),
        )
        for name, mine in changes.items()
    )


def _version_seen(request, case):
    """The row as the form was first shown with it; None when the form names no version."""
    version = guards.whole_number(request.POST.get("version"))
    return case_versions.at_version(case, version) if version else None


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
    rows = _rows(form, case, chosen)
    return _visibility_page(request, case, again, outcome, rows=rows, **saved_by(case))


def _visibility_page(request, case, form, outcome=SHOWN, **more):
    opened = fields_of("projects.Case", {FieldClass.OPEN}) - {"title"}
    context = guards.frame(request, case) | {
        "form": form,
        "becomes_visible": [
            Fact(case_versions.label_of(Case._meta.get_field("summary")), case.summary),
            Fact(case_versions.label_of(Case._meta.get_field("unit")), str(case.unit)),
            *about(case, opened - {"visibility", "public_title"}),
        ],
    }
    return answer(request, "projects/case_visibility.html", context | more, outcome)
