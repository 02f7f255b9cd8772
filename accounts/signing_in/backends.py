"""The authentication backend of sessions."""

from allauth.account.auth_backends import AuthenticationBackend

from accounts.models import User


class SessionBackend(AuthenticationBackend):
    """Allauth's, but reads a person with their municipality: every page uses both."""

    def get_user(self, user_id):
        """Return the person. One query."""
        person = User.objects.select_related("municipality").filter(pk=user_id).first()
        return person if person and self.user_can_authenticate(person) else None
