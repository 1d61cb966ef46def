from django.apps import AppConfig


class WarehouseConfig(AppConfig):
    name = "chungtay.results.warehouse"
    label = "warehouse"
