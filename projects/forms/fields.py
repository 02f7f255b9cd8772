"""Form fields that normalise what people write."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.text.cleaning import clean_text
from projects.choices import partial_dates

NO_BREAK_SPACE = "\u00a0"  # browsers keep it at the start of a choice, other spaces not


class PlainText(forms.CharField):
    """Text with normalised line breaks and letters. A text that the user did not edit counts as
    unchanged although the browser sends other line breaks.
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
    """A year, a month or a day, stored as precisely as it was written."""

    def __init__(self, **kwargs):
        kwargs.setdefault("help_text", _("A year, a month or a day: 2026, 2026-03 or 5.3.2026."))
        super().__init__(required=False, max_length=40, **kwargs)

    def to_python(self, value):
        try:
            return partial_dates.parse(super().to_python(value) or "")
        except partial_dates.UnreadableDate as error:
            raise ValidationError(str(error), code="invalid") from error


class Tags(forms.CharField):
    """A list of tags, separated by commas."""

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


class UnitChoice(forms.TypedChoiceField):
    """A unit, chosen from the tree: units below another follow it, indented."""

    def __init__(self, **kwargs):
        super().__init__(empty_value=None, **kwargs)
        self.units = {}

    def offer(self, units):
        """Offer these units, in the order of the tree."""
        self.units = {str(unit.pk): unit for unit in units}
        self.coerce = self.unit_of  # set on the form's own copy of the field
        self.choices = [("", _("Choose a unit")), *tree(list(self.units.values()))]

    def unit_of(self, pk):
        if str(pk) not in self.units:
            raise ValidationError(_("Choose a unit of the list."), code="invalid_choice")
        return self.units[str(pk)]


class PersonChoice(forms.ModelChoiceField):
    """A person of the municipality, shown with their unit."""

    def label_from_instance(self, person):
        return f"{person.name} ({person.unit.name})" if person.unit_id else person.name


class OneOfPeople(forms.TypedChoiceField):
    """A person among those who are loaded once for several fields."""

    def __init__(self, **kwargs):
        super().__init__(empty_value=None, **kwargs)

    def offer(self, people):
        """Offer these people, in their order."""
        people_by_pk = {str(person.pk): person for person in people}
        self.coerce = lambda pk: people_by_pk.get(str(pk))
        names = [
            (pk, PersonChoice.label_from_instance(None, person))
            for pk, person in people_by_pk.items()
        ]
        self.choices = [("", _("Choose")), *names]


class GoalChoice(forms.TypedMultipleChoiceField):
    """Numbers chosen by checkboxes."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, **kwargs):
        super().__init__(coerce=int, required=False, **kwargs)


def tree(units) -> list[tuple[str, str]]:
    """Return the units as choices, children after their parent, otherwise in the given order."""
    pks = {unit.pk for unit in units}
    children = {}
    for unit in units:
        children.setdefault(unit.parent_id if unit.parent_id in pks else None, []).append(unit)

    def walk(parent, depth):
        for unit in children.get(parent, []):
            yield str(unit.pk), NO_BREAK_SPACE * 4 * depth + unit.name
            yield from walk(unit.pk, depth + 1)

    return list(walk(None, 0))
