"""Form fields that normalise what people write."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.forms.fields import PlainText
from accounts.text import partial_dates
from accounts.text.cleaning import clean_text, each_once

NO_BREAK_SPACE = "\u00a0"  # browsers keep it at the start of a choice, other spaces not


class PartialDate(PlainText):
    """A year, a month or a day, stored as precisely as it was written."""

    def __init__(self, **kwargs):
        kwargs.setdefault("help_text", lazy(_date_help, str)())
        super().__init__(required=False, max_length=40, **kwargs)

    def prepare_value(self, value):
        """Show what is stored in the written form, and what was typed as it was."""
        try:
            is_stored = bool(value) and partial_dates.parse(value) == value
        except partial_dates.UnreadableDate:
            return value
        return partial_dates.written(value) if is_stored else value

    def to_python(self, value):
        try:
            return partial_dates.parse(super().to_python(value) or "")
        except partial_dates.UnreadableDate as error:
            raise ValidationError(str(error), code="invalid") from error


def _date_help():
    return gettext("A year, a month or a day: %(year)s, %(month)s or %(day)s.") % (
        partial_dates.examples()
    )


class Tags(PlainText):
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
        text = super().to_python(value)
        pieces = [" ".join(tag.split()) for tag in text.split(",") if tag.strip()]
        tags = each_once(clean_text(piece) for piece in pieces)
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
