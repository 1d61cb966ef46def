from django.apps import AppConfig


class IndicatorsConfig(AppConfig):
    name = "chungtay.reference.indicators"
    label = "indicators"
