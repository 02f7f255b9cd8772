"""What the triggers and orders of the next migrations call."""

from django.db import migrations

from accounts.models import clean_rows
from accounts.text import alphabet


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]

    operations = [
        migrations.RunSQL(clean_rows.IS_CLEAN, clean_rows.DROP),
        migrations.RunSQL(alphabet.SORT_KEY, alphabet.DROP),
    ]
