"""The names of two fields as people read them in forms."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("projects", "0010_stopped_case_keeps_a_lesson"),
    ]

    operations = [
        migrations.AlterField(
            model_name="rating",
            name="criterion",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="ratings",
                to="projects.criterion",
                verbose_name="criterion",
            ),
        ),
        migrations.AlterField(
            model_name="stop",
            name="formal_decision",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="stops",
                to="projects.formaldecision",
                verbose_name="formal decision it rests on",
            ),
        ),
    ]
