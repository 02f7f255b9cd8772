"""A sign that shows nothing is no text, and texts that look alike are one; letters with marks stand
beside their base.
"""

from django.db import migrations

from accounts.models import clean_rows
from accounts.text import alphabet, cleaning


class Migration(migrations.Migration):
    dependencies = [("accounts", "0003_people_and_values")]

    operations = [
        migrations.RunSQL(clean_rows.IS_CLEAN, migrations.RunSQL.noop),
        migrations.RunSQL(alphabet.SORT_KEY, migrations.RunSQL.noop),
        migrations.RunSQL(cleaning.COMPARED, cleaning.DROP_COMPARED),
    ]
