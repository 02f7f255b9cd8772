"""manage.py run_import <id>: the work of one import; started by the import pages."""

from django.core.management.base import BaseCommand, CommandError

from projects.importing.worker import ProgressWriter, work
from projects.models import ImportRun


class Command(BaseCommand):
    help = "Does the work that was begun on an import. Started by the import pages, not by hand."

    def add_arguments(self, parser):
        parser.add_argument("run", type=int)

    def handle(self, *args, run, **options):
        found = ImportRun.objects.filter(pk=run).select_related("asked_by__municipality").first()
        if found is None or not found.is_running:
            raise CommandError("No work was begun on this import.")
        with ProgressWriter(found) as writer:
            work(found, report_progress=writer.report_progress)
