"""Coordination programmes, their lineage, parties and content areas. Contents differ by programme, so they are rows."""

from django.db import models


class Programme(models.Model):
    """A signed coordination programme; `parent` is the one it carries out, `predecessor` the one before it."""

    number = models.CharField(max_length=60, unique=True)
    title_vi = models.CharField(max_length=300)
    title_en = models.CharField(max_length=300)
    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+")
    signed_on = models.DateField(null=True, blank=True)
    term_start = models.DateField()
    term_end = models.DateField()
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    predecessor = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    def __str__(self) -> str:
        return self.number


class Party(models.Model):
    """A body that signed, in the order of the heading."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="+")
    body = models.ForeignKey("actors.Body", on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()


class ContentArea(models.Model):
    """One area of work that the programme names, with the codes of the indicators that report on it."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()
    name_vi = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200)
    indicators = models.JSONField()
