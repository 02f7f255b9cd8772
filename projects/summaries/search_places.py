"""Where the words of a search stand in the cases that it found."""

from collections import defaultdict

from django.db.models import Q, TextField, Value
from django.db.models.functions import Cast
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from projects.access.field_register import REGISTER, FieldClass
from projects.models import Case
from projects.querysets.cases import searched_records, working_readable_q
from projects.querysets.search_text import SEARCHED, Lexemes, term_q, text_of_fields

MOST_SHOWN = 3
# In the order in which they are shown; the titles say it themselves.
PLACES = {
    "key": _("case key"),
    "title": _("title"),
    "public_title": _("public title"),
    "summary": _("summary"),
    "tags": _("tags"),
    "challenge": _("challenge “{title}”"),
    "question": _("innovation question"),
    "lesson": _("lesson “{title}”"),
}


def search_places(case_ids, terms, user, most=MOST_SHOWN) -> dict[int, list[str]]:
    """Return in words where each case has any of the words, in what this person may read: at most
    ``most`` places of each. One query.
    """
    if not (case_ids and terms):
        return {}
    cases = Case.objects.filter(pk__in=case_ids)
    readable = cases.filter(working_readable_q(user))
    rows = [
        (cases if REGISTER["projects.Case"][name] is FieldClass.OPEN else readable)
        .alias(searched_text=text_of_fields(name), own_lexemes=Lexemes(text_of_fields(name)))
        .filter(_any_of(terms, "own_lexemes"))
        .values_list("pk", Value(name), Value("", output_field=TextField()))
        for name in SEARCHED
    ]
    rows += [
        found.rows.filter(_any_of(terms, found.lexemes), **{f"{found.path}__in": cases})
        .order_by()
        .values_list(found.path, Value(found.kind), Cast(found.named, TextField()))
        for found in searched_records(Case, readable, user)
    ]
    places, order = defaultdict(dict), list(PLACES)
    first, *rest = rows
    found = set(first.union(*rest, all=True))
    for case_id, place, title in sorted(found, key=lambda row: (order.index(row[1]), row[2])):
        places[case_id][str(format_lazy(PLACES[place], title=title))] = None
    return {case_id: list(texts)[:most] for case_id, texts in places.items()}


def _any_of(terms, lexemes):
    any_term = Q()
    for term in terms:
        any_term |= term_q(term, lexemes=lexemes)
    return any_term
