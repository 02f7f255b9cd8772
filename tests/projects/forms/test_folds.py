"""What may be left out is folded away, and never hides what is written or wrong."""

import pytest
from django.utils import translation

from projects.forms.facts import ChallengeForm, facts_form
from projects.forms.records import form_class
from projects.method.facts import FACT_GROUPS
from projects.models import Insight
from projects.records.kinds import RECORD_KINDS

pytestmark = pytest.mark.django_db

INSIGHT = {
    "kind": "interview",
    "title": "Utrygg om natten",
    "finding": "Åtte av ti er utrygge.",
    "source": "Intervju",
    "whose_need": "Hjemmeboende",
}


def forms_of(case, leader):
    yield ChallengeForm(user=leader)
    for group in FACT_GROUPS.values():
        yield facts_form(group)(instance=case, user=leader)
    for kind in RECORD_KINDS.values():
        yield form_class(kind)(case=case, user=leader)


def test_nothing_that_must_be_written_is_folded_away(make_case, leader):
    hidden = {
        f"{type(form).__name__}.{field.name}"
        for form in forms_of(make_case(), leader)
        for group in form.optional_fields()
        for field in group.fields
        if field.field.required and not field.initial
    }

    assert hidden == set()


def test_forms_begin_with_their_folds_shut(make_case, leader):
    groups = [group for form in forms_of(make_case(), leader) for group in form.optional_fields()]

    assert len(groups) > 10
    assert [group for group in groups if group.is_open] == []


@pytest.mark.parametrize(
    ("typed", "is_open"),
    [({}, False), ({"participants": "12"}, True), ({"participants": "tolv"}, True)],
)
def test_fold_is_open_where_something_is_typed_or_wrong(make_case, leader, typed, is_open):
    form = form_class(RECORD_KINDS["insight"])(INSIGHT | typed, case=make_case(), user=leader)

    assert [group.is_open for group in form.optional_fields()] == [is_open]


@pytest.mark.parametrize(("written", "is_open"), [({}, False), ({"need": "Sove trygt"}, True)])
def test_fold_is_open_where_something_is_written_already(make_case, leader, written, is_open):
    case = make_case()
    insight = Insight.objects.create(case=case, by=leader, **INSIGHT, **written)

    form = form_class(RECORD_KINDS["insight"])(instance=insight, case=case, user=leader)

    assert [group.is_open for group in form.optional_fields()] == [is_open]


def test_choice_says_what_nothing_means(make_case, leader):
    form = form_class(RECORD_KINDS["benefit"])(case=make_case(), user=leader)

    empty = {name: str(form.fields[name].choices[0][1]) for name in ("kind", "direction")}
    assert empty == {"kind": "Choose", "direction": "Not stated"}


def test_labels_follow_the_language_of_the_reader(leader):
    form, labels = ChallengeForm(user=leader), []
    for language in ("nb", "nn", "en"):
        with translation.override(language):
            labels.append(str(form.fields["who_is_affected"].label))

    assert labels == ["Hvem det berører", "Kven det råkar", "Who is affected"]
