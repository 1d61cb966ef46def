from django.apps import AppConfig


class AnalysisConfig(AppConfig):
    name = "chungtay.results.analysis"
    label = "analysis"
