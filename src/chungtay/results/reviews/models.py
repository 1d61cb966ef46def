"""Reviews bound to one snapshot. The composition is data; pages and Word files are drawn from it."""

from django.db import models


class Review(models.Model):
    """An interim or final review. `composition` was made from the snapshot alone and is never changed."""

    snapshot = models.ForeignKey("warehouse.Snapshot", on_delete=models.PROTECT, related_name="+")
    programme = models.ForeignKey("programmes.Programme", on_delete=models.PROTECT, related_name="+")
    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+")
    start = models.DateField()
    end = models.DateField()
    kind = models.CharField(max_length=8)
    composition = models.JSONField()
    digest = models.CharField(max_length=64)
    is_illustration = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey("actors.User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(kind__in=["interim", "final"]), name="review_kind_known")
        ]


class ReviewText(models.Model):
    """A passage that people write (shortcomings, causes, directions). Each edit is a new row; the last one prints."""

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="+")
    section = models.CharField(max_length=40)
    text = models.TextField(blank=True)
    written_at = models.DateTimeField()
    written_by = models.ForeignKey("actors.User", on_delete=models.PROTECT, related_name="+")
