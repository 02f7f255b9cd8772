"""What is wrong with the forms of a page, each error once."""

from collections.abc import Iterable
from dataclasses import dataclass, field


@dataclass(frozen=True)
class ErrorLink:
    """A link to a field: the id of its control, and text."""

    id: str
    text: str


@dataclass
class ErrorLine:
    """An error, after links to the fields it is about; a single link holds its text too."""

    text: str
    links: list[ErrorLink] = field(default_factory=list)


def error_lines(forms: Iterable) -> list[ErrorLine]:
    """Return the errors of the forms, in the order of their fields. An error of several fields is
    one line with a link to each. A form with a ``heading`` is named by it.
    """
    found = {}
    for form in forms:
        heading = getattr(form, "heading", "")
        for bound_field, text, code in _errors(form):
            own = bound_field.html_name if bound_field is not None and code else ""
            links = found.setdefault((heading, own, text), [])
            if bound_field is not None:
                label = f"{heading}: {bound_field.label}" if heading else str(bound_field.label)
                links.append(ErrorLink(bound_field.first_id, label))
    return [_line(text, links) for (_heading, _own, text), links in found.items()]


def _errors(form):
    """Yield each error as field, text and code. The field is None for those that no visible field
    has; the code is empty for a rule, which may be about several fields.
    """
    if not form.errors:
        return
    for text in form.non_field_errors():
        yield None, str(text), ""
    for bound_field in form.hidden_fields():
        for text in bound_field.errors:
            yield None, str(text), ""
    for bound_field in form.visible_fields():
        for error in bound_field.errors.as_data():
            for text in error.messages:
                yield bound_field, str(text), error.code or ""


def _line(text, links):
    if len(links) == 1:
        link = ErrorLink(links[0].id, f"{links[0].text} – {text}")
        return ErrorLine("", [link])
    return ErrorLine(f"– {text}" if links else text, links)
