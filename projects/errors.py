"""Refusals of this app; see accounts.errors for the shared ones."""

from accounts.errors import Conflict, DomainError, Invalid, NotAllowed

__all__ = ["Conflict", "DomainError", "Invalid", "NotAllowed", "NotReady"]


class NotReady(DomainError):
    """The case lacks something the next step asks for; ``missing`` lists the requirements."""

    code = "not_ready"

    def __init__(self, message, *, missing):
        super().__init__(message)
        self.missing = list(missing)
