"""What is public, since when. Only a release's own composition ever leaves the house."""

from django.db import models


class Release(models.Model):
    """The public rendition of a review under the disclosure rules of the day. No illustration outside a demo."""

    review = models.OneToOneField("reviews.Review", on_delete=models.PROTECT, related_name="+")
    composition = models.JSONField()
    digest = models.CharField(max_length=64)
    released_at = models.DateTimeField()
    released_by = models.ForeignKey("actors.User", on_delete=models.PROTECT, related_name="+")
