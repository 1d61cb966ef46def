"""What residents answered: a choice from a list about a public point or figure. Nothing here tells who answered."""

from django.db import models


class AnswerSalt(models.Model):
    """The secret under which one month's device tokens are made; destroyed when the month is closed."""

    month = models.DateField(unique=True)
    secret = models.BinaryField(max_length=32, null=True)
    closed_at = models.DateTimeField(null=True)


class ResidentAnswer(models.Model):
    """One device's answer about one subject in one open month; it is destroyed with the salt. No time of day."""

    month = models.DateField()
    subject_kind = models.CharField(max_length=8)
    subject = models.CharField(max_length=40)
    answer = models.CharField(max_length=24)
    device_token = models.BinaryField(max_length=32)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["month", "subject_kind", "subject", "device_token"], name="one_voice"),
        ]


class AnswerCount(models.Model):
    """How many gave one answer about one subject in a closed month; null for one to four, and nothing else of them."""

    month = models.DateField()
    subject_kind = models.CharField(max_length=8)
    subject = models.CharField(max_length=40)
    answer = models.CharField(max_length=24)
    count = models.PositiveIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["month", "subject_kind", "subject", "answer"], name="answer_counted_once"),
        ]


class AnswerReply(models.Model):
    """What the desk answers in public, from a list; `corrects` is the publication that put a figure right."""

    month = models.DateField()
    subject_kind = models.CharField(max_length=8)
    subject = models.CharField(max_length=40)
    reply = models.CharField(max_length=24)
    at = models.DateTimeField()
    by = models.ForeignKey("actors.User", on_delete=models.PROTECT, related_name="+")
    corrects = models.ForeignKey("publishing.Publication", on_delete=models.PROTECT, null=True, related_name="+")
