"""The forms of a new password: allauth's, which ask about one's tokens as well."""

from allauth.account.forms import ChangePasswordForm, ResetPasswordKeyForm
from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext


class AsksAboutTokens:
    """A form of a new password for ``self.user``: whoever has tokens says whether they end, and
    the adapter finds the answer in ``user.ends_tokens``.
    """

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

    def clean(self):
        cleaned = super().clean()
        if self.user:
            self.user.ends_tokens = self.cleaned_data.get("ends_tokens", False)
        return cleaned


class ChangeForm(AsksAboutTokens, ChangePasswordForm):
    """One's password, by the old one."""


class ResetForm(AsksAboutTokens, ResetPasswordKeyForm):
    """One's password, by a link."""
