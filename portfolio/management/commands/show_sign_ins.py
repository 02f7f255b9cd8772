from django.core.management.base import BaseCommand

from portfolio.context import DEMO_PASSWORD, DEMO_PEOPLE


class Command(BaseCommand):
    help = "Print the sign-ins of the demonstration."

    def handle(self, **options):
        self.stdout.write(f"\nDemo sign-ins, all with the password {DEMO_PASSWORD}:")
        for role, email in DEMO_PEOPLE:
            self.stdout.write(f"  {email:<32}{role}")
