"""A report being read: its candidates wait here, changeable, until they are submitted as a batch of the ledger."""

from django.db import models


class State(models.TextChoices):
    """What the officer made of a candidate."""

    PROPOSED = "proposed"
    CONFIRMED = "confirmed"
    CORRECTED = "corrected"
    ADDED = "added"
    DROPPED = "dropped"


class ReportReading(models.Model):
    """One original read for one obligation. `batch` is the latest that was submitted from it."""

    source = models.ForeignKey("sources.Source", on_delete=models.PROTECT, related_name="+")
    body = models.ForeignKey("actors.Body", on_delete=models.PROTECT, related_name="+")
    form = models.ForeignKey("forms.Form", on_delete=models.PROTECT, related_name="+")
    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+")
    start = models.DateField()
    end = models.DateField()
    regime = models.CharField(max_length=20)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey("actors.User", on_delete=models.PROTECT, related_name="+")
    batch = models.ForeignKey("ledger.Batch", on_delete=models.PROTECT, null=True, related_name="+")


class Candidate(models.Model):
    """One figure as the reader proposes it, and what the officer decided. Offsets index the source's extracted text.

    `position` and `paragraph` count from 1. `proposal` keeps what the reader proposed once an officer corrects it, so
    that correcting can be undone. No sentence stands here: it is cut from the source, masked, when a batch is sent.
    """

    reading = models.ForeignKey(ReportReading, on_delete=models.CASCADE, related_name="+")
    position = models.PositiveIntegerField()
    start = models.IntegerField()
    end = models.IntegerField()
    sentence_start = models.IntegerField()
    sentence_end = models.IntegerField()
    paragraph = models.PositiveIntegerField()
    surface = models.CharField(max_length=80)
    value = models.DecimalField(max_digits=24, decimal_places=6)
    value_to = models.DecimalField(max_digits=24, decimal_places=6, null=True)
    of = models.DecimalField(max_digits=24, decimal_places=6, null=True)
    precision = models.CharField(max_length=10)
    unit = models.CharField(max_length=60, blank=True)
    indicator = models.ForeignKey("indicators.Indicator", on_delete=models.PROTECT, null=True, related_name="+")
    cell = models.CharField(max_length=200, blank=True)
    qualifier = models.CharField(max_length=120, blank=True)
    parent_position = models.PositiveIntegerField(null=True)
    status = models.CharField(max_length=8)
    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, null=True, related_name="+")
    period_start = models.DateField(null=True)
    period_end = models.DateField(null=True)
    period_regime = models.CharField(max_length=20, blank=True)
    confidence = models.FloatField()
    is_added = models.BooleanField(default=False)
    proposal = models.JSONField(null=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.PROPOSED)
    decided_by = models.ForeignKey("actors.User", on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["reading", "position"], name="candidate_position_once"),
            models.CheckConstraint(
                condition=models.Q(state="proposed") | models.Q(decided_by__isnull=False, decided_at__isnull=False),
                name="candidate_decided_by",
            ),
        ]
