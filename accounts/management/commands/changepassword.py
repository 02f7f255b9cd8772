"""manage.py changepassword: Django's, which also writes it down and ends sessions and links."""

from django.contrib.auth.management.commands import changepassword

from accounts.actions.passwords import record_new_password
from accounts.models import User


class Command(changepassword.Command):
    def handle(self, *args, **options):
        done = super().handle(*args, **options)
        record_new_password(User.objects.get_by_natural_key(options["username"]))
        return done
