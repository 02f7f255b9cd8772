"""What the frame of every page needs. Asks the database only when a template uses it."""

from django.conf import settings
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext

from accounts.actions.mail import mail_is_set_up
from accounts.appearance import theme
from accounts.models import Municipality
from portfolio.demo.people import DEMO_PASSWORD, DEMO_PEOPLE
from portfolio.navigation.menu import is_account_current, menu

SCHEMES = ("auto", "light", "dark")


def page_context(request):
    """Return the frame's context."""
    municipality = SimpleLazyObject(lambda: municipality_of(request))
    context = {
        "municipality": municipality,
        "organisation": SimpleLazyObject(lambda: organisation(municipality)),
        "theme_url": SimpleLazyObject(lambda: theme_url(municipality)),
        "scheme": scheme_of(request),
        "menu": SimpleLazyObject(lambda: menu(request)),
        "is_account_current": SimpleLazyObject(lambda: is_account_current(request)),
        "languages": settings.LANGUAGES,
        "mail_is_set_up": mail_is_set_up(),
    }
    if settings.DEMO:
        context |= {"demo_people": DEMO_PEOPLE, "demo_password": DEMO_PASSWORD}
    return context


def municipality_of(request):
    """Return the person's municipality; before sign-in the only one in use. One query."""
    if request.user.is_authenticated:
        return request.user.municipality
    in_use = Municipality.objects.in_use()[:2]
    return in_use[0] if len(in_use) == 1 else None


def organisation(municipality):
    """Return the municipality's name as people say it: Nordvik kommune."""
    return gettext("%(name)s municipality") % {"name": municipality.name} if municipality else ""


def theme_url(municipality):
    """Return the theme's address: it names colour and content, so it may be kept for ever."""
    colour = municipality.colour if municipality else theme.DEFAULT_COLOUR
    return f"{reverse('theme')}?colour={colour.removeprefix('#')}&v={theme.digest(colour)}"


def scheme_of(request):
    """Return light, dark, or auto: as the device says."""
    scheme = request.COOKIES.get("scheme")
    return scheme if scheme in SCHEMES else "auto"
