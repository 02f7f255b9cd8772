"""The forms of a new password: allauth's, which ask about one's tokens as well."""

from allauth.account.forms import ChangePasswordForm, ResetPasswordKeyForm
from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.actions.tokens import revoke_own_tokens


class AsksAboutTokens:
    """A form of a new password for ``self.user``: whoever has tokens says whether they end."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        count = self.user.tokens.not_ended().count() if self.user else 0
        if count:
            self.fields["ends_tokens"] = forms.BooleanField(
                label=ngettext("End my %d token as well", "End my %d tokens as well", count)
                % count,
                help_text=_("Programs that use them must then get new ones."),
                required=False,
                initial=True,
            )

    def save(self):
        super().save()
        if self.cleaned_data.get("ends_tokens"):
            revoke_own_tokens(by=self.user)


class ChangeForm(AsksAboutTokens, ChangePasswordForm):
    """One's password, by the old one."""


class ResetForm(AsksAboutTokens, ResetPasswordKeyForm):
    """One's password, by a link."""
