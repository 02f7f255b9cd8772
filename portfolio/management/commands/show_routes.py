from django.core.management.base import BaseCommand

from portfolio.navigation.routes import routes


class Command(BaseCommand):
    """Rights are those the view names; which rows a person sees is decided in the query."""

    help = "Show every route with its methods and who may pass."
    requires_system_checks = ()

    def handle(self, **options):
        lines = [
            (
                ",".join(route.methods) or "any",
                route.pattern,
                "open" if route.is_open else ", ".join(["signed in", *route.permissions]),
            )
            for route in routes()
        ]
        widths = [max(len(line[column]) for line in lines) for column in range(2)]
        for methods, pattern, who in lines:
            self.stdout.write(f"{methods:<{widths[0]}}  {pattern:<{widths[1]}}  {who}")
