"""Form versions and who owes them."""

from django.db import models


class Form(models.Model):
    """A version of a set of indicators under one reporting regime. A batch keeps the version it was made with."""

    code = models.CharField(max_length=40)
    version = models.PositiveSmallIntegerField()
    name_vi = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200)
    regime = models.CharField(max_length=20)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["code", "version"], name="form_version_once")]


class FormItem(models.Model):
    """One indicator of a form, in the order in which it is asked for."""

    form = models.ForeignKey(Form, on_delete=models.PROTECT, related_name="+")
    indicator = models.ForeignKey("indicators.Indicator", on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()


class Obligation(models.Model):
    """A body owes a form for a place, for periods that end within the validity dates."""

    form = models.ForeignKey(Form, on_delete=models.PROTECT, related_name="+")
    body = models.ForeignKey("actors.Body", on_delete=models.PROTECT, related_name="+", null=True)
    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)


class Holiday(models.Model):
    """A day on which no office works; deadlines move past it."""

    on = models.DateField(unique=True)
    name_vi = models.CharField(max_length=100)
    name_en = models.CharField(max_length=100)
