"""Tallies: counts of tips, mediation and disputes, one sheet a commune and reporting period.

There is no row for a press, no day, no village and no text. While a sheet is open it is a handful of running numbers
without a time or a name on them; what is kept for good is the sheet as it was confirmed. A sheet that is put right is a
new version: the confirmed one stays as it is.
"""

from django.db import models


class Axis(models.IntegerChoices):
    """By what a sheet is counted. One of them: two lists of few cases would tell which case came by which way."""

    KIND = 1
    CHANNEL = 2


class TallySheet(models.Model):
    """What one commune counted in one reporting period. `topic` is a key of `tallies.yaml`.

    `why` says of a second version what was wrong with the first, out of a closed list. `start`, `end` and `regime`
    make the period; `confirmed_at` is null while it is open, and then there is no other time on it.
    """

    class Why(models.IntegerChoices):
        FIRST = 0
        MISCOUNTED = 1
        LATE = 2
        WRONG_LINE = 3

    topic = models.CharField(max_length=12)
    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+")
    province = models.ForeignKey("places.Place", on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    body = models.ForeignKey("actors.Body", on_delete=models.PROTECT, related_name="+")
    start = models.DateField()
    end = models.DateField()
    regime = models.CharField(max_length=20)
    axis = models.PositiveSmallIntegerField(choices=Axis.choices)
    version = models.PositiveIntegerField()
    why = models.PositiveSmallIntegerField(choices=Why.choices, default=Why.FIRST)
    is_illustration = models.BooleanField(default=False)
    confirmed_by = models.ForeignKey("actors.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["topic", "place", "start", "end", "version"], name="tally_version_once"),
            models.CheckConstraint(condition=models.Q(axis__in=Axis.values), name="tally_axis_known"),
            models.CheckConstraint(
                condition=models.Q(confirmed_at__isnull=True, confirmed_by__isnull=True)
                | models.Q(confirmed_at__isnull=False, confirmed_by__isnull=False),
                name="tally_confirmed_by_somebody",
            ),
        ]
        indexes = [models.Index(fields=["topic", "start", "end", "province"], name="tally_of_period")]


class TallyLine(models.Model):
    """One running number of a sheet: what is counted (`measure`), of which member of the sheet's axis."""

    sheet = models.ForeignKey(TallySheet, on_delete=models.CASCADE, related_name="lines", db_index=False)
    measure = models.CharField(max_length=40)
    member = models.CharField(max_length=24, blank=True)
    value = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["sheet", "measure", "member"], name="tally_line_once")]
