from datetime import datetime, timedelta

import pytest
from django.utils import timezone


@pytest.mark.django_db
def test_security_txt_says_whom_to_tell(client, settings):
    settings.SECURITY_CONTACT = "mailto:sikkerhet@nordvik.example"
    settings.BASE_URL = "https://slik.nordvik.example"

    answer = client.get("/.well-known/security.txt")

    fields = dict(line.split(": ", 1) for line in answer.content.decode().splitlines())
    expires = datetime.fromisoformat(fields.pop("Expires"))
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert timedelta(days=90) < expires - timezone.now() < timedelta(days=365)
    assert fields == {
        "Contact": "mailto:sikkerhet@nordvik.example",
        "Preferred-Languages": "nb, nn, en",
        "Canonical": "https://slik.nordvik.example/.well-known/security.txt",
    }
