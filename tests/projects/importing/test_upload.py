"""What is asked of a file before it is read, what is kept of it, and its report as a file."""

import csv
import datetime as dt
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from projects.models import ImportRun
from tests.projects.importing.forms import run, typed


def test_an_upload_deletes_imports_that_were_abandoned(small_dry_run, settings):
    small_dry_run()
    abandoned = run()
    ImportRun.objects.update(
        created_at=timezone.now() - dt.timedelta(days=settings.IMPORT_DAYS + 1)
    )
    small_dry_run()

    assert not ImportRun.objects.filter(pk=abandoned.pk).exists()
    assert ImportRun.objects.count() == 1


@pytest.mark.parametrize("name", ["kode.py", "notat.md", "uten"])
def test_a_file_that_is_named_as_no_table_is_refused(leader_client, name):
    file = SimpleUploadedFile(name, b"import os\nprint(os.name)\n")

    page = leader_client.post("/import/", {"file": file})

    assert page.status_code == 422
    assert "is named as something else than a table" in page.content.decode()
    assert ImportRun.objects.count() == 0


def test_what_the_columns_make_necessary_is_marked_before_it_is_missed(upload, leader_client):
    upload("Nr;Tittel\n1;Ørn\n2;Havørn\n")
    sheet = leader_client.get(f"/import/{run().pk}/sheet/")

    page = leader_client.post(f"/import/{run().pk}/sheet/", typed(sheet), follow=True)

    form = page.context["form"]
    assert {name for name in ("external_source", "unit") if form.fields[name].required} == {
        "external_source", "unit",
    }  # fmt: skip
    answer = leader_client.post(f"/import/{run().pk}/columns/", {
        "seen_version": run().version, "column_0": "", "column_1": "title", "match_on": "title",
        "standing": "unknown", "visibility": "internal", "language": "nb",
    })  # fmt: skip
    assert list(answer.context["form"].errors) == ["unit"]


def test_the_csv_of_the_report_guards_what_looks_like_a_formula(small_dry_run, leader_client):
    guarded = {"=1": "'=1", "＝1": "'＝1", "＋1": "'＋1", ";=1": "';'=1"}
    rows = "".join(f'{n};"{title}";Helse;\n' for n, title in enumerate(guarded))
    small_dry_run(f"Nr;Tittel;Enhet;Status\n{rows}")

    answer = leader_client.get(f"/import/{run().pk}/report.csv")

    body = b"".join(answer.streaming_content).decode("utf-8-sig")
    lines = list(csv.reader(io.StringIO(body), delimiter=";"))
    assert {line[3] for line in lines[1:]} == set(guarded.values())
