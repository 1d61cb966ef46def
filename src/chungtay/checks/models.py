"""What the rules found in a batch, what its reporter says to that, and why findings were set aside."""

from django.db import models


class Finding(models.Model):
    """One finding of a rule: which figures, what was read, what was expected, what to do. No words of a report.

    `key` names it by its rule and the rows concerned, whatever version of the report it is found in.
    """

    batch = models.ForeignKey("ledger.Batch", on_delete=models.PROTECT, related_name="+")
    rule = models.CharField(max_length=20)
    key = models.CharField(max_length=32, blank=True)
    severity = models.CharField(max_length=8)
    positions = models.JSONField()
    details = models.JSONField()
    found_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(severity__in=["block", "warn", "note"]), name="finding_severity_known"
            )
        ]


class Waiver(models.Model):
    """A finding set aside, never without a reason."""

    finding = models.OneToOneField(Finding, on_delete=models.PROTECT, related_name="+")
    waived_by = models.ForeignKey("actors.User", on_delete=models.PROTECT, related_name="+")
    waived_at = models.DateTimeField()
    reason = models.CharField(max_length=500)

    class Meta:
        constraints = [models.CheckConstraint(condition=~models.Q(reason=""), name="waiver_has_reason")]


class Explanation(models.Model):
    """What the reporter says to a finding. It answers a question; it sets nothing aside."""

    finding = models.OneToOneField(Finding, on_delete=models.PROTECT, related_name="+")
    explained_by = models.ForeignKey("actors.User", on_delete=models.PROTECT, related_name="+")
    explained_at = models.DateTimeField()
    reason = models.CharField(max_length=500)

    class Meta:
        constraints = [models.CheckConstraint(condition=~models.Q(reason=""), name="explanation_has_reason")]


class Checkup(models.Model):
    """How the rules answered for a batch: {"KT-011": [held, broken, {"short": 14}]}; rules with nothing to say are not
    there. What could not be told is counted by reason, because it is no pass."""

    batch = models.OneToOneField("ledger.Batch", on_delete=models.PROTECT, related_name="+")
    checked_at = models.DateTimeField()
    counts = models.JSONField()
