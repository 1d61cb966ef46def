"""The room of places."""

from django.apps import AppConfig


class PlacesConfig(AppConfig):
    name = "chungtay.reference.places"
    label = "places"
    verbose_name = "Địa bàn"
