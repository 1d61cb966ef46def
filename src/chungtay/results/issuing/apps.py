from django.apps import AppConfig


class IssuingConfig(AppConfig):
    name = "chungtay.results.issuing"
    label = "issuing"
