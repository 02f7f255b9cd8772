"""Every component with made-up content, for those who build pages. Only in development."""

import datetime as dt

from django import forms
from django.core.paginator import Paginator
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from accounts.forms.fields import DayField, NumberField, PlainText

PHASES = (
    ("what", "What", "What shall we innovate about?"),
    ("who", "Who", "Who shall take part?"),
    ("system", "System", "How to build a system?"),
    ("use", "Use", "How to put to use?"),
    ("refine", "Refine", "How to refine?"),
)
HEALTH = {
    "on_track": "On track",
    "at_risk": "At risk",
    "off_track": "Off track",
    "not_assessed": "Not assessed",
}
STATES = (
    ("draft", "Draft"),
    ("active", "Active"),
    ("paused", "Paused"),
    ("stopped", "Stopped"),
    ("completed", "Completed"),
)
TITLES = (
    "Digital supervision at night in the nursing home",
    "One form for grants",
    "Demand-driven snow clearing",
    "Shared pool of substitute teachers",
    "Velferdsteknologiopplæringsprogram for hjemmetjenesten",
    "Electronic door locks",
)
OWNERS = ("Siri Hagen", "Mari Solheim", "Per Dahl", "Amir Rahimi", "", "Kari Voll")


class SampleForm(forms.Form):
    """One of each kind of field."""

    health = forms.ChoiceField(
        label="How is it going?", widget=forms.RadioSelect, choices=list(HEALTH.items())
    )
    summary = PlainText(
        label="What has happened since last time?",
        help_text="Write briefly. Leave out names of users and patients.",
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=500,
    )
    unit = forms.ChoiceField(
        label="Unit", choices=[("", "Choose a unit"), ("health", "Health and care")]
    )
    title = PlainText(label="Title", max_length=120)
    contact = forms.EmailField(label="Contact’s e-mail", required=False)
    kinds = forms.MultipleChoiceField(
        label="Kinds of innovation",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[("service", "Service"), ("process", "Process"), ("product", "Product")],
    )
    due_on = DayField(label="Deadline of the next step", required=False)
    budget = NumberField(label="Budget, kroner", required=False)
    file = forms.FileField(label="File", required=False, help_text="CSV or XLSX, at most 20 MB.")
    confirmed = forms.BooleanField(label="I have looked through the fields that become visible")


class SampleFilters(forms.Form):
    """A search word and three choices."""

    text = PlainText(
        label="Search", required=False, widget=forms.TextInput(attrs={"type": "search"})
    )
    phase = forms.ChoiceField(
        label="Phase", required=False, choices=[("", "All"), *[p[:2] for p in PHASES]]
    )
    health = forms.ChoiceField(
        label="Health", required=False, choices=[("", "All"), *HEALTH.items()]
    )
    unit = forms.ChoiceField(label="Unit", required=False, choices=[("", "All")])


def card(number):
    """Make up a case for the board."""
    code = list(HEALTH)[(number * 3) % 4]
    state, state_text = STATES[(number % 5 == 3) + 1]
    return {
        "key": f"5099-2025-{number:03}",
        "title": TITLES[number % len(TITLES)],
        "url": "#",
        "unit": ("Health and care", "Culture", "Childhood and education")[number % 3],
        "health": code,
        "health_text": HEALTH[code],
        "state": state,
        "state_text": state_text,
        "days": number * 17 % 150,
        "owner": OWNERS[number % len(OWNERS)],
        "note": "Not confirmed for 41 days" if number % 4 == 0 else "",
        "move_url": reverse("styleguide_dialog"),
    }


def columns():
    """Make up a board; the fourth phase is empty."""
    counts = (3, 2, 4, 0, 12)
    return [
        {
            "number": number,
            "code": code,
            "name": name,
            "question": question,
            "count": counts[number - 1],
            "cards": [card(number * 5 + at) for at in range(min(3, counts[number - 1]))],
            "more_url": "#" if counts[number - 1] > 3 else "",
        }
        for number, (code, name, question) in enumerate(PHASES, start=1)
    ]


def steps(now=3):
    """Make up the way of one case."""
    notes = ("14 Feb 2025 · 66 days", "21 Apr 2025 · 92 days", "29 Jul 2025 · 57 days", "", "")
    status = ["done"] * (now - 1) + ["now"] + ["later"] * (5 - now)
    return [
        {"number": at + 1, "name": PHASES[at][1], "status": status[at], "note": notes[at]}
        for at in range(5)
    ]


def entries():
    """Make up what has happened to one case."""
    now = timezone.now()
    return [
        {
            "at": now,
            "what": "On track",
            "tone": "good",
            "who": "Siri Hagen",
            "text": "The sensors have moved to ward C.\nThe unions discuss it on 6 October.",
            "url": "#",
        },
        {
            "at": now - dt.timedelta(days=22),
            "what": "Moved to System",
            "tone": "info",
            "who": "Mari Solheim",
            "text": "Two wards are ready to try.",
            "note": "From the page",
        },
        {
            "at": now - dt.timedelta(days=70),
            "what": "Imported",
            "tone": "plain",
            "who": "Nina Berg",
            "note": "portfolio.xlsx, checksum 9f2c41",
        },
    ]


def versions():
    """Make up two versions of a form."""
    title, mine, theirs = "One form for grants", "Clubs apply once.", "Clubs and choirs apply once."
    return [
        {"label": "Title", "mine": title, "theirs": title, "differs": False},
        {"label": "Summary", "mine": mine, "theirs": theirs, "differs": True},
    ]


@require_http_methods(["GET", "HEAD", "POST"])
def styleguide(request):
    """Show every component, and the form with its errors after a post."""
    form = SampleForm(request.POST or None, request.FILES or None)
    context = {
        "form": form,
        "filters": SampleFilters({"health": "at_risk"}),
        "columns": columns(),
        "cards": [card(number) for number in range(1, 8)],
        "steps": steps(),
        "entries": entries(),
        "phases": PHASES,
        "health": HEALTH.items(),
        "states": STATES,
        "active": [("At risk", "?"), ("Health and care", "?")],
        "page": Paginator(range(300), 25).get_page(request.GET.get("page", "4")),
        "rows": versions(),
        "now": timezone.now(),
    }
    if request.htmx and request.method == "GET":
        return render(request, "portfolio/_styleguide_results.html", context)
    status = 422 if form.is_bound and not form.is_valid() else 200
    return render(request, "portfolio/styleguide.html", context, status=status)


@require_safe
def styleguide_dialog(request):
    """Answer the part that goes into the dialog."""
    return render(
        request, "portfolio/_styleguide_dialog.html", {"form": SampleForm(auto_id="dialog-%s")}
    )
