from django.apps import AppConfig


class ActivitiesConfig(AppConfig):
    name = "chungtay.gathering.registers.activities"
    label = "activities"
