"""Language, light or dark, and the municipality's colour."""

import pytest
from django.conf import settings
from django.urls import reverse

from accounts.appearance import theme


@pytest.fixture
def signed_in(client, leader):
    client.force_login(leader)
    return client


def test_a_person_chooses_a_language_that_stays_with_them(signed_in, leader):
    answer = signed_in.post(reverse("set_language"), {"language": "nn", "next": "/cases/"})

    leader.refresh_from_db()
    assert (answer.status_code, answer.url) == (302, "/cases/")
    assert leader.language == "nn"


def test_before_sign_in_the_browser_remembers_the_language(client, municipality):
    client.post(reverse("set_language"), {"language": "en"})

    assert client.cookies[settings.LANGUAGE_COOKIE_NAME].value == "en"


@pytest.mark.parametrize("scheme", ["auto", "light", "dark"])
def test_the_browser_remembers_light_or_dark(client, municipality, scheme):
    client.post(reverse("set_scheme"), {"scheme": scheme})

    assert client.cookies["scheme"].value == scheme
    page = client.get(reverse("account_login")).content.decode()
    assert f'data-color-scheme="{scheme}"' in page


@pytest.mark.parametrize(
    ("name", "value"), [("set_language", "de"), ("set_language", ""), ("set_scheme", "pink")]
)
def test_an_unknown_choice_is_refused(client, municipality, name, value):
    answer = client.post(reverse(name), {"language": value, "scheme": value})

    assert answer.status_code == 400
    assert not answer.cookies


@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example/", "//evil.example", "javascript:alert(1)", ""]
)
def test_a_choice_never_leads_out_of_the_site(client, municipality, elsewhere):
    answer = client.post(reverse("set_scheme"), {"scheme": "dark", "next": elsewhere})

    assert answer.url == reverse("overview")


def test_a_made_up_scheme_in_the_cookie_counts_as_auto(client, municipality):
    client.cookies["scheme"] = '"><script>'

    page = client.get(reverse("account_login")).content.decode()

    assert 'data-color-scheme="auto"' in page


def test_the_theme_is_the_colour_of_the_address_and_may_be_kept_for_ever(client, municipality):
    answer = client.get(reverse("theme"), {"colour": "1f5f4a"})

    assert answer.content.decode() == theme.css("#1f5f4a")
    assert answer["Content-Type"] == "text/css"
    assert answer["Cache-Control"] == "public, max-age=31536000, immutable"


@pytest.mark.parametrize("colour", ["", "1f5f4", "red;}", "#1f5f4a"])
def test_what_is_not_a_colour_has_no_theme(client, municipality, colour):
    assert client.get(reverse("theme"), {"colour": colour}).status_code == 404


def test_the_page_links_the_theme_of_the_persons_municipality(signed_in, municipality):
    municipality.colour = "#1f5f4a"
    municipality.save()

    page = signed_in.get("/nowhere/").content.decode()

    address = f"{reverse('theme')}?colour=1f5f4a&amp;v={theme.digest('#1f5f4a')}"
    assert address in page


def test_who_has_no_password_yet_is_sent_to_choose_one_by_mail(signed_in):
    answer = signed_in.get(reverse("account_change_password"), follow=True)

    assert answer.redirect_chain[-1] == (reverse("account_reset_password"), 302)
    assert answer.status_code == 200
