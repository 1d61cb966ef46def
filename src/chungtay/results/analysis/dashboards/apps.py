from django.apps import AppConfig


class DashboardsConfig(AppConfig):
    name = "chungtay.results.analysis.dashboards"
    label = "dashboards"
