from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate

from chungtay.results.publishing.guards import GUARDS


class PublishingConfig(AppConfig):
    name = "chungtay.results.publishing"
    label = "publishing"

    def ready(self) -> None:
        # Django's own signal: a later migration that remakes a table on SQLite drops its guards silently.
        post_migrate.connect(_guards_install, sender=self, dispatch_uid="publishing.guards")


def _guards_install(*, using: str, **_: Any) -> None:
    GUARDS.install(connections[using])
