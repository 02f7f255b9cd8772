"""manage.py purge_imports: delete uploaded files and imports that were never confirmed."""

from datetime import timedelta

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import timezone

from projects.actions.import_setup import purge


class Command(BaseCommand):
    help = "Deletes uploaded files, and imports never confirmed, that are older than some days."

    def add_arguments(self, parser):
        parser.add_argument(
            "--days", type=int, default=settings.IMPORT_DAYS, help="how old (default: IMPORT_DAYS)"
        )

    def handle(self, *args, days, **options):
        deleted = purge(before=timezone.now() - timedelta(days=days))
        self.stdout.write(
            f"Deleted {deleted['files']} files and {deleted['imports']} imports"
            f" older than {days} days."
        )
