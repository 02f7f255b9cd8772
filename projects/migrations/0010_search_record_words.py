"""The words of lessons, questions and challenges are kept beside those of the cases."""

from django.db import migrations

OF_RECORDS = (
    "SELECT projects_remember_words(c.municipality_id, r.{}) FROM {} r"
    " JOIN projects_case c ON c.id = r.case_id;"
)
REMEMBER = "\n".join(
    [
        "SELECT projects_remember_words(municipality_id, lexemes) FROM projects_challenge;",
        OF_RECORDS.format("lexemes", "projects_lesson"),
        OF_RECORDS.format("lexemes_shared", "projects_lesson"),
        OF_RECORDS.format("lexemes", "projects_innovationquestion"),
    ]
)


class Migration(migrations.Migration):
    dependencies = [
        ('projects', '0009_search_records'),
    ]

    operations = [migrations.RunSQL(REMEMBER, migrations.RunSQL.noop)]
