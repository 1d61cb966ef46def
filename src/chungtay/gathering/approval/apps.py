from django.apps import AppConfig


class ApprovalConfig(AppConfig):
    name = "chungtay.gathering.approval"
    label = "approval"
