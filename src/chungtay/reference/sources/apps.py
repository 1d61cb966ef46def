from django.apps import AppConfig


class SourcesConfig(AppConfig):
    name = "chungtay.reference.sources"
    label = "sources"
