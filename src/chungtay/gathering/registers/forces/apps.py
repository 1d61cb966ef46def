from django.apps import AppConfig


class ForcesConfig(AppConfig):
    name = "chungtay.gathering.registers.forces"
    label = "forces"
