from django.apps import AppConfig


class CommunityConfig(AppConfig):
    name = "chungtay.gathering.registers.community"
    label = "community"
