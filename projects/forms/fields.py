"""Form fields that read what people write into what the domain stores."""

import secrets

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.text.cleaning import clean_text
from projects.choices import partial_dates

NO_BREAK_SPACE = "\u00a0"  # a browser keeps it where it drops others


class PlainText(forms.CharField):
    """Text with one kind of line break and one way to write each letter. An untouched text
    counts as unchanged although the browser sends its line breaks differently.
    """

    def to_python(self, value):
        text = clean_text(super().to_python(value) or "")
        return text.replace("\r\n", "\n").replace("\r", "\n").strip()

    def has_changed(self, initial, data):
        try:
            return self.to_python(initial) != self.to_python(data)
        except ValidationError:
            return True


class PartialDate(forms.CharField):
    """A year, a month or a day, kept as fine as it was written."""

    def __init__(self, **kwargs):
        kwargs.setdefault("help_text", _("A year, a month or a day: 2026, 2026-03 or 5.3.2026."))
        super().__init__(required=False, max_length=40, **kwargs)

    def to_python(self, value):
        try:
            return partial_dates.parse(super().to_python(value) or "")
        except partial_dates.UnreadableDate as error:
            raise ValidationError(str(error), code="invalid") from error


class Tags(forms.CharField):
    """Words with commas between."""

    longest = 60
    most = 30

    def __init__(self, **kwargs):
        kwargs.setdefault("help_text", _("Separate tags with commas."))
        super().__init__(required=False, **kwargs)

    def prepare_value(self, value):
        return ", ".join(value) if isinstance(value, list) else value

    def to_python(self, value):
        if isinstance(value, list):
            return value
        text = clean_text(super().to_python(value) or "")
        tags = list(dict.fromkeys(" ".join(tag.split()) for tag in text.split(",") if tag.strip()))
        if long := [tag for tag in tags if len(tag) > self.longest]:
            raise ValidationError(
                _("A tag has at most %(longest)d characters. Shorten “%(tag)s”."),
                code="long",
                params={"longest": self.longest, "tag": long[0]},
            )
        if len(tags) > self.most:
            raise ValidationError(
                _("Write at most %(most)d tags."), code="many", params={"most": self.most}
            )
        return tags

    def has_changed(self, initial, data):
        try:
            return (initial or []) != self.to_python(data)
        except ValidationError:
            return True


class OnceToken(forms.CharField):
    """A token by which a form counts once, however often it is sent."""

    widget = forms.HiddenInput

    def __init__(self):
        super().__init__(required=False, max_length=64, initial=secrets.token_urlsafe)


class UnitChoice(forms.TypedChoiceField):
    """A unit, chosen from the tree: those below another stand after it, set in."""

    def __init__(self, **kwargs):
        super().__init__(empty_value=None, **kwargs)
        self.units = {}

    def offer(self, units):
        """Offer these units, in the order of the tree. Asks nothing of the database."""
        self.units = {str(unit.pk): unit for unit in units}
        self.coerce = self.unit_of  # of this form's own copy of the field
        self.choices = [("", _("Choose a unit")), *tree(list(self.units.values()))]

    def unit_of(self, pk):
        if str(pk) not in self.units:
            raise ValidationError(_("Choose a unit of the list."), code="invalid_choice")
        return self.units[str(pk)]


class PersonChoice(forms.ModelChoiceField):
    """A person of the municipality, told apart by their unit."""

    def label_from_instance(self, person):
        return f"{person.name} ({person.unit.name})" if person.unit_id else person.name


class OneOfPeople(forms.TypedChoiceField):
    """A person among those who were loaded once for several fields."""

    def __init__(self, **kwargs):
        super().__init__(empty_value=None, **kwargs)

    def offer(self, people):
        """Offer these people, in their order. Asks nothing of the database."""
        known = {str(person.pk): person for person in people}
        self.coerce = lambda pk: known.get(str(pk))
        names = [(pk, PersonChoice.label_from_instance(None, one)) for pk, one in known.items()]
        self.choices = [("", _("Choose")), *names]


class GoalChoice(forms.TypedMultipleChoiceField):
    """Numbers chosen among tick boxes."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, **kwargs):
        super().__init__(coerce=int, required=False, **kwargs)


def tree(units) -> list[tuple[str, str]]:
    """The units as choices, children after their parent, in the order they were given."""
    known = {unit.pk for unit in units}
    children = {}
    for unit in units:
        children.setdefault(unit.parent_id if unit.parent_id in known else None, []).append(unit)

    def walk(parent, depth):
        for unit in children.get(parent, []):
            yield str(unit.pk), NO_BREAK_SPACE * 4 * depth + unit.name
            yield from walk(unit.pk, depth + 1)

    return list(walk(None, 0))
