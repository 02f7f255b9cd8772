from django.db import migrations

from accounts.text import alphabet


class Migration(migrations.Migration):
    dependencies = [
        ('accounts', '0003_values'),
    ]

    operations = [migrations.RunSQL(alphabet.SORT_KEY, alphabet.DROP)]
