from django.apps import AppConfig

from chungtay.gathering.registers.activities.wordindexes import ACTIVITIES
from chungtay.gathering.registers.lists.words import installed_after_migrate


class ActivitiesConfig(AppConfig):
    name = "chungtay.gathering.registers.activities"
    label = "activities"

    def ready(self) -> None:
        installed_after_migrate(self, ACTIVITIES)
