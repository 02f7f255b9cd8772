"""One index that the board, the list and the figures are read from."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("projects", "0005_text_limits_and_ended_roles")]

    operations = [
        migrations.RemoveIndex(model_name="case", name="case_state_phase"),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                fields=["municipality", "state", "phase"],
                include=(
                    "id",
                    "key",
                    "unit",
                    "visibility",
                    "exempt_until",
                    "health",
                    "phase_since",
                    "paused_until",
                    "confirmed_at",
                    "created_at",
                ),
                name="case_board",
            ),
        ),
    ]
