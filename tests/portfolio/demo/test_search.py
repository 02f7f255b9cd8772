"""Every case of the demo is found by what a person may type of it."""

import unicodedata

import pytest
from django.http import QueryDict
from django.utils.translation import override

from accounts.models import User
from projects.filters import CaseFilterSet
from projects.models import Case, Challenge, InnovationQuestion, Lesson
from projects.summaries.search_places import search_places

pytestmark = pytest.mark.exhaustive


def finds(case, text, user):
    """The search finds the case."""
    return search_for(text, user).qs.filter(pk=case.pk).exists()


def search_for(text, user):
    query = QueryDict(mutable=True)
    query["q"] = text
    search = CaseFilterSet(query, Case.objects.visible_to(user), user=user)
    assert search.refusals == [], text
    return search


def ways_to_write(title):
    """The title, and each three words of it, as people and machines write them."""
    words = title.split()
    yield title
    yield unicodedata.normalize("NFD", title)
    yield title.upper()
    yield unicodedata.normalize("NFD", title).upper()
    yield f"«{title}»!"
    yield f"({title}), – & ..."
    yield title.replace(" ", " & ").replace("-", "–")
    for start in range(len(words) - 2):
        yield " ".join(words[start : start + 3])


@pytest.fixture
def leader_of_demo(nordvik, db):
    return User.objects.get(email="leder@nordvik.example")


def test_every_case_is_found_by_its_title_however_it_is_written(leader_of_demo):
    cases = list(Case.objects.visible_to(leader_of_demo))

    lost = [
        text
        for case in cases
        for text in ways_to_write(case.title)
        if not finds(case, text, leader_of_demo)
    ]

    assert len(cases) > 40
    assert lost == []


def test_every_public_title_is_found_by_who_reads_no_other(nordvik, db):
    council = User.objects.get(email="kommunestyre@nordvik.example")
    cases = Case.objects.visible_to(council)

    lost = [
        text
        for case in cases
        for text in ways_to_write(case.public_title or case.title)
        if not finds(case, text, council)
    ]

    assert len(cases) > 3
    assert lost == []


def test_lessons_questions_and_challenges_are_found_and_named(leader_of_demo):
    texts = [(f"lesson “{x.title}”", x.title, x.case) for x in Lesson.objects.not_withdrawn()]
    texts += [("innovation question", x.text, x.case) for x in InnovationQuestion.objects.all()]
    texts += [
        (f"challenge “{x.title}”", x.title, case)
        for x in Challenge.objects.all()
        for case in x.cases.all()
    ]

    with override("en"):
        for place, text, case in texts[::3]:
            search = search_for(" ".join(text.split()[:12])[:200], leader_of_demo)
            assert search.qs.filter(pk=case.pk).exists(), text
            assert place in search_places([case.pk], search.terms, leader_of_demo, most=99)[case.pk]
    assert len(texts) > 20
