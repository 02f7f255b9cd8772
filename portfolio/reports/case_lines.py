"""What every row of a report says of its case."""

from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import QuerySet

from accounts.querysets.ordering import NorwegianOrder
from projects.querysets.key_order import KeyOrder


class CaseLine(NamedTuple):
    """A case as the rows of a report name it, for one person; ``place`` is its place in the order
    of reports: by unit, then by key.
    """

    place: int
    pk: int
    key: str
    title: str
    unit: str
    is_working_read: bool


@dataclass(frozen=True)
class CaseLines:
    """The cases of a report, and their lines by id, in order."""

    cases: QuerySet
    by_id: dict[int, CaseLine]

    @classmethod
    def of(cls, cases, user) -> "CaseLines":
        """Load the lines of these cases. One query."""
        decorated = cases.with_shown_title(user).with_can_read_working(user)
        ordered = decorated.order_by(NorwegianOrder("unit__name"), KeyOrder("key"))
        rows = ordered.values_list("pk", "key", "shown_title", "unit__name", "can_read_working")
        return cls(cases, {row[0]: CaseLine(place, *row) for place, row in enumerate(rows)})

    @property
    def are_working_read(self) -> bool:
        """The reader may read the working texts of some of the cases."""
        return any(line.is_working_read for line in self.by_id.values())

    def narrow(self, records):
        """Narrow records to those of the cases."""
        return records.filter(case__in=self.cases.order_by().values("pk"))

    def in_order(self, records) -> list:
        """Sort records by their cases, and then as they were registered."""
        return sorted(records, key=lambda one: (self.by_id[one.case_id].place, one.pk))
