"""Form fields that several forms share: each is the one way to ask for its kind of value."""

import secrets
from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.forms.renderer import DayInput
from accounts.models import Unit
from accounts.reference.unit_tree import build_unit_tree, flatten
from accounts.text import numbers, partial_dates
from accounts.text.cleaning import clean_text

LARGEST = 16  # digits


class PlainText(forms.CharField):
    """Text with normalised line breaks and letters. A text that the user did not edit counts as
    unchanged although the browser sends other line breaks.
    """

    def to_python(self, value):
        text = clean_text(super().to_python(value) or "").replace("\r\n", "\n").replace("\r", "\n")
        return text.strip() if self.strip else text

    def has_changed(self, initial, data):
        try:
            return self.to_python(initial) != self.to_python(data)
        except ValidationError:
            return True


class LinkField(forms.URLField):
    """A web address. One that is too long is told so once, and nothing else."""

    def run_validators(self, value):
        if self.max_length and len(value) > self.max_length:
            text = _("Write an address of at most %(most)d characters, https:// included.")
            raise ValidationError(text % {"most": self.max_length}, code="max_length")
        super().run_validators(value)


class DayField(forms.DateField):
    """A day, as the browser sends it or as people write it."""

    widget = DayInput

    def to_python(self, value):
        if value in self.empty_values or not isinstance(value, str):
            return super().to_python(value)
        try:
            return partial_dates.parse_day(value)
        except partial_dates.UnreadableDate as error:
            raise ValidationError(str(error), code="invalid") from error


class NumberField(forms.Field):
    """A number, whole when ``decimals`` is 0. A text field: a browser's own number field reads
    ``1,5`` as 15 in another language, and changes when the mouse wheel turns.
    """

    def __init__(self, *, decimals=0, digits=LARGEST, min_value=None, max_value=None, **kwargs):
        mode = "decimal" if decimals else "numeric"
        kwargs.setdefault(
            "widget", forms.TextInput(attrs={"inputmode": mode, "autocomplete": "off"})
        )
        super().__init__(**kwargs)
        self.decimals, self.digits = decimals, digits
        self.min_value, self.max_value = min_value, max_value

    def to_python(self, value):
        if value in self.empty_values:
            return None
        if isinstance(value, str):
            try:
                value = numbers.read_number(value, decimals=self.decimals, digits=self.digits)
            except numbers.UnreadableNumber as error:
                raise ValidationError(str(error), code="invalid") from error
        return int(value) if value is not None and not self.decimals else value

    def validate(self, value):
        super().validate(value)
        if value is None:
            return
        if self.min_value is not None and value < self.min_value:
            raise ValidationError(
                _("Write a number that is at least %(least)s."),
                code="min_value",
                params={"least": numbers.write_number(self.min_value)},
            )
        if self.max_value is not None and value > self.max_value:
            raise ValidationError(
                _("Write a number that is at most %(most)s."),
                code="max_value",
                params={"most": numbers.write_number(self.max_value)},
            )

    def prepare_value(self, value):
        return numbers.write_number(value) if isinstance(value, int | Decimal) else value

    def has_changed(self, initial, data):
        try:
            return self.to_python(initial) != self.to_python(data)
        except ValidationError:
            return True


class UnitField(forms.ModelChoiceField):
    """An open unit of the person's municipality, with the units above it."""

    def __init__(self, **kwargs):
        super().__init__(queryset=Unit.objects.none(), required=False, **kwargs)

    def offer(self, user, *, current_unit_id=None, excluded_ids=()):
        """Offer the open units, and the one chosen already. One query."""
        units = list(Unit.objects.visible_to(user).alphabetical())
        available = [u for u in units if u.closed_at is None or u.pk == current_unit_id]
        nodes = flatten(build_unit_tree(unit for unit in available if unit.pk not in excluded_ids))
        self.queryset = Unit.objects.visible_to(user).filter(
            pk__in=[node.unit.pk for node in nodes]
        )
        self.choices = [
            ("", _("None")),
            *((node.unit.pk, node.path) for node in nodes),
        ]


class OnceToken(forms.CharField):
    """A token by which a form that is sent twice is carried out once: see ``attempt_once``."""

    widget = forms.HiddenInput

    def __init__(self):
        super().__init__(required=False, max_length=64, initial=secrets.token_urlsafe)
