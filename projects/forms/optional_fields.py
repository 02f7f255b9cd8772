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
    """For a form: ``optional_groups`` is its groups, each a heading and the names of its fields."""

    optional_groups = ()

    def main_fields(self):
        """The fields that are not folded."""
        hidden = {name for _heading, names in self.optional_groups for name in names}
        return [field for field in self.visible_fields() if field.name not in hidden]

    def optional_fields(self) -> list[OptionalFields]:
        """The groups of what may be left out."""
        groups = [self.optional_group(heading, names) for heading, names in self.optional_groups]
        return [group for group in groups if group.fields]

    def optional_group(self, heading, names) -> OptionalFields:
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
