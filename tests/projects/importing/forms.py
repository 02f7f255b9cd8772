"""What a browser would send on the pages of an import."""

from projects.models import ImportRun

SMALL = "Nr;Tittel;Enhet;Status\n1;Ærfugl;Helse;Pilot\n2;Ørn;Skole;\n"


def typed(response, **changes):
    """What a browser would send of the form on this page, with some of it changed."""
    assert response.status_code == 200
    form = response.context["form"]
    data = {}
    for field in form:
        value = field.value()
        if value in (None, False):
            continue
        data[field.html_name] = "on" if value is True else value
    return data | changes


def run():
    return ImportRun.objects.latest("pk")
