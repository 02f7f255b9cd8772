"""Let a long transaction count the revisions that it moves when all else is done."""

from django.db import migrations

from projects.models import functions


class Migration(migrations.Migration):
    dependencies = [("projects", "0002_search"), ("projects", "0002_names_of_records")]

    operations = [migrations.RunSQL(functions.CREATE, migrations.RunSQL.noop)]
