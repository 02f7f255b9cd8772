"""Every address of Slik on one screen."""

from django.conf import settings
from django.urls import path

from portfolio.views import preferences, styleguide, theme

urlpatterns = [
    path("theme.css", theme.stylesheet, name="theme"),
    path("language/", preferences.set_language, name="set_language"),
    path("scheme/", preferences.set_scheme, name="set_scheme"),
]

if settings.DEBUG:
    urlpatterns += [
        path("styleguide/", styleguide.styleguide, name="styleguide"),
        path("styleguide/dialog/", styleguide.styleguide_dialog, name="styleguide_dialog"),
    ]
