from django.apps import AppConfig

from chungtay.gathering.registers.lists.words import installed_after_migrate
from chungtay.gathering.registers.standards.wordindexes import ENTRIES


class StandardsConfig(AppConfig):
    name = "chungtay.gathering.registers.standards"
    label = "standards"

    def ready(self) -> None:
        installed_after_migrate(self, ENTRIES)
