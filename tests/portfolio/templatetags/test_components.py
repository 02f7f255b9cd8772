"""The tags pages are built of."""

import pytest
from django.core.paginator import Paginator
from django.template import Context, Template
from django.test import RequestFactory


def show(template, **context):
    return Template(template).render(Context(context))


def asked(query):
    return RequestFactory().get(f"/cases/{query}")


@pytest.mark.parametrize(
    "code", ["on_track", "at_risk", "off_track", "not_assessed"], ids=lambda code: code
)
def test_health_is_shown_by_icon_and_word(code):
    html = show("{% health code 'Word' %}", code=code)

    assert html.count("<svg") == 1
    assert "Word" in html


@pytest.mark.parametrize("code", ["draft", "active", "paused", "stopped", "completed"])
def test_state_is_shown_by_icon_and_word(code):
    html = show("{% state code 'Word' %}", code=code)

    assert html.count("<svg") == 1
    assert "Word" in html


def test_an_icon_is_decoration_unless_it_has_a_label():
    assert 'aria-hidden="true"' in show('{% icon "Plus" %}')
    assert 'role="img" aria-label="&lt;New&gt;"' in show(
        '{% icon "Plus" label=label %}', label="<New>"
    )


@pytest.mark.parametrize(
    ("name", "initials"),
    [("Siri Hagen", "SH"), ("Ola Nordmann Åsen", "OÅ"), ("Cher", "C"), ("", "?"), ("   ", "?")],
)
def test_an_avatar_shows_first_and_last_initial(name, initials):
    assert f'data-initials="{initials}"' in show("{% avatar name %}", name=name)


@pytest.mark.parametrize(
    "tag",
    [
        "{% page_head title=text lead=text %}{{ text }}{% endpage_head %}",
        '{% panel title=text id="a" note=text %}{{ text }}{% endpanel %}',
        '{% section title=text id="a" %}{{ text }}{% endsection %}',
        "{% alert title=text %}{{ text }}{% endalert %}",
        "{% empty_state title=text %}{{ text }}{% endempty_state %}",
        "{% facts %}{% fact label=text %}{{ text }}{% endfact %}{% endfacts %}",
        "{% breadcrumb here=text %}<li>{{ text }}</li>{% endbreadcrumb %}",
        "{% data_table caption=text %}<tbody>{{ text }}</tbody>{% enddata_table %}",
        '{% badge text "good" %}{% tag text "info" %}',
        '{% health "at_risk" text %}{% state "draft" text %}',
    ],
)
def test_text_is_escaped_wherever_a_component_shows_it(tag):
    html = show(tag, text="<script>")

    assert "<script>" not in html
    assert "&lt;script&gt;" in html
    assert "&amp;lt;" not in html


@pytest.mark.parametrize(
    ("query", "direction", "href"),
    [
        ("?phase=who", "none", "?phase=who&amp;ordering=title"),
        ("?ordering=title", "ascending", "?ordering=-title"),
        ("?ordering=-title&page=3", "descending", "?ordering=title"),
    ],
)
def test_a_column_head_sorts_and_the_second_time_turns_the_order(query, direction, href):
    html = show('{% sort_header "title" "Case" %}', request=asked(query))

    assert f'aria-sort="{direction}"' in html
    assert f'href="{href}"' in html


def test_pages_keep_the_rest_of_the_address():
    page = Paginator(range(100), 25).page(2)

    html = show("{% pagination page %}", page=page, request=asked("?phase=who&page=2"))

    assert html.count('href="?phase=who&amp;page=') == 6
    assert html.count('aria-current="page"') == 1


def test_one_page_shows_no_pages():
    page = Paginator(range(3), 25).page(1)

    assert show("{% pagination page %}", page=page, request=asked("")).strip() == ""
