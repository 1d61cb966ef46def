from django.apps import AppConfig


class PublishingConfig(AppConfig):
    name = "chungtay.results.publishing"
    label = "publishing"
