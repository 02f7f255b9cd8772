"""How allauth's defaults are changed."""

from allauth.account.adapter import DefaultAccountAdapter


class AccountAdapter(DefaultAccountAdapter):
    """No sign-up: the administrator adds people."""

    def is_open_for_signup(self, request):  # noqa: ARG002 - allauth asks so
        return False
