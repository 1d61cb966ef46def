from django.apps import AppConfig


class StudiesConfig(AppConfig):
    name = "chungtay.results.analysis.studies"
    label = "studies"
