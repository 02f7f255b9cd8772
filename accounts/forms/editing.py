"""Forms that change existing rows."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.database.row_versions import version_of


class EditForm(forms.Form):
    """A form about a row that exists. ``seen`` is the version of the row it was first shown with,
    so that what one did not touch is not written back over a colleague's change; None when the
    form names no version.
    """

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, seen, initial=None, **kwargs):
        first = {name: getattr(seen, name, None) for name in self.base_fields}
        first["version"] = version_of(seen) if seen else None
        super().__init__(*args, initial=first | (initial or {}), **kwargs)
        self.seen = seen

    def clean_version(self):
        if self.seen is None:
            raise ValidationError(_("The form does not say what it began with. Open it again."))
        return self.cleaned_data["version"]

    @property
    def changes(self) -> dict:
        """Return the fields changed on the page."""
        return {name: self.cleaned_data[name] for name in self.changed_data if name != "version"}
