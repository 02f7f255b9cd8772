"""The tags that pages are built of. The only module that may mark text as safe.

Built in for every template (settings.TEMPLATES). Each tag that has a body ends with
``end`` + its name. The markup is in ``templates/components/``; docs/frontend.md explains how
to use them, and /styleguide/ (in development) shows them.
"""

import re
import secrets
from functools import lru_cache
from pathlib import Path

from django import template
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import mark_safe

from accounts.forms.errors import error_lines

register = template.Library()

# Designsystemet's colour for each tone of ours.
COLOURS = {
    "plain": "neutral",
    "good": "success",
    "warning": "warning",
    "danger": "danger",
    "info": "info",
}
HEALTH_TONES = {
    "on_track": "good",
    "at_risk": "warning",
    "off_track": "danger",
    "not_assessed": "plain",
}


# --- Small marks --------------------------------------------------------------------------


@lru_cache(maxsize=256)
def _drawing(name):
    """Return the inside of an icon's SVG, from the sources or, in an image, STATIC_ROOT."""
    path = f"vendor/icon/{name}.svg"
    if found := finders.find(path):
        text = Path(found).read_text(encoding="utf-8")
    else:
        with staticfiles_storage.open(path) as file:
            text = file.read().decode()
    inside = re.search(r"<svg[^>]*>(.*)</svg>", text, re.DOTALL).group(1)
    drawing = re.sub(r"<title>.*?</title>", "", inside, flags=re.DOTALL)
    return mark_safe(drawing)  # noqa: S308 - a file of ours


@register.simple_tag
def icon(name, label=""):
    """Draw an icon of Aksel's: decoration without a label, read aloud with one."""
    hidden = mark_safe('aria-hidden="true"')
    meaning = format_html('role="img" aria-label="{}"', label) if label else hidden
    return format_html(
        '<svg class="ico" viewBox="0 0 24 24" fill="none" focusable="false" {}>{}</svg>',
        meaning,
        _drawing(name),
    )


@register.inclusion_tag("components/badge.html")
def badge(text, tone="plain"):
    """Show a judgement as icon and word: plain, good, warning or danger."""
    return {"text": text, "tone": tone}


@register.inclusion_tag("components/badge.html")
def health(code, text):
    """Show how a case goes."""
    return {"text": text, "tone": HEALTH_TONES[code]}


@register.inclusion_tag("components/state.html")
def state(code, text):
    """Show the state of a case: draft, active, paused, stopped or completed."""
    return {"code": code, "text": text}


@register.inclusion_tag("components/tag.html")
def tag(text, tone="plain"):
    """Show a label: plain, good, warning, danger or info."""
    return {"text": text, "colour": COLOURS[tone]}


@register.inclusion_tag("components/avatar.html")
def avatar(name):
    """Show a person's initials as decoration beside the name."""
    words = name.split()
    return {
        "initials": "".join(word[0] for word in dict.fromkeys([words[0], words[-1]]))
        if words
        else "?"
    }


@register.simple_tag(takes_context=True)
def current(context, *names):
    """Mark the link to the page one is on, by the names of the addresses that count as it."""
    match = getattr(context.get("request"), "resolver_match", None)
    return mark_safe(' aria-current="page"') if match and match.url_name in names else ""


# --- Parts of a page ----------------------------------------------------------------------


def _part(name, content, **context):
    return render_to_string(f"components/{name}.html", {"content": content, **context})


@register.simple_block_tag
def page_head(content, title, lead=""):
    """Head a page; the body is its actions."""
    return _part("page_head", content, title=title, lead=lead)


@register.simple_block_tag
def breadcrumb(content, here):
    """Show the way here; the body is one ``<li>`` with a link for each step before."""
    return _part("breadcrumb", content, here=here)


@register.simple_block_tag
def section(content, title, id):  # noqa: A002 - the attribute's own name
    """Head a part of the page that is not boxed."""
    return _part("section", content, title=title, id=id)


@register.simple_block_tag
def panel(content, title="", id="", note="", level=2):  # noqa: A002 - the attribute's own name
    """Box a part of the page; with a title it needs an id."""
    return _part("panel", content, title=title, id=id, note=note, level=level)


@register.simple_block_tag
def alert(content, tone="info", title=""):
    """Show what the reader should notice: info, good, warning or danger."""
    return _part("alert", content, colour=COLOURS[tone], title=title)


@register.simple_tag
def error_summary(*forms):
    """List what is wrong with forms, or lists of forms, of one page: nothing where nothing is."""
    each = [one for form in forms if form for one in (form if isinstance(form, list) else [form])]
    lines = error_lines(each)
    return render_to_string("components/error_summary.html", {"errors": lines}) if lines else ""


@register.simple_tag
def once():
    """A token for a button without a form of Django's: see ``attempt_once``."""
    return format_html('<input type="hidden" name="once" value="{}">', secrets.token_urlsafe())


@register.simple_block_tag
def empty_state(content, title, icon="MagnifyingGlass", level=2):
    """Replace an empty list; the body says what to do about it."""
    return _part("empty_state", content, title=title, icon=icon, level=level)


@register.simple_block_tag
def data_table(content, caption, show_caption=False):  # noqa: FBT002 - keyword in templates
    """Wrap thead, tbody and tfoot in a table that scrolls by itself on a narrow screen."""
    return _part("data_table", content, caption=caption, show_caption=show_caption)


@register.simple_block_tag
def facts(content):
    """List facts about one thing; the body is ``fact`` blocks."""
    return _part("facts", content)


@register.simple_block_tag
def fact(content, label):
    """Name one fact; the body is its value."""
    return _part("fact", content, label=label)


# --- Lists by address ---------------------------------------------------------------------


@register.inclusion_tag("components/sort_header.html", takes_context=True)
def sort_header(context, field, text, number=False):  # noqa: FBT002 - keyword in templates
    """Head a column that sorts by ``?ordering=field``, and by ``-field`` the second time."""
    query = context["request"].GET
    ordering = query.get("ordering", "")
    direction = {field: "ascending", f"-{field}": "descending"}.get(ordering, "none")
    return {
        "text": text,
        "number": number,
        "direction": direction,
        "query": query,
        "order": f"-{field}" if ordering == field else field,
    }


@register.inclusion_tag("components/pagination.html", takes_context=True)
def pagination(context, page):
    """Link the pages of a Paginator's page, keeping the rest of the address."""
    return {
        "page": page,
        "numbers": page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1),
        "ellipsis": page.paginator.ELLIPSIS,
        "query": context["request"].GET,
    }
