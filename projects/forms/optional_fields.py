"""Forms with optional fields in groups below the main ones, which are closed at first."""

from dataclasses import dataclass

from django.utils.functional import Promise

from accounts.forms.kept import has_kept_text

EMPTY = (None, "", [])


@dataclass(frozen=True)
class OptionalFields:
    """A group of optional fields; open where one of them has a value or an error."""

    heading: Promise
    fields: list
    is_open: bool


class OptionalFieldsMixin:
    """For a form. ``optional_groups`` are pairs of a heading and the names of the fields."""

    optional_groups = ()

    def main_fields(self):
        """Return the fields outside the optional groups."""
        hidden = {name for _heading, names in self.optional_groups for name in names}
        return [field for field in self.visible_fields() if field.name not in hidden]

    def optional_fields(self) -> list[OptionalFields]:
        """Return the groups that have fields in this form."""
        groups = [self.optional_group(heading, names) for heading, names in self.optional_groups]
        return [group for group in groups if group.fields]

    def optional_group(self, heading, names) -> OptionalFields:
        """Return a group of those of the named fields that the form has."""
        fields = [self[name] for name in names if name in self.fields]
        return OptionalFields(heading, fields, self._is_open(fields))

    def _is_open(self, fields):
        if self.is_bound:
            return any(field.errors or field.name in self.changed_data for field in fields)
        if has_kept_text(self):
            return any(field.value() not in EMPTY for field in fields)
        record = getattr(self, "instance", None)
        return bool(record and record.pk) and any(
            (value := getattr(record, field.name)) not in EMPTY
            and value != record._meta.get_field(field.name).get_default()
            for field in fields
        )
