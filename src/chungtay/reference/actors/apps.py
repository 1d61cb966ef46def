from django.apps import AppConfig


class ActorsConfig(AppConfig):
    name = "chungtay.reference.actors"
    label = "actors"
