"""Batches, figures and decisions: only appended. Database triggers refuse UPDATE and DELETE on every table here."""

from django.db import models


class Transaction(models.Model):
    """One writing of the ledger. Its number orders everything that is known; its time is when it became known."""

    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey("actors.User", on_delete=models.PROTECT, related_name="+")


class Batch(models.Model):
    """What one body reports with one form for one place and period, in one version, from one source."""

    transaction = models.ForeignKey(Transaction, on_delete=models.PROTECT, related_name="+")
    body = models.ForeignKey("actors.Body", on_delete=models.PROTECT, related_name="+")
    form = models.ForeignKey("forms.Form", on_delete=models.PROTECT, related_name="+")
    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+")
    start = models.DateField()
    end = models.DateField()
    regime = models.CharField(max_length=20)
    version = models.PositiveIntegerField()
    source = models.ForeignKey("sources.Source", on_delete=models.PROTECT, related_name="+", null=True)
    source_sha256 = models.CharField(max_length=64, blank=True)
    figure_count = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    is_illustration = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["body", "form", "place", "start", "end", "regime", "version"], name="batch_version_once"
            ),
            models.CheckConstraint(condition=models.Q(end__gte=models.F("start")), name="batch_period_forward"),
        ]


class Figure(models.Model):
    """One claim. Either a value with its precision or an absence; where it stands in the source; what it corrects."""

    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveIntegerField()
    indicator = models.ForeignKey("indicators.Indicator", on_delete=models.PROTECT, related_name="+")
    cell = models.CharField(max_length=200, blank=True)
    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+")
    start = models.DateField()
    end = models.DateField()
    regime = models.CharField(max_length=20)
    status = models.CharField(max_length=8)
    value = models.DecimalField(max_digits=24, decimal_places=6, null=True)
    value_to = models.DecimalField(max_digits=24, decimal_places=6, null=True)
    of = models.DecimalField(max_digits=24, decimal_places=6, null=True)
    precision = models.CharField(max_length=10, blank=True)
    grain = models.DecimalField(max_digits=24, decimal_places=6, null=True)
    as_written = models.CharField(max_length=80, blank=True)
    absence = models.CharField(max_length=16, blank=True)
    unit = models.CharField(max_length=60, blank=True)
    members = models.JSONField(null=True)
    source_start = models.IntegerField(null=True)
    source_end = models.IntegerField(null=True)
    corrects = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["batch", "position"], name="figure_position_once"),
            models.CheckConstraint(
                condition=models.Q(status__in=["result", "target", "context"]), name="figure_status_known"
            ),
            models.CheckConstraint(
                condition=(models.Q(value__isnull=False) & models.Q(absence__in=["", "zero"]))
                | (models.Q(value__isnull=True) & ~models.Q(absence__in=["", "zero"])),
                name="figure_value_or_absence",
            ),
            models.CheckConstraint(condition=models.Q(end__gte=models.F("start")), name="figure_period_forward"),
        ]
        indexes = [models.Index(fields=["indicator", "place", "start"], name="figure_series")]


class Decision(models.Model):
    """Submitted, returned, approved, withdrawn or published; by whom, when, why. The latest is the batch's status."""

    transaction = models.ForeignKey(Transaction, on_delete=models.PROTECT, related_name="+")
    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10)
    decided_by = models.ForeignKey("actors.User", on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()
    reason = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=["submitted", "returned", "approved", "withdrawn", "published"]),
                name="decision_kind_known",
            )
        ]
        indexes = [models.Index(fields=["batch", "id"], name="decision_latest")]


class Link(models.Model):
    """One link of the chain over approved batches: digest = SHA-256(previous digest, batch digest, decision)."""

    sequence = models.PositiveBigIntegerField(unique=True)
    decision = models.OneToOneField(Decision, on_delete=models.PROTECT, related_name="+")
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64, unique=True)
