"""Every rule of the database has a sentence in each language, and a field where it is about one.

The act that meets a rule is one of a form, an import or the API: what the database refuses in it
comes back as that sentence, never as a page about an internal error.
"""

import re

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.utils import translation

from accounts.models import rules_in_words as rules
from accounts.views.outcomes import attempt
from portfolio.api.problems import problem_of

pytestmark = pytest.mark.exhaustive

LANGUAGES = ("nb", "nn", "en")
OWN = {"accounts", "projects", "portfolio"}
MODELS = [
    model
    for model in apps.get_models()
    if model._meta.app_label in OWN and not model._meta.proxy and model._meta.constraints
]
CONSTRAINTS = {one.name: (model, one) for model in MODELS for one in model._meta.constraints}


def raise_as_database(sql_state, *, name="", message="refused"):
    """Let the database refuse, with this constraint or this message."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            f"DO $$ BEGIN RAISE EXCEPTION USING ERRCODE = '{sql_state}', CONSTRAINT = '{name}',"
            f" MESSAGE = '{message}'; END $$"
        )


def test_every_constraint_has_a_sentence_in_each_language(db):
    """The database refuses in the name of each, as in an act that meets it."""
    wrong = {}
    for name in CONSTRAINTS:
        said = {}
        for language in LANGUAGES:
            with translation.override(language):
                outcome = attempt(lambda name=name: raise_as_database("23514", name=name))
                said[language] = outcome.message if outcome.status == 422 else ""
        is_translated = said["en"] not in {said["nb"], said["nn"]}
        if not all(said.values()) or not is_translated or name in " ".join(said.values()):
            wrong[name] = said
        if said["en"] == str(rules.DATABASE_RULE):
            wrong[name] = said

    assert len(CONSTRAINTS) > 250
    assert wrong == {}


@pytest.mark.parametrize("name", CONSTRAINTS)
def test_constraint_names_fields_of_its_model(name):
    model, constraint = CONSTRAINTS[name]

    found = set(rules.fields_of(constraint))

    assert found
    assert found <= {field.name for field in model._meta.concrete_fields}


def test_model_says_the_sentence_before_the_database_is_asked(make_case):
    case = make_case()
    case.novelty, case.title = "ukjent", " "

    with pytest.raises(rules.ValidationError) as refused:
        case.validate_constraints()

    assert "Constraint" not in " ".join(refused.value.messages)
    assert set(refused.value.messages) == {str(rules.CHOOSE), str(rules.WRITE)}


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_a_trigger_refuses_has_a_sentence(db, language):
    with connection.cursor() as cursor:
        cursor.execute("SELECT prosrc FROM pg_proc WHERE pronamespace = 'public'::regnamespace")
        sources = [source for (source,) in cursor.fetchall()]
    messages = {
        message
        for source in sources
        for message in re.findall(r"(?:MESSAGE = (?:format\()?|RAISE EXCEPTION )'([^']+)'", source)
    }

    with translation.override(language):
        general = str(rules.DATABASE_RULE)
        unsaid = [one for one in messages if str(rules.sentence_of_message(one)) == general]

    assert len(messages) > 20
    assert unsaid == []


@pytest.mark.parametrize("state", rules.STATE_SENTENCES)
def test_api_says_the_sentence_too(db, state):
    with pytest.raises(rules.DatabaseError) as refused:
        raise_as_database(state, message="something")

    problem = problem_of(refused.value)

    assert problem.status == 422
    assert [one["message"] for one in problem.errors] != []


def test_what_no_rule_refuses_is_an_error_still(db):
    with pytest.raises(rules.DatabaseError):
        attempt(lambda: raise_as_database("42883"))
