"""manage.py purge_contacts: delete contact details that have reached their date."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from projects.actions.contacts import delete_expired_contacts


class Command(BaseCommand):
    help = "Deletes contact details of stakeholders whose “delete by” has come, or withdrawn."

    def handle(self, *args, **options):
        deleted = delete_expired_contacts(today=timezone.localdate())
        self.stdout.write(f"Deleted the contact details of {deleted} stakeholders.")
