"""Adding, correcting and withdrawing the records of the method."""

from dataclasses import dataclass
from functools import partial

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.database.row_versions import row_at
from projects.access import policies
from projects.actions import records as act
from projects.choices.phases import Phase
from projects.forms.records import form_class
from projects.method import guidance
from projects.records.kinds import KIND_BY_MODEL, RECORD_KINDS, RecordKind
from projects.views import guards
from projects.views.conflicts import edit_conflict, with_changes
from projects.views.outcomes import INVALID, NO_ATTEMPT, attempt, attempt_once, respond

GET_AND_POST = ("GET", "HEAD", "POST")


@dataclass(frozen=True)
class RecordLocation:
    """Where a record is written: its case, its kind and the record it belongs to."""

    case: object
    kind: RecordKind
    parent: object = None

    @property
    def page_url(self):
        """The address where it is shown."""
        here = Phase(self.case.phase)
        phase = here if self.shown.is_shown_in(here) else self.shown.phase
        page = reverse("case_phase", args=[self.case.key, phase])
        return f"{page}#{self.shown.code}"

    @property
    def is_withdrawn(self):
        """The record it belongs to is withdrawn."""
        return self.parent is not None and self.parent.is_withdrawn

    @property
    def shown(self):
        """The kind whose section shows it."""
        return KIND_BY_MODEL[type(self.parent)] if self.parent else self.kind


@guards.keeps_text
@require_http_methods(GET_AND_POST)
def record_new(request, key, code):
    """Write a record."""
    place = _place(request, key, code)
    if request.method != "POST" and place.is_withdrawn:
        messages.error(request, _("This is withdrawn: nothing can be added to it."))
        return redirect(place.page_url)
    if request.method != "POST":
        first = {"corrects": guards.whole_number(request.GET.get("corrects"))}
        form = form_class(place.kind)(case=place.case, user=request.user, initial=first)
        return _page(request, place, form)
    form = form_class(place.kind)(request.POST, case=place.case, user=request.user)
    on = {"by": request.user, "parent": place.parent}
    outcome = attempt_once(
        request,
        form,
        lambda **_values: act.add(place.kind, place.case, **on, **form.values_to_save()),
    )
    if not outcome.is_done:
        return _page(request, place, form, outcome)
    return _saved(request, place)


@guards.keeps_text
@require_http_methods(GET_AND_POST)
def record_edit(request, key, code, pk):
    """Correct a record."""
    place, record = _record(request, key, code, pk)
    form_of = partial(form_class(place.kind), case=place.case, user=request.user)
    if request.method != "POST":
        return _page(request, place, form_of(instance=record), record=record)
    version = guards.whole_number(request.POST.get("version")) or 0
    seen = row_at(record, version)
    form = form_of(request.POST, instance=record, seen=seen)
    if not form.is_valid():
        return _page(request, place, form, INVALID, record=record)
    mine, stored = form.values_to_save(), place.kind.model.objects.get(pk=record.pk)
    outcome = attempt(
        lambda: act.change(stored, by=request.user, seen_version=version, changes=mine), form
    )
    if outcome.is_done:
        return _saved(request, place)
    if not outcome.is_conflict:
        return _page(request, place, form, outcome, record=record)
    stored.refresh_from_db()
    locked = getattr(stored, "locked_fields", ())
    merged = {name: value for name, value in mine.items() if name not in locked}
    return _page(
        request,
        place,
        form_of(instance=with_changes(stored, merged)),
        outcome,
        record=stored,
        **edit_conflict(stored, mine, seen=seen, others=place.kind.fields),
    )


def _saved(request, place):
    messages.success(request, _("Saved."))
    return redirect(place.page_url)


@guards.posted_from("case", "key")
@require_POST
def criteria_usual(request, key):
    """Add the method's four criteria."""
    case = guards.working_case(request, key)
    guards.require(policies.can_record(request.user, case, RECORD_KINDS["criterion"]))
    outcome = attempt_once(request, None, partial(act.add_usual_criteria, case, by=request.user))
    if outcome.is_done:
        messages.success(request, _("The four criteria are added. Change them to fit your case."))
    else:
        messages.error(request, outcome.message)
    return redirect(f"{reverse('case_phase', args=[case.key, Phase.SYSTEM])}#criterion")


@guards.posted_from("case", "key")
@require_POST
def record_withdraw(request, key, code, pk):
    """Withdraw a record: it stays readable and no longer counts."""
    place, record = _record(request, key, code, pk)
    seen = guards.whole_number(request.POST.get("version")) or 0
    outcome = attempt(lambda: act.withdraw(record, by=request.user, seen_version=seen))
    if outcome.is_done:
        messages.success(request, _("Withdrawn. It stays readable and counts no more."))
    else:
        messages.error(request, outcome.message)
    return redirect(place.page_url)


def _place(request, key, code, parent_pk=None) -> RecordLocation:
    """The case and the kind; 404 for what this person may not read."""
    case, kind = guards.working_case(request, key), RECORD_KINDS.get(code)
    if kind is None:
        raise Http404
    guards.require_in_its_state(request.user, case, partial(policies.can_record, kind=kind))
    if not kind.parent:
        return RecordLocation(case, kind)
    model = kind.model._meta.get_field(kind.parent).related_model
    pk = parent_pk or guards.whole_number(request.GET.get("of") or request.POST.get("of"))
    return RecordLocation(case, kind, get_object_or_404(model.objects.of(case), pk=pk))


def _record(request, key, code, pk):
    kind = RECORD_KINDS.get(code)
    if kind is None or not kind.is_revisable:
        raise Http404
    case = guards.working_case(request, key)
    rows = kind.model.objects.of(case, kind.case_path)
    record = get_object_or_404(rows, pk=pk)
    parent_pk = getattr(record, f"{kind.parent}_id") if kind.parent else None
    return _place(request, key, code, parent_pk), record


def _page(request, place, form, outcome=NO_ATTEMPT, *, record=None, **more):
    context = guards.case_context(request, place.case) | {
        "form": form,
        "place": place,
        "kind": place.kind,
        "guide": guidance.GUIDE_BY_KIND[place.kind.code],
        "record": record,
        "question": form.current_question,
    }
    return respond(request, "projects/record.html", context | more, outcome)
