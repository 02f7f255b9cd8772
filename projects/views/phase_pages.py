"""A page for each phase: what the team writes down there, and what the gate still asks for."""

from dataclasses import dataclass, field

from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from projects import policies, readiness, stages, telling
from projects.actions.challenges import FIELDS
from projects.facts import GROUPS
from projects.gates import gate_of
from projects.phases import ORDER, Phase
from projects.records import KINDS, Kind
from projects.views import guards, refusals


@dataclass(frozen=True)
class Entry:
    """A record as it is shown: what it is called, its lines, and what may be done to it."""

    record: object
    headline: str
    lines: list
    edit: str = ""
    withdraw: str = ""
    children: list = field(default_factory=list)


@dataclass(frozen=True)
class Section:
    """All records of a kind, newest last."""

    kind: Kind
    entries: list[Entry]
    add: str = ""

    @property
    def template(self):
        """The part that shows this kind."""
        return SHOWN_BY.get(self.kind.code, "projects/_records.html")


# Kinds with a part of their own; the others share one.
SHOWN_BY: dict[str, str] = {}


@dataclass(frozen=True)
class Facts:
    """Fields that are written together, as lines."""

    code: str
    title: str
    lines: list
    edit: str = ""


@require_safe
def case_phase(request, key, phase):
    """Show what is written down in one phase of a case."""
    if phase not in Phase.values:
        raise Http404
    case = guards.working_case(request, key)
    phase = Phase(phase)
    gate = gate_of(phase)
    answers = readiness.answers(case, gate)
    lacking = [answer.requirement for answer in answers if not answer.is_met]
    context = guards.frame(request, case) | {
        "phase": phase,
        "gate": gate,
        "stages": stages.stages(case, list(case.visits.all()), timezone.localdate()),
        "pages": [(one, one == phase) for one in ORDER],
        "facts": facts(request.user, case, phase),
        "sections": sections(request.user, case, phase),
        "missing": refusals.places(request.user, case, lacking),
        "met": len(answers) - len(lacking),
        "number": len(answers),
    }
    return refusals.answer(request, "projects/phase.html", context)


def facts(user, case, phase) -> list[Facts]:
    """The challenge, in the first phase, and what the case says of itself in this one."""
    classes, may = policies.readable_classes(user, case), policies.can_edit(user, case)
    found = []
    if phase == Phase.WHAT:
        held = case.challenge
        told = telling.lines_of(held, FIELDS, classes) if held else []
        edit = reverse("case_challenge", args=[case.key]) if may else ""
        found.append(Facts("challenge", _("Challenge"), told, edit))
    for group in GROUPS.values():
        if group.phase == phase:
            edit = reverse("case_facts", args=[case.key, group.code]) if may else ""
            told = telling.lines_of(case, group.fields, classes)
            found.append(Facts(group.code, group.title, told, edit))
    return found


def sections(user, case, phase) -> list[Section]:
    """The kinds of the phase with their records. A fixed number of queries for each kind."""
    return [
        section(user, case, kind)
        for kind in KINDS.values()
        if kind.phase == phase and not kind.parent
    ]


def section(user, case, kind) -> Section:
    """One kind with its records and what hangs on them."""
    classes = policies.readable_classes(user, case)
    parts = _parts(user, case, kind, classes)
    may = policies.can_record(user, case, kind)
    entries = [
        _entry(case, kind, record, classes, may, parts.get(record.pk, []))
        for record in (_rows(case, kind) if _is_readable(kind, classes) else ())
    ]
    return Section(kind, entries, _address("record_new", case, kind) if may else "")


def _parts(user, case, kind, classes):
    """What hangs on the records of a kind, as sections by the record's id."""
    by_parent = {}
    below = [part for part in KINDS.values() if part.parent and _parent_model(part) is kind.model]
    pks = kind.model.objects.of(case).values_list("pk", flat=True) if below else ()
    for part in below:
        may = policies.can_record(user, case, part)
        rows = _rows(case, part) if _is_readable(part, classes) else []
        held = {}
        for row in rows:
            entry = _entry(case, part, row, classes, may)
            held.setdefault(getattr(row, f"{part.parent}_id"), []).append(entry)
        for pk in pks:
            add = f"{_address('record_new', case, part)}?of={pk}" if may else ""
            if add or held.get(pk):
                by_parent.setdefault(pk, []).append(Section(part, held.get(pk, []), add))
    return by_parent


def _rows(case, kind):
    related = [
        name for name in (*kind.fields, "by") if kind.model._meta.get_field(name).many_to_one
    ]
    return kind.model.objects.of(case, kind.to_case).select_related(*related)


def _is_readable(kind, classes):
    """Some field of the kind's own may be read by this person."""
    return bool(set(kind.fields) & telling.fields_of(kind.model._meta.label, classes))


def _parent_model(kind):
    return kind.model._meta.get_field(kind.parent).related_model


def _entry(case, kind, record, classes, may, children=()):
    changes = may and kind.is_revisable and not record.is_withdrawn
    return Entry(
        record,
        telling.headline(record, classes),
        telling.lines(record, classes),
        edit=_address("record_edit", case, kind, record.pk) if changes else "",
        withdraw=_address("record_withdraw", case, kind, record.pk) if changes else "",
        children=list(children),
    )


def _address(name, case, kind, *more):
    return reverse(name, args=[case.key, kind.code, *more])
