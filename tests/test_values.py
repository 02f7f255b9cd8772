"""Every text, day and number that people write: read in one way by every form, cleaned by every
model, and held by the database.
"""

import ast
import datetime as dt
import importlib
import unicodedata
from contextlib import suppress
from decimal import Decimal

import pytest
from allauth.account.fields import PasswordField
from django import forms
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, models, transaction
from django.utils import translation

from accounts.forms.fields import DayField, NumberField, OnceToken, PlainText
from accounts.models.clean_rows import KeepsClean, is_free_text, is_written_by_code
from accounts.querysets.ordering import NorwegianOrder
from projects.filters import ORDERINGS
from projects.forms import elements, formula
from projects.forms.facts import facts_form
from projects.forms.fields import PartialDate, Tags
from projects.forms.records import form_class, formfield
from projects.forms.states import StopForm
from projects.method.facts import FACT_GROUPS
from projects.models import Benefit, Case, Stop
from projects.querysets.key_order import KeyOrder
from projects.records.kinds import RECORD_KINDS
from tests.test_architecture import APPS, dotted_name, name_of, sources, tree
from tests.test_models import MODELS, label

INVISIBLE = {
    "zero width": "\u200b\u2060\ufeff",
    "soft hyphen": "\u00ad",
    "direction": "\u202e\u2066",
    "joiner in spaces": " \u200d ",
    "blank braille": "\u2800",
    "hangul filler": "\u3164\u115f",
    "selector": "\ufe0f",
    "tag": "\U000e0061",
    "accent alone": "\u0301",
}
FAR_DAYS = ["0026-12-05", "0001-01-01", "1899-12-31", "2200-01-01", "9999-12-31"]
NOT_FOR_PEOPLE = (OnceToken, PartialDate, Tags)  # asked about by themselves
# Written by code alone, or kept as a file has it.
WITHOUT_TRIGGER = {
    "accounts.County",
    "accounts.SentForm",
    "projects.CaseKeyCounter",
    "projects.ImportFile",
    "projects.ImportRun",
    "projects.ImportedRow",
    "projects.Revision",
    "projects.SearchWord",
}


def form_modules():
    return [path for path in sources(*APPS) if "forms" in path.parts or path.name == "filters.py"]


def form_fields():
    """Yield the name and the field of everything that a form of ours asks for."""
    for path in form_modules():
        importlib.import_module(dotted_name(path))
    classes = [*below(forms.BaseForm), *map(form_class, RECORD_KINDS.values())]
    classes += map(facts_form, FACT_GROUPS.values())
    for made in classes:
        if made.__module__.split(".")[0] in (*APPS, "django"):
            for name, field in made.base_fields.items():
                yield f"{made.__name__}.{name}", field
    for name, field in (elements._fields() | formula._fields()).items():
        yield f"factor or element.{name}", field
    for field in Stop._meta.get_fields():
        if field.name in ("achieved", "spent", "hours", "data_and_equipment"):
            yield f"{StopForm.__name__}.{field.name}", formfield(field)


def below(base):
    for made in base.__subclasses__():
        if made.__module__.split(".")[0] in APPS:
            yield made
        yield from below(made)


FIELDS = dict(form_fields())
TEXTS = {
    name: field
    for name, field in FIELDS.items()
    if isinstance(field, forms.CharField) and not isinstance(field, NOT_FOR_PEOPLE)
    # A password that is compared with another, sign by sign; a new one is among the texts.
    if type(field) is not PasswordField
}
COLUMNS = [(model, field) for model in MODELS for field in model._meta.concrete_fields]
FREE_TEXTS = [pair for pair in COLUMNS if is_free_text(getattr(pair[1], "base_field", pair[1]))]
DAYS = [pair for pair in COLUMNS if isinstance(pair[1], models.DateField)]


# --- Forms --------------------------------------------------------------------------------


def test_forms_ask_for_texts_days_and_numbers_by_the_shared_fields():
    refused = {"CharField", "DateField", "DecimalField", "FloatField", "NumberInput", "DateInput"}
    wrong = [
        f"{name_of(path)}:{node.lineno} forms.{node.func.attr}"
        for path in form_modules()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and getattr(node.func.value, "id", "") == "forms"
        and (node.func.attr in refused or (node.func.attr == "IntegerField" and not hidden(node)))
    ]

    assert wrong == []


def hidden(call):
    """The field is for the form itself: a version, an id."""
    return any(getattr(k.value, "attr", "") == "HiddenInput" for k in call.keywords)


def test_the_walk_finds_what_people_write():
    assert len(TEXTS) > 100
    assert {
        "NewCaseForm.title",
        "UnitForm.name",
        "TokenForm.name",
        "InsightForm.title",
        "ValuesForm.keep_as",
        "ChangeForm.password1",
        "ResetForm.password1",
    } <= TEXTS.keys()


