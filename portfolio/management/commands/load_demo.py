"""manage.py load_demo: the fictional municipality Nordvik, for demonstrations."""

from django.core.management.base import BaseCommand, CommandError

from accounts.errors import DomainError
from portfolio.demo.loading import load
from projects.models import Case


class Command(BaseCommand):
    help = "Load the fictional municipality Nordvik with 18 months of history (demo mode only)."

    def handle(self, **options):
        try:
            is_new = load()
        except DomainError as error:
            raise CommandError(str(error)) from error
        if is_new:
            self.stdout.write(f"Nordvik is loaded with {Case.objects.count()} cases.")
        else:
            self.stdout.write("Nordvik is loaded already; nothing was changed.")
