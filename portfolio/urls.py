"""Every address of Slik on one screen."""

from allauth.account import views as signing
from django.conf import settings
from django.urls import include, path, re_path
from django.views.generic import RedirectView

from accounts import urls as accounts
from portfolio.views import (
    cases,
    factors,
    health,
    overview,
    preferences,
    reports,
    security,
    styleguide,
    theme,
)
from projects.access.held_roles import held_roles_of
from projects.summaries.roles_of_a_person import roles_in_cases_of

# Of allauth only what is used. Its signup view is closed by the adapter, but its mails name it.
signing_urls = [
    path("login/", signing.login, name="account_login"),
    path("logout/", signing.logout, name="account_logout"),
    path("inactive/", signing.account_inactive, name="account_inactive"),
    path("signup/", signing.signup, name="account_signup"),
    path("reauthenticate/", signing.reauthenticate, name="account_reauthenticate"),
    path("password/change/", signing.password_change, name="account_change_password"),
    path(  # where allauth sends who has no password yet: they choose one by mail
        "password/set/",
        RedirectView.as_view(pattern_name="account_reset_password"),
        name="account_set_password",
    ),
    path("password/reset/", signing.password_reset, name="account_reset_password"),
    path("password/reset/done/", signing.password_reset_done, name="account_reset_password_done"),
    path(
        "password/reset/key/done/",
        signing.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        signing.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
]

handler429 = "accounts.views.limits.too_many_requests"  # allauth's limits answer with it

urlpatterns = [
    path("", overview.overview_page, name="overview"),
    path("cases/", cases.case_list, name="case_list"),
    path("cases/<slug:key>/formula.csv", factors.factors_csv, name="factors_csv"),
    path("reports/", reports.report_list, name="report_list"),
    path("reports/<slug:code>/", reports.report_page, name="report"),
    path(".well-known/security.txt", security.security_txt, name="security_txt"),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("accounts/", include(signing_urls)),
    path("", include("projects.urls")),
    path("api/v1/", include("portfolio.api.urls")),
    *accounts.url_patterns(roles_in_cases_of=roles_in_cases_of, held_roles_of=held_roles_of),
    path("theme.css", theme.stylesheet, name="theme"),
    path("language/", preferences.set_language, name="set_language"),
    path("scheme/", preferences.set_scheme, name="set_scheme"),
]

development = [
    path("styleguide/", styleguide.styleguide, name="styleguide"),
    path("styleguide/dialog/", styleguide.styleguide_dialog, name="styleguide_dialog"),
]
if settings.DEVELOPMENT:
    urlpatterns += development
