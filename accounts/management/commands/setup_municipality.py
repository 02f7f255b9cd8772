"""manage.py setup_municipality: the first municipality and its administrator, no prompt."""

import sys

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, no_translations

from accounts.actions.municipality import load_reference, open_municipality
from accounts.errors import DomainError


class Command(BaseCommand):
    help = "Bring a municipality into use with its first administrator."

    def add_arguments(self, parser):
        parser.add_argument("--number", required=True, help="municipality number, four digits")
        parser.add_argument("--admin-email", required=True)
        parser.add_argument("--admin-name", default="Administrator")
        parser.add_argument(
            "--admin-password-stdin",
            action="store_true",
            required=True,
            help="read the password from standard input, one line",
        )

    @no_translations
    def handle(self, *, number, admin_email, admin_name, **options):
        password = sys.stdin.readline().rstrip("\r\n")
        load_reference()
        try:
            admin = open_municipality(
                number=number,
                admin_email=admin_email,
                admin_password=password,
                admin_name=admin_name,
            )
        except DomainError as error:
            raise CommandError(str(error)) from error
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        self.stdout.write(f"{admin.municipality} is in use. {admin.email} is its administrator.")
