"""Imports: the file, its dry run, its rows, and the named mappings."""

import pghistory
import pgtrigger
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import Municipality, User
from accounts.models.clean_rows import KeepsClean
from accounts.models.cleaned_model import CleanedModel
from projects.choices.imports import RUNNING_STATES, Channel, RowKind, RunState
from projects.models.case import Case
from projects.querysets.imports import ImportedRowQuerySet, ImportMappingQuerySet, ImportRunQuerySet


@pghistory.track()
class ImportMapping(CleanedModel):
    """How the columns of a file become fields of a case, kept under a name for next time."""

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="import_mappings")
    name = models.CharField(_("name"), max_length=80)
    spec = models.JSONField()
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = ImportMappingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "municipality",
                models.functions.Lower("name"),
                name="projects_importmapping_name_is_unique_in_municipality",
            ),
            models.CheckConstraint(
                name="projects_importmapping_has_a_name", condition=Q(name__regex=r"\S")
            ),
        ]
        triggers = [KeepsClean(name="importmapping_keeps_clean")]

    def __str__(self):
        return self.name


class ImportRun(CleanedModel):
    """One import from upload to result: the entry in the history that every change points at.

    ``version`` grows with every step: a form or a child that knows an older one writes nothing.
    ``heartbeat_at`` is renewed while a child works.
    """

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="import_runs")
    state = models.CharField(max_length=10, choices=RunState, default=RunState.CHOOSING)
    channel = models.CharField(max_length=7, choices=Channel)
    file_name = models.CharField(_("file"), max_length=255)
    checksum = models.CharField(max_length=64, help_text="SHA-256 of the file, in hexadecimal")
    size = models.PositiveIntegerField(help_text="bytes")
    survey = models.JSONField(default=dict)
    reading = models.JSONField(default=dict)
    columns = models.JSONField(default=list)
    mapping_name = models.CharField(max_length=80, blank=True)
    spec = models.JSONField(default=dict)
    notices = models.JSONField(default=list)
    new_units = models.JSONField(default=list)
    counts = models.JSONField(default=dict)
    digest = models.CharField(max_length=64, blank=True)
    problem = models.JSONField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    asked_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    heartbeat_at = models.DateTimeField(null=True, blank=True)
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    confirmed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True, blank=True)

    objects = ImportRunQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="projects_importrun_state_is_known", condition=Q(state__in=RunState.values)
            ),
            models.CheckConstraint(
                name="projects_importrun_channel_is_known", condition=Q(channel__in=Channel.values)
            ),
            models.CheckConstraint(
                name="projects_importrun_checksum_is_sha256",
                condition=Q(checksum__regex=r"^[0-9a-f]{64}$"),
            ),
            models.CheckConstraint(
                name="projects_importrun_confirmed_says_when_and_by_whom",
                condition=Q(
                    state=RunState.CONFIRMED, confirmed_at__isnull=False, confirmed_by__isnull=False
                )
                | (~Q(state=RunState.CONFIRMED) & Q(confirmed_at=None, confirmed_by=None)),
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="importrun_is_fixed_once_confirmed",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__state=RunState.CONFIRMED.value),
            )
        ]

    def __str__(self):
        return f"{self.file_name} ({self.get_state_display()})"

    def get_absolute_url(self):
        return reverse("import_run", args=[self.pk])

    @property
    def is_running(self):
        """A child process is reading or writing for it."""
        return self.state in RUNNING_STATES

    @property
    def is_confirmed(self):
        """It has changed the portfolio and can no longer be changed."""
        return self.state == RunState.CONFIRMED


class ImportFile(CleanedModel):
    """The uploaded bytes, kept in the database so that any worker can take the next step."""

    run = models.OneToOneField(ImportRun, models.CASCADE, related_name="file")
    content = models.BinaryField()

    def __str__(self):
        return f"{self.run_id}"


class ImportedRow(CleanedModel):
    """What one row of the file said and what became of it.

    Of a confirmed import, ``values`` is what the next import compares with: a field that
    differs from it in the file was changed there, one that differs on the case was changed here.
    """

    run = models.ForeignKey(ImportRun, models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=9, choices=RowKind)
    key = models.CharField(max_length=200, blank=True)
    case = models.ForeignKey(
        Case, models.PROTECT, null=True, blank=True, related_name="imported_rows"
    )
    title = models.CharField(max_length=200, blank=True)
    values = models.JSONField(default=dict)
    changes = models.JSONField(default=dict)
    conflicts = models.JSONField(default=dict)
    held = models.JSONField(default=dict)
    problems = models.JSONField(default=list)
    choices = models.JSONField(default=dict)

    objects = ImportedRowQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="projects_importedrow_one_per_row", fields=["run", "number"]
            ),
            models.CheckConstraint(
                name="projects_importedrow_kind_is_known", condition=Q(kind__in=RowKind.values)
            ),
        ]
        indexes = [
            models.Index(fields=["run", "kind", "number"], name="importedrow_kind"),
            models.Index(fields=["case", "-run"], name="importedrow_case"),
        ]

    def __str__(self):
        return f"{self.run_id}: {self.number}"

    @property
    def row(self):
        """The number of the row, by the name it has in PlannedRow."""
        return self.number

    @property
    def case_key(self):
        """The key of the case it became or changed, if any."""
        return self.case.key if self.case_id else ""
