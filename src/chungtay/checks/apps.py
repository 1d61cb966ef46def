from django.apps import AppConfig


class ChecksConfig(AppConfig):
    name = "chungtay.checks"
    label = "checks"
