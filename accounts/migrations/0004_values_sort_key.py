from django.db import migrations

from accounts.models import clean_rows
from accounts.text import alphabet


class Migration(migrations.Migration):
    dependencies = [("accounts", "0003_values")]

    operations = [
        migrations.RunSQL(clean_rows.IS_CLEAN, clean_rows.DROP),
        migrations.RunSQL(alphabet.SORT_KEY, alphabet.DROP),
    ]
