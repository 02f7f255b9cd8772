"""manage.py issue_token: print a new token and nothing else."""

from django.core.management.base import BaseCommand, CommandError

from accounts.actions.tokens import make_token
from accounts.errors import DomainError
from accounts.models import Scope, User


class Command(BaseCommand):
    help = "Make a token for a person and print it."

    def add_arguments(self, parser):
        parser.add_argument("--email", required=True, help="the person the token acts for")
        parser.add_argument("--municipality", required=True, help="municipality number")
        parser.add_argument("--scope", required=True, choices=Scope.values)
        parser.add_argument("--days", required=True, type=int, help="1 to 365")
        parser.add_argument("--name", default="issue_token", help="what the token is for")

    def handle(self, *, email, municipality, scope, days, name, **options):
        people = User.objects.filter(municipality__number=municipality, email__iexact=email)
        person = people.first()
        if person is None:
            raise CommandError(f"Nobody in municipality {municipality} has the e-mail {email}.")
        try:
            _token, secret = make_token(user=person, by=None, name=name, scopes=[scope], days=days)
        except DomainError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(secret)
