"""What allauth does differently here."""

from allauth.account.adapter import DefaultAccountAdapter


class AccountAdapter(DefaultAccountAdapter):
    """Nobody makes an account for themselves: the administrator adds people."""

    def is_open_for_signup(self, request):  # noqa: ARG002 - allauth asks so
        return False
