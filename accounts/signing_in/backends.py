"""Who a session belongs to."""

from allauth.account.auth_backends import AuthenticationBackend

from accounts.models import User


class SessionBackend(AuthenticationBackend):
    """Allauth's, but a person is read with their municipality: every page asks for both."""

    def get_user(self, user_id):
        """Read the person. One query."""
        person = User.objects.select_related("municipality").filter(pk=user_id).first()
        return person if person and self.user_can_authenticate(person) else None
