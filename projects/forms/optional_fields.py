"""Forms in which what may be left out is folded away, below what must be said."""

from dataclasses import dataclass

from django.utils.functional import Promise

EMPTY = (None, "", [])


@dataclass(frozen=True)
class OptionalFields:
    """Fields that may be left out; open where something is written or wrong in them."""

    heading: Promise
    fields: list
    is_open: bool


class OptionalFieldsMixin:
    """For a form: ``folded`` is its groups, each a heading and the names of its fields."""

    folded = ()

    def first(self):
        """The fields that are not folded."""
        hidden = {name for _heading, names in self.folded for name in names}
        return [field for field in self.visible_fields() if field.name not in hidden]

    def folds(self) -> list[OptionalFields]:
        """The groups of what may be left out."""
        folds = [self.fold(heading, names) for heading, names in self.folded]
        return [fold for fold in folds if fold.fields]

    def fold(self, heading, names) -> OptionalFields:
        """A group of the named fields, those of them that the form has."""
        fields = [self[name] for name in names if name in self.fields]
        return OptionalFields(heading, fields, self._is_open(fields))

    def _is_open(self, fields):
        if self.is_bound:
            return any(field.errors or field.name in self.changed_data for field in fields)
        record = getattr(self, "instance", None)
        return bool(record and record.pk) and any(
            (value := getattr(record, field.name)) not in EMPTY
            and value != record._meta.get_field(field.name).get_default()
            for field in fields
        )
