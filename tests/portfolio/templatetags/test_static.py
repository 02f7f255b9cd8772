"""Static files as production serves them: hashed names, and none that is missing."""

import pytest
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.management import call_command
from django.template.loader import render_to_string

from portfolio.templatetags import components

# As in production, but for the compression, which takes seconds.
HASHED = "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"


@pytest.fixture
def collected(settings, tmp_path):
    """Collect the files as an image does; their source folder is then out of sight."""
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = settings.STORAGES | {"staticfiles": {"BACKEND": HASHED}}
    call_command("collectstatic", interactive=False, verbosity=0)
    settings.STATICFILES_DIRS = []
    components._drawing.cache_clear()
    yield tmp_path
    components._drawing.cache_clear()


def test_every_file_that_a_page_names_is_collected(collected):
    page = render_to_string("500.html") + render_to_string("base.html")

    names = [part.split('"')[0] for part in page.split("/static/")[1:]]
    assert len(names) >= 10
    assert [name for name in names if not (collected / name).is_file()] == []
    assert [name for name in names if name.count(".") < 2] == []


def test_icons_are_read_from_the_collected_files(collected):
    assert staticfiles_storage.exists("vendor/icon/Plus.svg")

    assert "<path" in components.icon("Plus")
