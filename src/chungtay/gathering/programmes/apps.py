from django.apps import AppConfig


class ProgrammesConfig(AppConfig):
    name = "chungtay.gathering.programmes"
    label = "programmes"
