from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "chungtay.faces.portal"
    label = "portal"