@pytest.mark.parametrize("text", INVISIBLE.values(), ids=INVISIBLE)
def test_no_field_of_a_form_takes_a_text_that_shows_nothing(text):
    taken = []
    for name, field in TEXTS.items():
        try:
            field.clean(text)
        except ValidationError:
            continue
        taken.append(name)

    assert taken == []


def test_every_field_of_a_form_composes_its_text():
    written = unicodedata.normalize("NFD", "Blåbær på Ås")
    plain = {name: field for name, field in TEXTS.items() if isinstance(field, PlainText)}

    composed = unicodedata.normalize("NFC", written)
    assert [name for name, field in plain.items() if field.to_python(written) != composed] == []


@pytest.mark.parametrize("day", FAR_DAYS)
def test_no_field_of_a_form_takes_a_far_day(day):
    found = {name: field for name, field in FIELDS.items() if isinstance(field, forms.DateField)}
    partial = {name: field for name, field in FIELDS.items() if isinstance(field, PartialDate)}

    assert len(found) > 30
    for field in (found | partial).values():
        with pytest.raises(ValidationError) as refused:
            field.clean(day)
        assert refused.value.messages == ["Write a year between 1900 and 2199."]


def test_every_day_is_asked_for_by_the_same_field():
    assert {type(f) for f in FIELDS.values() if isinstance(f, forms.DateField)} == {DayField}


@pytest.mark.parametrize("text", ["10/12/2026", "12.10.26", "5/6"])
def test_no_field_of_a_form_guesses_a_day(text):
    taken = []
    for name, field in FIELDS.items():
        if isinstance(field, forms.DateField):
            try:
                field.clean(text)
            except ValidationError:
                continue
            taken.append(name)

    assert taken == []


def test_a_day_that_cannot_be_read_stays_as_it_was_typed():
    form = type("DayForm", (forms.Form,), {"on": DayField()})
    typed, fresh = str(form({"on": "12.10.26"})["on"]), str(form({"on": "2026-10-12"})["on"])

    assert 'type="text"' in typed
    assert 'value="12.10.26"' in typed
    assert 'type="date"' in fresh
    assert 'min="1900-01-01"' in fresh
    assert 'max="2199-12-31"' in fresh


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_every_number_of_a_form_is_read_alike_in_every_language(language):
    found = {name: field for name, field in FIELDS.items() if isinstance(field, NumberField)}

    assert {"BenefitForm.baseline", "BenefitForm.target", "MeasurementForm.value"} <= found.keys()
    with translation.override(language):
        for field in found.values():
            assert field.widget.input_type == "text"
            with pytest.raises(ValidationError):
                field.clean("1.234")
            if field.decimals:
                assert {field.clean(text) for text in ("1 234,5", "1234.5", "1,234.5")} == {
                    Decimal("1234.5")
                }
            elif field.max_value is None or field.max_value > 1234:
                assert {field.clean(text) for text in ("1 234", "1234")} == {1234}


def test_tags_that_differ_in_case_or_form_are_one():
    written = "Velferd, velferd,VELFERD , " + unicodedata.normalize("NFD", "Åpen,åpen")

    assert Tags().clean(written) == ["Velferd", "Åpen"]


def test_a_tag_that_shows_nothing_is_refused():
    with pytest.raises(ValidationError):
        Tags().clean("velferd,\u200b")


# --- Models -------------------------------------------------------------------------------


@pytest.mark.parametrize("text", INVISIBLE.values(), ids=INVISIBLE)
def test_no_model_takes_a_text_that_shows_nothing(text):
    taken = []
    for model, field in FREE_TEXTS:
        row = model(**{field.attname: [text] if isinstance(field, ArrayField) else text})
        others = {other.name for other in model._meta.concrete_fields} - {field.name}
        try:
            row.clean_fields(exclude=others)
        except ValidationError as refused:
            named = list(refused.error_dict)
        else:
            named = []
        if named != [field.name]:
            taken.append(f"{model._meta.label}.{field.name}")

    assert taken == []


@pytest.mark.parametrize("text", [" ", "\n\t", "\u00a0\u3000"], ids=repr)
def test_spaces_alone_are_no_text(text):
    optional = [(model, field) for model, field in FREE_TEXTS if field.blank]
    for model, field in optional:
        if not isinstance(field, ArrayField):
            row = model(**{field.attname: text})
            others = {other.name for other in model._meta.concrete_fields} - {field.name}
            row.clean_fields(exclude=others)
            assert getattr(row, field.attname) == ""


