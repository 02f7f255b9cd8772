"""The secret of a link by which a password is chosen."""

from django.contrib.auth.tokens import PasswordResetTokenGenerator


class LinkTokenGenerator(PasswordResetTokenGenerator):
    """Django's, whose links end with a new password or address and with a sign-in. These end as
    well when a newer one is made: see ``accounts.actions.security.end_sessions_and_links``.
    """

    def _make_hash_value(self, user, timestamp):
        return f"{super()._make_hash_value(user, timestamp)}|{user.access_version}"
