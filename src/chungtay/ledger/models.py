"""Batches, figures and decisions: only appended. Database triggers refuse UPDATE and DELETE on every table here.

Foreign keys without an index of their own are led by a composite index, or are never searched by: at a
hundred million figures every index that nobody reads costs more than the values it points to.
"""

from django.db import models


class Transaction(models.Model):
    """One writing of the ledger. Its number orders everything that is known; its time is when it became known.

    Numbers run 1, 2, 3... without gaps in the order of commit (see `services.transaction_open`), and are the
    same after a restore into another engine.
    """

    number = models.PositiveBigIntegerField(primary_key=True)
    recorded_at = models.DateTimeField(db_index=True)
    recorded_by = models.ForeignKey("actors.User", on_delete=models.PROTECT, related_name="+", db_index=False)


class Batch(models.Model):
    """What one body reports with one form for one place and period, in one version, from one source."""

    transaction = models.ForeignKey(Transaction, on_delete=models.PROTECT, related_name="+", db_index=False)
    body = models.ForeignKey("actors.Body", on_delete=models.PROTECT, related_name="+", db_index=False)
    form = models.ForeignKey("forms.Form", on_delete=models.PROTECT, related_name="+", db_index=False)
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
            models.CheckConstraint(condition=models.Q(version__gte=1), name="batch_version_from_one"),
        ]


class Figure(models.Model):
    """One claim. Either a value with its precision or an absence; where it stands in the source; what it corrects.

    `locator` is the sheet and cell of a workbook ("Thang!D12"), where offsets point into a text. `note` is what the
    reporter says of the figure, after the gate that keeps names out.
    """

    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, related_name="+", db_index=False)
    position = models.PositiveIntegerField()
    indicator = models.ForeignKey("indicators.Indicator", on_delete=models.PROTECT, related_name="+", db_index=False)
    cell = models.CharField(max_length=200, blank=True)
    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+", db_index=False)
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
    locator = models.CharField(max_length=80, blank=True)
    note = models.CharField(max_length=300, blank=True)
    corrects = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+", db_index=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["batch", "position"], name="figure_position_once"),
            models.CheckConstraint(
                condition=models.Q(status__in=["result", "target", "context"]), name="figure_status_known"
            ),
            models.CheckConstraint(
                condition=(models.Q(value__isnull=False, absence="") & ~models.Q(precision=""))
                | models.Q(value=0, absence="zero", precision="exact")
                | models.Q(
                    value__isnull=True,
                    precision="",
                    absence__in=["not_reported", "refused", "not_applicable", "not_yet_due"],
                ),
                name="figure_value_or_absence",
            ),
            models.CheckConstraint(condition=models.Q(end__gte=models.F("start")), name="figure_period_forward"),
        ]
        indexes = [
            models.Index(fields=["place", "indicator", "start"], name="figure_series"),
            models.Index(fields=["corrects"], condition=models.Q(corrects__isnull=False), name="figure_corrections"),
        ]


class Decision(models.Model):
    """Submitted, returned, approved, withdrawn or published; by whom, when, why. The latest is the batch's status.

    `on_behalf_of`: the account for which a delegate decided.
    """

    transaction = models.ForeignKey(Transaction, on_delete=models.PROTECT, related_name="+")
    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=10)
    decided_by = models.ForeignKey("actors.User", on_delete=models.PROTECT, related_name="+", db_index=False)
    decided_at = models.DateTimeField()
    on_behalf_of = models.ForeignKey(
        "actors.User", on_delete=models.PROTECT, related_name="+", null=True, db_index=False
    )
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
    """One link of the chain over the decisions that make a batch stand or fall.

    Its digest is the SHA-256 of the link before, the batch's digest and the decision (`canonical.link_digest`).
    """

    sequence = models.PositiveBigIntegerField(unique=True)
    decision = models.OneToOneField(Decision, on_delete=models.PROTECT, related_name="+")
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64, unique=True)
