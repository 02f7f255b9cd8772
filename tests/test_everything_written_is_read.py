"""Every field of every kind of record is shown somewhere to whoever may read it."""

import html
import re
from datetime import date

import pytest
from django.db import models
from django.urls import reverse
from django.utils import formats

from accounts.access.roles import CaseRole, Role
from projects.access import policies
from projects.access.field_register import FieldClass, fields_of
from projects.choices.phases import Phase
from projects.models import Case
from projects.records import rendering
from projects.records.kinds import RECORD_KINDS
from tests.samples import write


def shown_kind(kind):
    """The kind in whose section of a phase page the records of this one are shown."""
    if not kind.parent:
        return kind
    parent = kind.model._meta.get_field(kind.parent).related_model
    return next(one for one in RECORD_KINDS.values() if one.model is parent)


def read_section(client, case, kind):
    """The text of the kind's section, without what only screen readers are given."""
    top = shown_kind(kind)
    path = reverse("case_phase", args=[case.key, top.phase])
    page = client.get(f"{path}?all={top.code}").content.decode()
    begins = page.find(f'id="{top.code}"')
    if begins < 0:
        return ""
    others = (page.find(f'id="{code}"', begins + 1) for code in RECORD_KINDS)
    ends = min((at for at in others if at > 0), default=len(page))
    page = re.sub(r'<span class="ds-sr-only">.*?</span>', "", page[begins:ends], flags=re.DOTALL)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page)).split())


def is_shown(record, name, value, text):
    """The value stands in the text; a day perhaps in its short form."""
    found = getattr(record, name)
    short = formats.date_format(found, "SHORT_DATE_FORMAT") if isinstance(found, date) else value
    return any(" ".join(one.split()) in text for one in (value, short))


@pytest.fixture
def written(make_case, leader, make_person):
    """A case with one record of every kind, each field filled in."""
    lead = make_person(Role.READER, name="Liv Prosjektleder")
    case = make_case(phase=Phase.USE, people={CaseRole.LEAD: lead})
    records = {}
    for code in sorted(RECORD_KINDS, key="question".__eq__):  # it points at the others
        kind = RECORD_KINDS[code]
        yes = {
            name: True
            for name in kind.fields
            if isinstance(kind.model._meta.get_field(name), models.BooleanField)
        }
        basis = {"legal_basis": "offl. § 13"} if code == "archive" else {}
        records[code] = write(kind, case, by=leader, person=leader, **yes, **basis)
    return case, records


def browser(client, person):
    person.__class__.objects.filter(pk=person.pk).update(language="en")
    client.force_login(person)
    return client


def what_is_not_shown(client, written, person, names_of):
    """Return the fields of each kind that the person does not find on its page, and those that are
    empty and so show nothing.
    """
    case, records = written
    classes = policies.readable_classes(person, Case.objects.get(pk=case.pk))
    browser(client, person)
    missing, empty = {}, set()
    for code, kind in RECORD_KINDS.items():
        record, text = records[code], read_section(client, case, kind)
        for name in names_of(kind, classes):
            value = rendering.value_of(record, name, classes)
            if not is_shown(record, name, value, text):
                missing[code, name] = value
            if not value:
                empty.add(name)
    return missing, empty


def test_whoever_runs_the_case_reads_every_field_of_every_kind(client, written, leader):
    missing, empty = what_is_not_shown(client, written, leader, lambda kind, _: kind.fields)

    assert missing == {}
    assert empty == {"left_on"}


def test_employee_reads_every_field_that_they_may_read(client, written, make_person):
    reader = make_person(Role.READER)

    def readable(kind, classes):
        return [name for name in kind.fields if name in fields_of(kind.model._meta.label, classes)]

    missing, _empty = what_is_not_shown(client, written, reader, readable)

    classes = policies.readable_classes(reader, written[0])
    assert classes == {FieldClass.OPEN, FieldClass.REPORTED, FieldClass.WORKING}
    assert missing == {}
