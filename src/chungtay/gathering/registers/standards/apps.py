from django.apps import AppConfig


class StandardsConfig(AppConfig):
    name = "chungtay.gathering.registers.standards"
    label = "standards"
