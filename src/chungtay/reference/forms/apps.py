from django.apps import AppConfig


class FormsConfig(AppConfig):
    name = "chungtay.reference.forms"
    label = "forms"
