from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate

from chungtay.reference.audit import guards


class AuditConfig(AppConfig):
    name = "chungtay.reference.audit"
    label = "audit"

    def ready(self) -> None:
        # Django's own signal: a later migration that remakes a table on SQLite drops its guards silently.
        post_migrate.connect(_guards_install, sender=self, dispatch_uid="audit.guards")


def _guards_install(*, using: str, **_: Any) -> None:
    guards.install(connections[using])
