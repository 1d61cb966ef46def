"""The catalogue in the database: an integer for figures to point at; the meaning stands in the reviewed YAML."""

from django.db import models


class Indicator(models.Model):
    """What is counted. Rights flags are copied from the catalogue so that queries can filter by them."""

    code = models.CharField(max_length=60, unique=True)
    name_vi = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200)
    unit_vi = models.CharField(max_length=60)
    unit_en = models.CharField(max_length=60)
    nature = models.CharField(max_length=10)
    over_places = models.CharField(max_length=10)
    over_time = models.CharField(max_length=10)
    breakdown = models.CharField(max_length=40, blank=True)
    may_target = models.BooleanField()
    may_rank = models.BooleanField()
    public_floor = models.CharField(max_length=10)
    public_period = models.CharField(max_length=10)
    threshold = models.PositiveSmallIntegerField(null=True, blank=True)
    rounding = models.PositiveSmallIntegerField(null=True, blank=True)
    catalogue_digest = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(nature__in=["flow", "stock", "ratio", "distinct"]), name="indicator_nature_known"
            ),
            models.CheckConstraint(
                condition=models.Q(over_places__in=["sum", "union", "ratio", "none"]),
                name="indicator_over_places_known",
            ),
            models.CheckConstraint(
                condition=models.Q(over_time__in=["sum", "last", "ratio", "none"]), name="indicator_over_time_known"
            ),
        ]

    def __str__(self) -> str:
        return self.code
