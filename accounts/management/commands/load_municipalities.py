"""manage.py load_municipalities: the 357 municipalities of 2024 and their counties."""

from django.core.management.base import BaseCommand

from accounts.actions.municipality import load_reference


class Command(BaseCommand):
    help = "Load or refresh the municipalities and counties of 2024."

    def handle(self, **options):
        county_count, municipality_count = load_reference()
        self.stdout.write(f"{county_count} counties, {municipality_count} municipalities.")
