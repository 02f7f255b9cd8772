"""What a refused act says, in words for the person who asked. Level 0: no web, no database."""


class DomainError(Exception):
    """A rule said no. ``message`` is a translated sentence; ``field`` names the input, if one."""

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
    """Somebody else was first: the row is no longer what the person saw."""

    code = "conflict"
