"""What a person searches for, as words to look for."""

from django.db import connection

from projects.querysets.search_text import SearchTerm, parts_of, words_as_typed

SHORTEST_FORGIVEN = 4


def search_terms(text: str, user) -> list[SearchTerm]:
    """Return each word of the text, with the words one typing error away. One query, for words
    long enough to be forgiven.
    """
    words = words_as_typed(text)
    near = _words_near({part for word in words for part in (word, *parts_of(word))}, user)
    return [
        SearchTerm(
            word,
            near.get(word, ""),
            tuple(SearchTerm(part, near.get(part, "")) for part in parts_of(word)),
            typed if typed != word else "",
        )
        for word, typed in words.items()
    ]


def _words_near(words, user):
    """Return tsqueries of the words near each. They hold words that the person may not read, and
    are never shown.
    """
    forgiven = [word for word in words if len(word) >= SHORTEST_FORGIVEN and word.isalpha()]
    if not forgiven:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT word, projects_words_near(%s, word)::text FROM unnest(%s::text[]) AS word",
            [user.municipality_id, forgiven],
        )
        return {word: near for word, near in cursor if near}
