"""What the triggers and columns of the next migration call."""

from django.db import migrations

from projects.models import functions


class Migration(migrations.Migration):
    dependencies = [("projects", "0001_initial"), ("accounts", "0002_functions")]

    operations = [migrations.RunSQL(functions.CREATE, migrations.RunSQL.noop)]
