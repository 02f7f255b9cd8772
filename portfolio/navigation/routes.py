"""Every route with its methods and who may pass, read from the URL tree and the views."""

import inspect
import re
from dataclasses import dataclass
from functools import cached_property

from django.urls import URLPattern, URLResolver, get_resolver

PERMISSION_PATTERN = re.compile(
    r"\bPermission\.([A-Z_]+)|\b(can_\w+|may_\w+|\w+able_roles)\(|\bpolicies\.(can_\w+)"
)


@dataclass(frozen=True)
class Route:
    """One address. ``pattern`` is as written in the URL tree."""

    pattern: str
    url: URLPattern

    @property
    def name(self):
        return self.url.name or ""

    @cached_property
    def layers(self):
        """The view and what its decorators wrap, outermost first."""
        found = [self.url.callback]
        while inner := getattr(found[-1], "__wrapped__", None):
            found.append(inner)
        return found

    @property
    def view_class(self):
        view = self.url.callback
        return getattr(view, "view_class", None) or getattr(view, "cls", None)

    @property
    def is_api(self):
        return hasattr(self.url.callback, "cls")

    @property
    def methods(self):
        """The methods that are answered, or none named: then the view decides."""
        if self.view_class:
            names = self.view_class.http_method_names
            return [name.upper() for name in names if hasattr(self.view_class, name)]
        for layer in self.layers:
            if inspect.isfunction(layer):
                allowed = inspect.getclosurevars(layer).nonlocals.get("request_method_list")
                if allowed:
                    return list(allowed)
        return []

    @property
    def is_open(self):
        """Whether strangers may pass: only what says so."""
        if self.is_api:
            return not self.view_class.permission_classes
        return not getattr(self.url.callback, "login_required", True)

    @property
    def permissions(self):
        """The rights that the view and its decorators ask for by name, in the order they do."""
        wrapped = [layer.__code__ for layer in self.layers if inspect.isfunction(layer)]
        asking = [self.view_class] if self.view_class else wrapped
        source = "\n".join(map(inspect.getsource, asking))
        found = [
            right.lower() or asked or passed
            for right, asked, passed in PERMISSION_PATTERN.findall(source)
        ]
        return list(dict.fromkeys(found))


def routes(resolver=None, prefix="/"):
    """Yield every route of the URL tree, in its order."""
    for entry in (resolver or get_resolver()).url_patterns:
        pattern = prefix + str(entry.pattern).removeprefix("^")
        if isinstance(entry, URLResolver):
            yield from routes(entry, pattern)
        else:
            yield Route(pattern, entry)
