"""How allauth's defaults are changed."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.core.internal import ratelimit
from allauth.core.ratelimit import respond_429
from django.utils import translation

from accounts.actions.mail import post
from accounts.actions.passwords import choose_password
from accounts.actions.security import network, record_event
from accounts.models import SecurityEvent, SecurityEventKind, User
from accounts.signing_in.addresses import is_page_here

UNKNOWN_ACCOUNT = "account/email/unknown_account"


class AccountAdapter(DefaultAccountAdapter):
    """No sign-up: the administrator adds people. What happens is written down, failed sign-ins are
    counted by address and network together, and a mail server that is away stops nobody.
    """

    def is_open_for_signup(self, request):  # noqa: ARG002 - allauth asks so
        return False

    def is_safe_url(self, url):
        return is_page_here(url or "")

    # --- Mail -----------------------------------------------------------------------------

    def send_mail(self, template_prefix, email, context):
        """Mail in the recipient's language; few mails to addresses that nobody has."""
        if template_prefix == UNKNOWN_ACCOUNT and not self._may_mail_stranger(email):
            return
        person = context.get("user")
        language = person.written_language if person else translation.get_language()
        with translation.override(language):
            message = self.render_mail(template_prefix, email, context | {"email": email})
        post(message)

    def _may_mail_stranger(self, email):
        return self._consume("mail_stranger", email.lower()) and self._consume(
            "mail_strangers", "all"
        )

    # --- Limits ---------------------------------------------------------------------------

    def pre_authenticate(self, request, **credentials):
        """Refuse more tries than the limits allow, with 429. From a network where this address has
        signed in lately only tries from there count, and more are allowed: strangers lock nobody
        out.
        """
        email = credentials.get("email", "").lower()
        used = []
        for action, key in _limits(email):
            usage = self._consume(action, key)
            if usage is None:
                ratelimit.RateLimitUsage(used).rollback()
                raise ImmediateHttpResponse(respond_429(request))
            used += usage.usage
        self._login_failed_rl_usage = ratelimit.RateLimitUsage(used)  # given back on success

    def _consume(self, action, key):
        return ratelimit.consume(self.request, app="allauth.account", action=action, key=key)

    # --- What happens ---------------------------------------------------------------------

    def authentication_failed(self, request, **credentials):  # noqa: ARG002 - allauth asks so
        person = User.objects.filter(email=credentials.get("email", "").lower()).first()
        record_event(person, SecurityEventKind.SIGN_IN_FAILED)

    def login(self, request, user):
        super().login(request, user)
        record_event(user, SecurityEventKind.SIGNED_IN, by=user)

    def set_password(self, user, password):
        """Save a new password, and forget the failed tries: whoever has the mailbox gets in."""
        by = user if self.request.user == user else None
        ends_tokens = getattr(user, "ends_tokens", False)  # of the form
        choose_password(user, password, by=by, ends_tokens=ends_tokens)
        for action, key in _limits(user.email):
            ratelimit.clear(self.request, app="allauth.account", action=action, key=key)


def _limits(email):
    """Return the limits that a try to sign in is counted by: names in ACCOUNT_RATE_LIMITS, keys."""
    here = f"{email} {network.get()}"
    if SecurityEvent.objects.sign_ins_from(network.get()).filter(user__email=email).exists():
        return [("login_failed_known", here)]
    return [("login_failed", here), ("login_failed_address", email)]
