"""What somebody had typed when their session ended: it is in their form when they are back."""

from contextlib import contextmanager
from contextvars import ContextVar

from django import forms
from django.http import QueryDict

_kept: ContextVar[QueryDict | None] = ContextVar("kept_form", default=None)


@contextmanager
def beginning_with(typed: QueryDict | None):
    """Let forms that are shown now, and have these fields, begin with what was typed in them."""
    token = _kept.set(typed)
    try:
        yield
    finally:
        _kept.reset(token)


def has_kept_text(form) -> bool:
    """Return whether the form begins with what was typed in it before."""
    typed = _kept.get()
    if typed is None or form.is_bound:
        return False
    return any(form.add_prefix(name) in typed for name in form.fields)


def kept_value(bound_field):
    """Return what was typed in a field of a form with kept text, as its widget reads it."""
    return bound_field.field.widget.value_from_datadict(_kept.get(), {}, bound_field.html_name)


def can_keep(bound_field) -> bool:
    """A file cannot be kept, and a field that cannot be changed keeps its own value."""
    is_file = isinstance(bound_field.field.widget, forms.FileInput)
    return not is_file and not bound_field.field.disabled
