"""manage.py load_demo: where it loads, and where it refuses."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from accounts.models import Municipality, User
from portfolio.demo.loading import load
from projects.models import Case, GateDecision, StatusUpdate


def run():
    out = StringIO()
    call_command("load_demo", stdout=out)
    return out.getvalue()


def test_load_demo_refuses_outside_demo_mode(db, settings):
    settings.DEMO = False

    with pytest.raises(CommandError, match="SLIK_DEMO=True"):
        run()

    assert Municipality.objects.count() == 0


def test_load_demo_refuses_beside_a_municipality_in_use(settings, make_municipality):
    settings.DEMO = True
    make_municipality(number="5001", name="Trondheim", opened_at=timezone.now())

    with pytest.raises(CommandError, match="Trondheim is in use"):
        run()

    assert Case.objects.count() == 0


def test_load_demo_says_so_when_nordvik_is_here_already(db, settings):
    settings.DEMO = True
    run()
    before = Case.objects.count(), StatusUpdate.objects.count(), User.objects.count()

    answer = run()

    assert answer == "Nordvik is loaded already; nothing was changed.\n"
    assert (Case.objects.count(), StatusUpdate.objects.count(), User.objects.count()) == before


def test_load_demo_counts_what_it_loaded(db, settings):
    settings.DEMO = True

    assert run() == "Nordvik is loaded with 46 cases.\n"


def test_nordvik_loads_in_as_many_queries_on_any_day(db, settings, django_assert_max_num_queries):
    settings.DEMO = True

    with django_assert_max_num_queries(350):
        load(timezone.localdate() - timedelta(days=3))

    hard = [c for d in GateDecision.objects.all() for c in d.criteria if c["is_hard"]]
    assert [c["code"] for c in hard if not c["is_met"]] == []
