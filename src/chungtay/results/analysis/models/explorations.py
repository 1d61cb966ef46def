"""Questions that officers keep for themselves. What they ask is an address; no answer is ever kept here."""

from django.db import models


class SavedExploration(models.Model):
    """One exploration that an account keeps, as the words of its address (`exploring.address`, version 1).

    Taken away it stays until it is brought back or its account ends: a slip of the finger loses nothing.
    """

    account = models.ForeignKey("actors.User", models.CASCADE, related_name="+")
    name = models.CharField(max_length=120)
    query = models.TextField()
    created_at = models.DateTimeField(auto_now_add=True)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["account", "-id"], name="saved_exploration_account")]

    def __str__(self) -> str:
        return self.name
