"""Run by test_new_field.py in a copy of the sources in which a case has a new published field,
on a database that does not have it yet: migrate, change the field, print where it is found.
"""

import json
import os
import sys

import django

sys.path.insert(0, os.getcwd())  # noqa: PTH109 - the copy, not where this file is
django.setup()

from django.core.management import call_command  # noqa: E402 - after django.setup()
from django.test import Client  # noqa: E402

from accounts.actions.tokens import make_token  # noqa: E402
from accounts.models import Scope, User  # noqa: E402
from bench.load import fill  # noqa: E402
from projects.actions.cases import edit_case  # noqa: E402
from projects.history import timeline  # noqa: E402
from projects.models import Case  # noqa: E402

MOTTO = "Tryggere for hver natt"


def client_of(person):
    """Return a client that pulls as the person."""
    _token, secret = make_token(user=person, by=None, name="Test", scopes=[Scope.READ], days=1)
    return Client(headers={"Authorization": f"Bearer {secret}"})


def seen(client, path):
    """Return what a pull says, and the tags that come with it."""
    answer = client.get(path)
    return answer.json(), answer.headers["ETag"]


def found():
    """Change the field of a case that the council sees; return whose answers changed."""
    leader, council = (User.objects.get(email=f"person{n}@nordvik.example") for n in (1, 2))
    case = Case.objects.get(visibility="council")
    pull, page, one = client_of(council), "/api/v1/cases/", f"/api/v1/cases/{case.key}/"
    loaded = [row["motto"] for row in seen(pull, page)[0]["results"]]
    before, tag = seen(pull, page)
    _document, tag_of_one = seen(pull, one)
    unchanged = pull.get(page, headers={"If-None-Match": tag}).status_code

    edit_case(case, by=leader, seen_version=case.version, changes={"motto": MOTTO})

    changed = pull.get(page, headers={"If-None-Match": tag}).status_code
    after, _tag = seen(pull, page)
    document, new_tag_of_one = seen(pull, one)
    file = pull.get(page, {"format": "csv", "headers": "keys"})
    header, *lines = b"".join(file.streaming_content).decode("utf-8-sig").splitlines()
    return {
        "filled by bench/load.py": loaded,
        "asked again": [unchanged, changed],
        "revision moved": after["meta"]["revision"] > before["meta"]["revision"],
        "tag of the case moved": tag_of_one != new_tag_of_one,
        "list": [row["motto"] for row in after["results"] if row["key"] == case.key],
        "case": document["motto"],
        "file": ["motto" in header.split(","), any(MOTTO in line for line in lines)],
        "version": case.events.latest("pgh_id").motto,
        "history": any(MOTTO in f"{e.what} {e.text}" for e in timeline.of(case, leader).entries),
    }


call_command("makemigrations", "projects", verbosity=0)
call_command("migrate", verbosity=0)
fill(os.environ["DATABASE_URL"], 3)
sys.stdout.write(json.dumps(found()))
