from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "chungtay.faces.desk"
    label = "desk"
