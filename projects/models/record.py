"""The base classes of what is recorded about a case: by whom, and when."""

import pgtrigger
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from accounts.models import User
from accounts.models.clean_rows import KeepsClean
from accounts.models.cleaned_model import CleanedModel
from projects.models.revision import RecordRevises
from projects.models.triggers import BelongsTogether
from projects.querysets.records import RecordQuerySet


class Record(CleanedModel):
    """Something a person wrote down about a case."""

    recorded_at = models.DateTimeField(db_default=Now())
    by = models.ForeignKey(User, models.PROTECT, related_name="+")

    objects = RecordQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["pk"]


class Revisable(Record):
    """A record that may be corrected, with its versions kept, and withdrawn but never deleted."""

    version = models.PositiveIntegerField(default=1)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta(Record.Meta):
        abstract = True

    @property
    def is_withdrawn(self):
        """It no longer counts."""
        return self.withdrawn_at is not None


class Immutable(Record):
    """A record that is never changed: a correction is a new one."""

    class Meta(Record.Meta):
        abstract = True


def never_deleted(model: str) -> list:
    """The triggers of a record that may be revised."""
    return [pgtrigger.Protect(name=f"{model}_is_never_deleted", operation=pgtrigger.Delete)]


def never_changed(model: str) -> list:
    """The triggers of a record that is decided or measured."""
    return [
        pgtrigger.Protect(
            name=f"{model}_is_immutable", operation=pgtrigger.Update | pgtrigger.Delete
        )
    ]


def of_its_case(model: str, *, through="", besides=(), hidden="") -> list:
    """The triggers of everything that is written of a case: its texts and days are clean, what it
    points at is of the same case, and it moves the revisions of those who read it. See KeepsClean,
    BelongsTogether and RecordRevises.
    """
    return [
        KeepsClean(name=f"{model}_keeps_clean"),
        BelongsTogether(name=f"{model}_fits", through=through, besides=besides),
        RecordRevises(name=f"{model}_revises", through=through, hidden=hidden),
    ]


def withdrawing_says_by_whom(model: str) -> list:
    """The constraint of a record that may be withdrawn."""
    return [
        models.CheckConstraint(
            name=f"projects_{model}_withdrawing_says_when_and_by_whom",
            condition=Q(withdrawn_at=None, withdrawn_by=None)
            | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
        )
    ]
