"""The people one may sign in as in demo mode. All people are in people.toml."""

from django.utils.translation import gettext_lazy as _

DEMO_PASSWORD = "innovasjon-nordvik"  # noqa: S105 - public: demo people exist only in demo mode
DEMO_PEOPLE = (
    (_("Innovation leader"), "leder@nordvik.example"),
    (_("Project owner"), "eier@nordvik.example"),
    (_("Project lead"), "prosjektleder@nordvik.example"),
    (_("Team member"), "medlem@nordvik.example"),
    (_("Stakeholder"), "interessent@nordvik.example"),
    (_("Employee"), "ansatt@nordvik.example"),
    (_("Council"), "kommunestyre@nordvik.example"),
    (_("Administrator"), "admin@nordvik.example"),
)
