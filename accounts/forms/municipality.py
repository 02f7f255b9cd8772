"""The form of the municipality itself."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from accounts.appearance import theme
from accounts.forms.fields import PlainText
from accounts.models.municipality import MUNICIPALITY_LANGUAGES


class MunicipalityForm(forms.Form):
    """The settings of the municipality, for all its people."""

    language = forms.ChoiceField(
        label=_("Written language"),
        choices=[(language.value, language.label) for language in MUNICIPALITY_LANGUAGES],
        widget=forms.RadioSelect,
        help_text=_("People see this language until they choose their own."),
    )
    colour = PlainText(
        label=_("Colour"),
        max_length=7,
        help_text=format_lazy(
            _("# and six digits from 0 to 9 and a to f, such as {example}."),
            example=theme.DEFAULT_COLOUR,
        ),
    )
    shows_exempt_count = forms.BooleanField(
        label=_("Reports say how many cases are exempt from public access"), required=False
    )
    single_handed = forms.BooleanField(
        label=_("One person may both propose and decide a gate"),
        required=False,
        help_text=_("For a small municipality. Every such decision says that one person made it."),
    )

    def clean_colour(self):
        colour = self.cleaned_data["colour"].strip().lower()
        colour = colour if colour.startswith("#") else f"#{colour}"
        try:
            theme.parse(colour)
        except ValueError as error:
            raise ValidationError(
                _("Write the colour as # and six digits from 0 to 9 and a to f.")
            ) from error
        return colour
