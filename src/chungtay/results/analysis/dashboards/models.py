"""How bodies arrange their pages, version by version: undoing goes back, and nothing that was arranged is lost."""

from django.db import models
from django.db.models import Q

from chungtay.results.analysis.dashboards.blocks import Page


class Layout(models.Model):
    """One arrangement of a body's page. The latest one that is not undone stands; without any, the usual one."""

    body = models.ForeignKey("actors.Body", on_delete=models.CASCADE, related_name="+")
    page = models.CharField(max_length=8)
    blocks = models.JSONField()
    arranged_at = models.DateTimeField(auto_now_add=True)
    arranged_by = models.ForeignKey("actors.User", on_delete=models.PROTECT, related_name="+")
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey("actors.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["body", "page", "-id"], name="layout_of_body")]
        constraints = [
            models.CheckConstraint(condition=Q(page__in=[str(page) for page in Page]), name="layout_page_known"),
            models.CheckConstraint(
                condition=Q(undone_at__isnull=True, undone_by__isnull=True)
                | Q(undone_at__isnull=False, undone_by__isnull=False),
                name="layout_undone_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.page} {self.pk}"
