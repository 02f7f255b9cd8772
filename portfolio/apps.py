from django.apps import AppConfig
from django.core.checks import Tags, register

from portfolio.database.earlier_version import refuse_earlier_version


class PortfolioConfig(AppConfig):
    name = "portfolio"

    def ready(self):
        """Let ``migrate`` ask first whether the database can be migrated."""
        register(refuse_earlier_version, Tags.database)
