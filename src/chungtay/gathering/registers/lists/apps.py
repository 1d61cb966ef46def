from django.apps import AppConfig


class ListsConfig(AppConfig):
    name = "chungtay.gathering.registers.lists"
    label = "lists"
