"""The tree of units."""

from functools import partial

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import policies
from accounts.actions.units import add_unit, edit_unit, set_closed
from accounts.forms.units import EditUnitForm, NewUnitForm
from accounts.models import Unit
from accounts.reference.unit_tree import build_unit_tree
from accounts.views.conflicts import form_conflict
from accounts.views.guards import require, seen_version, tabs, visible_unit
from accounts.views.outcomes import INVALID, NO_ATTEMPT, attempt, attempt_once, respond


@require_safe
def units(request):
    """Show the tree of open units, and the closed ones below."""
    require(policies.can_manage_people(request.user))
    all_units = list(Unit.objects.visible_to(request.user).with_people_count().alphabetical())
    context = {
        "tabs": tabs(request.user),
        "nodes": build_unit_tree(unit for unit in all_units if unit.closed_at is None),
        "closed": [unit for unit in all_units if unit.closed_at],
    }
    return render(request, "accounts/units.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def unit_new(request):
    """Add a unit; ``?parent=code`` says below which."""
    require(policies.can_manage_people(request.user))
    post = request.POST if request.method == "POST" else None
    form = NewUnitForm(post, by=request.user)
    if code := request.GET.get("parent"):
        form.initial["parent"] = visible_unit(request, code)
    outcome = NO_ATTEMPT
    if form.is_bound:
        outcome = attempt_once(request, form, partial(add_unit, by=request.user))
        if outcome.is_done:
            messages.success(request, _("“%s” is added.") % form.cleaned_data["name"])
            return redirect("units")
    return respond(request, "accounts/unit_form.html", {"form": form}, outcome)


@require_http_methods(["GET", "HEAD", "POST"])
def unit_edit(request, code):
    """Rename or move a unit."""
    unit = visible_unit(request, code)
    require(policies.can_manage_people(request.user))
    post = request.POST if request.method == "POST" else None
    form = _edit_form(request, unit, post)
    context, outcome = {"unit": unit, "name": unit.name}, NO_ATTEMPT
    if form.is_bound:
        outcome = INVALID
        if form.is_valid():
            outcome = attempt(
                lambda: edit_unit(unit, by=request.user, seen=form.seen, changes=form.changes),
                form,
            )
        if outcome.is_done:
            messages.success(request, _("“%s” is saved.") % unit.name)
            return redirect("units")
        if outcome.is_conflict:
            context |= form_conflict(form, unit)
            form = _edit_form(request, unit, initial=form.changes)
    return respond(request, "accounts/unit_form.html", context | {"form": form}, outcome)


def _edit_form(request, unit, post=None, **kwargs):
    seen = seen_version(unit, post)
    return EditUnitForm(post, by=request.user, seen=seen, unit=unit, **kwargs)


@require_http_methods(["GET", "HEAD", "POST"])
def unit_close(request, code):
    """Ask whether to take a unit out of use, or into use again, then do it."""
    unit = visible_unit(request, code)
    require(policies.can_manage_people(request.user))
    will_close, outcome = unit.closed_at is None, NO_ATTEMPT
    if request.method == "POST":
        will_close = request.POST.get("closed") == "yes"
        outcome = attempt(lambda: set_closed(unit, by=request.user, closed=will_close))
        if outcome.is_done:
            text = _("“%s” is out of use.") if will_close else _("“%s” is in use again.")
            messages.success(request, text % unit.name)
            return redirect("units")
    context = {"unit": unit, "will_close": will_close}
    return respond(request, "accounts/unit_close.html", context, outcome)
