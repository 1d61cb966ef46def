"""What the rules found in a batch, and the reasons for which findings were waived."""

from django.db import models


class Finding(models.Model):
    """One finding of a rule: which figures, what was read, what was expected, what to do. No words of a report."""

    batch = models.ForeignKey("ledger.Batch", on_delete=models.PROTECT, related_name="+")
    rule = models.CharField(max_length=20)
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
