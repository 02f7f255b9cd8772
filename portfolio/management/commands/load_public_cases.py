"""manage.py load_public_cases: ten publicly reported cases, as a library of real examples."""

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, no_translations

from accounts.errors import DomainError
from portfolio.library.loading import add_reader, load


class Command(BaseCommand):
    help = "Load publicly reported cases, with their sources, into a municipality of their own."

    def add_arguments(self, parser):
        parser.add_argument("--reader-email", help="let this person read the library")
        parser.add_argument("--reader-name", default="Leser")

    @no_translations
    def handle(self, *, reader_email, reader_name, **options):
        try:
            new = load()
            reader = add_reader(reader_email, reader_name) if reader_email else None
        except DomainError as error:
            raise CommandError(str(error)) from error
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        self.stdout.write(
            f"{len(new)} cases were loaded." if new else "All cases are here already."
        )
        if reader:
            self.stdout.write(f"{reader.email} may read them.")