def test_every_model_composes_its_texts():
    written = unicodedata.normalize("NFD", "Åå")
    for model, field in FREE_TEXTS:
        row = model(**{field.attname: [written] if isinstance(field, ArrayField) else written})
        others = {other.name for other in model._meta.concrete_fields} - {field.name}
        with suppress(ValidationError):  # it is no address, no number, no code
            row.clean_fields(exclude=others)
        kept = getattr(row, field.attname)
        assert (kept[0] if isinstance(kept, list) else kept) == "Åå", f"{model}.{field.name}"


@pytest.mark.parametrize("day", FAR_DAYS)
def test_no_model_takes_a_far_day(day):
    far = dt.date.fromisoformat(day)
    for model, field in DAYS:
        moment = dt.datetime.combine(far, dt.time(12), tzinfo=dt.UTC)
        row = model(**{field.attname: moment if isinstance(field, models.DateTimeField) else far})
        others = {other.name for other in model._meta.concrete_fields} - {field.name}
        with pytest.raises(ValidationError) as refused:
            row.clean_fields(exclude=others)
        assert refused.value.message_dict == {field.name: ["Write a year between 1900 and 2199."]}


# --- The database -------------------------------------------------------------------------


@pytest.mark.parametrize(
    "model", [model for model in MODELS if model._meta.label not in WITHOUT_TRIGGER], ids=label
)
def test_the_database_keeps_every_text_and_day_of_the_model(model, db):
    held = [one for one in getattr(model._meta, "triggers", ()) if isinstance(one, KeepsClean)]

    assert len(held) == 1
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT prosrc FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid"
            " WHERE tgrelid = %s::regclass AND tgname LIKE %s",
            [model._meta.db_table, f"pgtrigger_{held[0].name}_%"],
        )
        (source,) = cursor.fetchone()
    columns = {
        field.column
        for of, field in [*FREE_TEXTS, *DAYS]
        if of is model and not (isinstance(field, models.DateField) and is_written_by_code(field))
    }
    assert [column for column in columns if f"IF NEW.{column} IS DISTINCT" not in source] == []


@pytest.mark.parametrize(
    "change",
    [
        *({"title": text} for text in INVISIBLE.values()),
        {"title": unicodedata.normalize("NFD", "Ålesund")},
        {"summary": "\u200b"},
        {"tags": ["\u200b"]},
        {"tags": ["Velferd", "velferd"]},
        {"tags": ["Ærlig", "ærlig"]},
        {"tags": [unicodedata.normalize("NFD", "Å")]},
        {"exempt_until": dt.date(26, 12, 5)},
        {"next_review_on": dt.date(2200, 1, 1)},
        {"start_on": "0026-12"},
        {"start_on": "2026-13"},
    ],
    ids=repr,
)
def test_the_database_refuses_what_is_not_clean(change, make_case):
    case = make_case()

    with pytest.raises(IntegrityError), transaction.atomic():
        Case.objects.filter(pk=case.pk).update(**change)


def test_a_row_of_an_earlier_version_can_still_be_changed(make_case):
    case = make_case()
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(
            "UPDATE projects_case SET next_review_on = '0026-01-01', summary = E'\\u200b'"
            " WHERE id = %s",
            [case.pk],
        )
        cursor.execute("SET LOCAL session_replication_role = origin")

    Case.objects.filter(pk=case.pk).update(title="Ny tittel")

    case.refresh_from_db()
    assert (case.title, case.next_review_on) == ("Ny tittel", dt.date(26, 1, 1))


def test_a_benefit_of_the_year_26_is_refused_by_the_database(make_case, leader):
    with pytest.raises(IntegrityError), transaction.atomic():
        Benefit.objects.create(
            case=make_case(),
            by=leader,
            title="Færre timer",
            kind="time",
            for_whom=["inhabitants"],
            target=1,
            target_on=dt.date(26, 1, 1),
        )


# --- Order --------------------------------------------------------------------------------


def plain_terms(call):
    """Yield the names of columns that an ``order_by`` sorts by as they are."""
    for term in ast.walk(call):
        if isinstance(term, ast.Call) and getattr(term.func, "id", "") in {"F", "Lower"}:
            yield from (one.value for one in term.args if isinstance(one, ast.Constant))
    yield from (one.value for one in call.args if isinstance(one, ast.Constant))


def test_texts_are_ordered_by_the_norwegian_alphabet_and_keys_by_number():
    texts = {"name", "title", "public_title", "shown_title", "label", "key", "text", "email"}
    wrong = [
        f"{name_of(path)}:{node.lineno} {name}"
        for path in sources(*APPS)
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "order_by"
        for name in plain_terms(node)
        if str(name).lstrip("-").split("__")[-1] in texts
    ]

    assert wrong == []
    assert {type(ORDERINGS[name]) for name in ("title", "unit")} == {NorwegianOrder}
    assert type(ORDERINGS["key"]) is KeyOrder
