from django.apps import AppConfig


class IntakeConfig(AppConfig):
    name = "chungtay.gathering.intake"
    label = "intake"
