from django.apps import AppConfig


class CommendationsConfig(AppConfig):
    name = "chungtay.gathering.registers.commendations"
    label = "commendations"
