"""The revision numbers of what each audience of a municipality sees, and what moves them.

Which columns of a row concern which audience follows from the register of fields.
"""

import pgtrigger
from django.db import models
from django.db.models import Q

from accounts.models import Municipality, RoleGrant, Unit, User
from accounts.models.cleaned_model import CleanedModel
from projects.access.audiences import READ_BY, SHOWN_TO, Audience
from projects.access.field_register import fields_of
from projects.models.triggers import AtCommit, case_of_row, differs, steps

# A column that decides whether the row is shown at all, whoever may read it.
SHOWN_UNLESS = "withdrawn_at"
# A column that moves with every other one of the row, also with those that are hidden.
COUNTS_CHANGES = "version"


class Revision(CleanedModel):
    """How many commits have changed what an audience sees. Database triggers count, at the
    end of each transaction and under the row's lock: numbers follow the order of commits.
    """

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="revisions")
    audience = models.CharField(max_length=7, choices=Audience)
    number = models.PositiveBigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="projects_revision_one_per_audience", fields=["municipality", "audience"]
            ),
            models.CheckConstraint(
                name="projects_revision_audience_is_known",
                condition=Q(audience__in=Audience.values),
            ),
        ]

    def __str__(self):
        return f"{self.municipality_id} {self.audience}: {self.number}"


class Revises(AtCommit):
    """A new or changed row moves the number of each audience that reads what is new in it.

    ``shown`` is PL/pgSQL that sets ``tenant``, and ``shown`` to the visibilities of the cases
    concerned. What is shown to nobody concerns only those who read everything.
    """

    operation = pgtrigger.Insert | pgtrigger.Update
    declare = [("tenant", "bigint"), ("shown", "text[]"), ("audiences", "text[] := '{full}'")]
    audiences = (Audience.PUBLIC, Audience.COUNCIL, Audience.ADMINISTRATION, Audience.STAFF)

    def __init__(self, *, shown="", **more):
        super().__init__(**more)
        self.shown = shown

    def get_func(self, model):
        """Add the audiences one by one, then count for all of them."""
        added = [_added(model, audience) for audience in self.audiences]
        count = "PERFORM projects_revise(tenant, audiences);"
        return steps(self.shown, *filter(None, added), count)


class RecordRevises(Revises):
    """A record of a case moves the numbers of those who see the case. ``through`` is the field
    that leads to the case, and ``hidden`` an SQL condition under which only those who read
    everything read the record.
    """

    # What is open of a record is for those who read decisions, which the public does not.
    audiences = (Audience.COUNCIL, Audience.ADMINISTRATION, Audience.STAFF)

    def __init__(self, *, through="", hidden="", **more):
        super().__init__(**more)
        self.through, self.hidden = through, hidden

    def get_func(self, model):
        """Ask the case whose it is and who sees it, then count."""
        seen = "ARRAY[visibility]"
        if self.hidden:
            seen = f"CASE WHEN {self.hidden} THEN '{{}}' ELSE {seen} END"
        self.shown = f"""
            SELECT municipality_id, {seen} INTO tenant, shown
            FROM projects_case WHERE id = {case_of_row(model, self.through)};
        """
        return super().get_func(model)


def _added(model, audience):
    """PL/pgSQL that adds an audience if it reads something of the row that has changed."""
    readable = fields_of(model._meta.label, READ_BY[audience])
    stored = [field for field in model._meta.concrete_fields if not field.generated]
    read = [field for field in stored if field.name in readable]
    if not read:
        return ""
    condition = f"shown && '{{{','.join(SHOWN_TO[audience])}}}'"
    if len(read) < len(stored):
        columns = [
            field.column
            for field in stored
            if (field in read and field.name != COUNTS_CHANGES) or field.name == SHOWN_UNLESS
        ]
        condition += f" AND {differs(columns)}"
    return f"IF {condition} THEN\n    audiences := audiences || '{audience}'::text;\nEND IF;"


class UnitOfCases(Unit):
    """A unit as cases name it: its name and its place in the tree are open."""

    class Meta:
        proxy = True
        triggers = [
            AtCommit(
                name="unit_revises",
                operation=pgtrigger.Insert | pgtrigger.Update,
                func=f"""PERFORM projects_revise(
                    NEW.municipality_id, '{{{",".join(Audience.values)}}}');""",
            )
        ]


class PersonInCases(User):
    """A person as cases name them: who plays which part, and still may, is a working text."""

    class Meta:
        proxy = True
        triggers = [
            AtCommit(
                name="person_revises",
                operation=pgtrigger.UpdateOf("name", "is_active"),
                func="PERFORM projects_revise(NEW.municipality_id, '{staff,full}');",
            )
        ]


class RoleGrantInCases(RoleGrant):
    """A role in the municipality as cases depend on it: without one, no part in their work."""

    class Meta:
        proxy = True
        triggers = [
            AtCommit(
                name="role_grant_revises",
                operation=pgtrigger.Insert | pgtrigger.Update,
                func="""
                    PERFORM projects_revise(municipality_id, '{staff,full}')
                    FROM accounts_user WHERE id = NEW.user_id;
                """,
            )
        ]
