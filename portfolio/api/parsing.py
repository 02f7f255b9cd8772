"""JSON bodies, read strictly: what two readers might read differently is refused."""

import json

from django.utils.translation import gettext as _
from rest_framework.exceptions import ParseError
from rest_framework.parsers import BaseParser

from portfolio.api.problems import Problem

LARGEST_BODY = 100_000  # bytes
DEEPEST = 20  # lists and objects within each other


class StrictJSONParser(BaseParser):
    """JSON in UTF-8, each name of an object once, and no more of it than a write takes."""

    media_type = "application/json"

    def parse(self, stream, media_type=None, parser_context=None):  # noqa: ARG002 - REST framework's signature
        body = stream.read(LARGEST_BODY + 1)
        if len(body) > LARGEST_BODY:
            raise Problem(413, "too_large", _("The body is too large."))
        try:
            found = json.loads(
                body.decode(), object_pairs_hook=_unique, parse_constant=_refuse_constant
            )
        except RecursionError:
            raise _too_deep() from None
        except UnicodeDecodeError:
            raise ParseError(_("The body is not in UTF-8.")) from None
        except json.JSONDecodeError as error:
            text = _("The body is not JSON: see line %(line)d, character %(character)d.")
            raise ParseError(text % {"line": error.lineno, "character": error.colno}) from None
        except ValueError:  # a number of too many digits
            raise ParseError(_("The body is not JSON.")) from None
        _refuse_deep(found)
        return found


def _unique(pairs):
    found = {}
    for name, value in pairs:
        if name in found:
            text = _("“%s” stands twice in one object.") % name[:100]
            errors = ({"field": name[:100], "code": "repeated_field", "message": text},)
            raise Problem(400, "repeated_field", text, errors=errors)
        found[name] = value
    return found


def _refuse_constant(name):
    raise ParseError(_("%s is no number in JSON.") % name)


def _refuse_deep(found):
    level = [found]
    for _depth in range(DEEPEST):
        level = [
            inner
            for value in level
            if isinstance(value, dict | list)
            for inner in (value.values() if isinstance(value, dict) else value)
        ]
        if not level:
            return
    raise _too_deep()


def _too_deep():
    return ParseError(_("The body has too many lists and objects within each other."))
