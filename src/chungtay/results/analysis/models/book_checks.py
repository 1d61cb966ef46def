"""Requests to look at the source book: what was seen in a unit's figures, who asked, and what the book said."""

from django.db import models


class Answer(models.TextChoices):
    """The closed list. NONE: not answered yet."""

    NONE = "", ""
    ERROR = "error", "error"
    AS_REPORTED = "as_reported", "as_reported"


class BookCheck(models.Model):
    """One body is asked about its figures of one period. It is about figures and never about a person.

    `told` holds what was seen when it was asked, for each test {test, vi, en, about: [indicator]}; `figures` the
    numbers that were looked at as they are printed, {months: [[start, end]], lines: [[indicator, [text]]]}: they stand
    as they were when the reports change later. A question that is taken back stays.
    """

    place = models.ForeignKey("places.Place", models.PROTECT, related_name="+")
    body = models.ForeignKey("actors.Body", models.PROTECT, related_name="+")
    start = models.DateField()
    end = models.DateField()
    regime = models.CharField(max_length=20)
    tests = models.JSONField()
    told = models.JSONField()
    figures = models.JSONField()
    asked_by = models.ForeignKey("actors.User", models.PROTECT, related_name="+")
    asking_body = models.ForeignKey("actors.Body", models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(auto_now_add=True)
    taken_back_at = models.DateTimeField(null=True, blank=True)
    answer = models.CharField(max_length=20, choices=Answer, default="", blank=True)
    answered_by = models.ForeignKey("actors.User", models.PROTECT, related_name="+", null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["body", "start", "end"],
                condition=models.Q(taken_back_at=None),
                name="book_check_asked_once",
            )
        ]
        indexes = [models.Index(fields=["asking_body", "-id"], name="book_check_asking_body")]

    def __str__(self) -> str:
        return f"{self.body_id} {self.start}/{self.end}"
