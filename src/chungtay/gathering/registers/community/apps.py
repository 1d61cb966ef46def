from django.apps import AppConfig

from chungtay.gathering.registers.community.wordindexes import POINTS, TEAMS
from chungtay.gathering.registers.lists.words import installed_after_migrate


class CommunityConfig(AppConfig):
    name = "chungtay.gathering.registers.community"
    label = "community"

    def ready(self) -> None:
        installed_after_migrate(self, POINTS, TEAMS)
