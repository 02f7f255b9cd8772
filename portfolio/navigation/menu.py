"""The main menu: its links, who sees them, and which one is current."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.access.roles import Permission


@dataclass(frozen=True)
class MenuItem:
    """A line of the menu. It is current on every page whose address begins with one of its
    ``sections``, the first part of an address in the URL tree.
    """

    name: str
    text: str
    sections: tuple[str, ...]
    permission: Permission | None = None


MENU = (
    MenuItem("overview", _("Overview"), ("",)),
    MenuItem("case_list", _("Cases"), ("cases",)),
    MenuItem("my_cases", _("My cases"), ("my",)),
    MenuItem("report_list", _("Reports"), ("reports",), Permission.READ_REPORTED),
    MenuItem("imports", _("Import"), ("import",), Permission.IMPORT),
    MenuItem(
        "people",
        _("People"),
        ("people", "units", "roles", "municipality"),
        Permission.MANAGE_PEOPLE,
    ),
)


# Pages about oneself, and the table of rights for who has no menu line that leads to it.
ACCOUNT_SECTIONS = ("account", "accounts", "tokens", "roles")


def section_of(route: str) -> str:
    """Return the first part of a route as written in the URL tree: cases of cases/<slug:key>/."""
    return route.partition("/")[0]


def menu(request) -> list[dict]:
    """Return the lines that lead somewhere for this person."""
    user, match = request.user, request.resolver_match
    if not user.is_authenticated:
        return []
    here = section_of(match.route) if match else None
    return [
        {"url": reverse(item.name), "text": item.text, "is_current": here in item.sections}
        for item in MENU
        if item.permission is None or user.may(item.permission)
    ]


def is_account_current(request) -> bool:
    """Whether the page is reached by one's own name in the head, and by no line of the menu."""
    match = request.resolver_match
    is_in_menu = any(line["is_current"] for line in menu(request))
    return match is not None and section_of(match.route) in ACCOUNT_SECTIONS and not is_in_menu
