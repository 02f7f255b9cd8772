"""Let a long transaction count the revisions that it moves when all else is done."""

from django.db import migrations

from projects.models import functions


class Migration(migrations.Migration):
    dependencies = [
        ('projects', '0003_search'),
    ]

    operations = [migrations.RunSQL(functions.CREATE, migrations.RunSQL.noop)]
