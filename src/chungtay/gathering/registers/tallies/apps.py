from django.apps import AppConfig


class TalliesConfig(AppConfig):
    name = "chungtay.gathering.registers.tallies"
    label = "tallies"
