"""manage.py report: a report of the catalogue as a file, as a council member reads it."""

import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone, translation

from accounts.access.roles import AccessRole, HeldRoles
from accounts.models import Language, Municipality, User
from portfolio.files.csv import NORWEGIAN
from portfolio.reports.catalogue import REPORTS, make_report
from portfolio.reports.movement import DoesNotAddUp
from portfolio.reports.periods import InvalidPeriod, period_of, tertial_of
from portfolio.reports.writing import csv_of, workbook_of
from projects.models import Case

FORMATS = ("json", "csv", "xlsx")


class Command(BaseCommand):
    help = "Write a report to a file: what a council member reads, or the person named by --as."

    def add_arguments(self, parser):
        parser.add_argument("code", choices=list(REPORTS))
        parser.add_argument("--municipality", required=True, help="its number, as 9901")
        parser.add_argument("--period", default="", help="as 2026-T2; this tertial when left out")
        parser.add_argument("--format", choices=FORMATS, default="xlsx")
        parser.add_argument("--table", default="", help="of a CSV file; the first when left out")
        parser.add_argument("--as", dest="email", default="", help="the e-mail of the reader")
        parser.add_argument("--language", choices=Language.values, default="")
        parser.add_argument("--output", type=Path, required=True)

    def handle(self, *, municipality, language, output, **options):
        found = Municipality.objects.filter(number=municipality).first()
        if found is None:
            raise CommandError(f"No municipality has the number {municipality}.")
        with translation.override(language or found.language):
            output.write_bytes(b"".join(self._blocks(found, **options)))
        self.stdout.write(f"Written to {output}.")

    def _blocks(self, municipality, *, code, period, email, table, **options):
        reader, kind, now = _reader(municipality, email), REPORTS[code], timezone.now()
        if table and table not in kind.tables:
            raise CommandError(f"{code} has the tables {', '.join(kind.tables)}.")
        today = timezone.localdate(now)
        try:
            chosen = period_of(period, today=today) if period else tertial_of(today)
            cases = Case.objects.visible_to(reader)
            report = make_report(kind, cases, user=reader, period=chosen, now=now)
        except InvalidPeriod as error:
            raise CommandError(f"--period: {error}") from error
        except DoesNotAddUp as error:
            lines = ["The figures contradict each other:", *error.details]
            raise CommandError("\n".join(lines)) from error
        if options["format"] == "xlsx":
            return workbook_of(report, made_for=reader)
        if options["format"] == "json":
            return [json.dumps(report.as_data(), ensure_ascii=False, default=str).encode()]
        return csv_of(
            next(one for one in report.tables if one.code == (table or kind.tables[0])), NORWEGIAN
        )


def _reader(municipality, email):
    """The person, or somebody who has the role of a council member and nothing else."""
    if email:
        found = User.objects.filter(municipality=municipality, email__iexact=email).first()
        if found is None:
            raise CommandError(f"Nobody in {municipality} has the address {email}.")
        return found
    reader = User(municipality=municipality, name=str(AccessRole.COUNCIL.label))
    reader.held_roles = HeldRoles(frozenset({AccessRole.COUNCIL}), {})
    return reader
