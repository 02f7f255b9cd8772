"""Errors of the domain, with messages for the person who asked. No web, no database."""


class DomainError(Exception):
    """A rule refused the action. ``message`` is translated; ``field`` names the input, if any."""

    code = "refused"

    def __init__(self, message, *, field=None):
        super().__init__(message)
        self.message = message
        self.field = field

    def __str__(self):
        return str(self.message)


class NotAllowed(DomainError):
    """This person may not do this."""

    code = "not_allowed"


class Invalid(DomainError):
    """The input breaks a rule; ``field`` says which input."""

    code = "invalid"


class Conflict(DomainError):
    """The row was changed since the person saw it: by somebody else, or by themselves elsewhere."""

    code = "conflict"
