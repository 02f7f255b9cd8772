"""Weak passwords are refused wherever one is chosen."""

import io

import pytest
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.urls import reverse

from accounts.access.roles import Role
from accounts.signing_in.passwords import StrengthValidator, guesses

WEAK = [
    *("aaaaaaaaaaaa", "123456789012", "abcdefghijkl", "abcabcabcabc", "qwertyuiopåæ"),
    *("passord123456", "password1234", "Passord2026!!", "P@ssord123456", "drossap123456"),
    *("Sommerferie2026", "fotballfotball", "velkommen1234", "hemmelig1234!", "jula-24.12.2025"),
    *("karivoll123456", "KariVoll19840312!", "K4r1V0ll2026!!", "kari.voll@nordvik"),
    *("Nordvik kommune 2026", "innovasjon-nordvik", "slikslikslik", "Slik-2026-Slik"),
    *("bergenbergen1", "Trondheim2026", "Helse og mestring 1", "Summer2026Summer"),
    *("jegelskerdeg123", "jegelskermamma1", "norgeerbest2024", "17mai1814grunnlov"),
    *("sommer2019vinter2020", "9april1940krigen", "1814-grunnloven-1905"),
    *("gullfisk-gullfisk", "gullfisk1gullfisk2", "Gullfisk, gullfisk!", "passord12345" * 4),
    *("correcthorsebatterystaple", "Correct Horse Battery Staple 7", "Ja, vi elsker dette landet"),
]
STRONG = [
    *("en-lang-og-god-setning", "hest batteri stift korrekt", "kari-liker-blå-hester"),
    *("x7Kq!v9Zp2Lm", " blåbær på Ørlandet ", "grønn traktor synger bass", "ñandú-correct-9-fjøs"),
    *("x7Kq!v9Zp2Lm" * 20, "7f3a9c21e84b60d5", "gullfisk-traktor-gullfisk-lampe"),
]


@pytest.fixture
def kari(make_person, make_unit):
    unit = make_unit("Helse og mestring")
    return make_person(Role.READER, name="Kari Voll", email="kari.voll@nordvik.example", unit=unit)


@pytest.mark.parametrize("password", WEAK)
def test_weak_password_is_refused(kari, password):
    with pytest.raises(ValidationError, match="easy to guess"):
        StrengthValidator().validate(password, kari)


@pytest.mark.parametrize("password", STRONG)
def test_strong_password_is_accepted(kari, password):
    StrengthValidator().validate(password, kari)
    StrengthValidator().validate(password)


def test_signs_that_stand_for_letters_are_read_in_no_time_however_many_they_are():
    assert guesses("4@8({[<369!|1$5+7%2" * 20) > 10**10


@pytest.mark.parametrize("password", ["passord123456", "KariVoll19840312!"])
def test_form_refuses_a_weak_password_at_its_field(client, kari, password):
    kari.set_password("en-lang-og-god-setning")
    kari.save()
    client.force_login(kari)
    typed = {"oldpassword": "en-lang-og-god-setning", "password1": password, "password2": password}

    answer = client.post(reverse("account_change_password"), typed)

    assert list(answer.context["form"].errors) == ["password1"]
    kari.refresh_from_db()
    assert kari.check_password("en-lang-og-god-setning")


def test_commands_refuse_a_weak_password(kari, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO("Bergen123456!\n"))
    with pytest.raises(CommandError, match="easy to guess"):
        call_command(
            "setup_municipality",
            number="4601",
            admin_email="admin@bergen.example",
            admin_password_stdin=True,
        )
    assert not get_user_model().objects.filter(email="admin@bergen.example").exists()

    monkeypatch.setattr("getpass.getpass", lambda **_prompt: "karivoll123456")
    with pytest.raises(CommandError, match="Aborting password change"):
        call_command("changepassword", kari.email, stdout=io.StringIO(), stderr=io.StringIO())


def test_password_changed_by_command_ends_sessions_and_is_written_down(client, kari, monkeypatch):
    client.force_login(kari)
    monkeypatch.setattr("getpass.getpass", lambda **_prompt: "en-ny-og-god-setning")

    call_command("changepassword", kari.email, stdout=io.StringIO())

    assert [(event.kind, event.by) for event in kari.security_events.all()] == [
        ("password_changed", None)
    ]
    assert client.get(reverse("account")).status_code == 302
