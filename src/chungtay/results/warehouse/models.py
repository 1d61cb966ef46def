"""Generations (live) and snapshots (frozen): which folder of Parquet files, up to which ledger transaction."""

from django.db import models


class Generation(models.Model):
    """The live warehouse up to one ledger transaction. Readers add the ledger's tail above it."""

    transaction_number = models.PositiveBigIntegerField()
    folder = models.CharField(max_length=100, unique=True)
    figure_count = models.PositiveBigIntegerField()
    digest = models.CharField(max_length=64)
    created_at = models.DateTimeField()


class Snapshot(models.Model):
    """Frozen: a ledger transaction with copies of all that a review may print, under one digest. Never changed."""

    code = models.CharField(max_length=20, unique=True)
    programme = models.ForeignKey("programmes.Programme", on_delete=models.PROTECT, related_name="+")
    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+")
    start = models.DateField()
    end = models.DateField()
    transaction_number = models.PositiveBigIntegerField()
    folder = models.CharField(max_length=100, unique=True)
    digest = models.CharField(max_length=64)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey("actors.User", on_delete=models.PROTECT, related_name="+")
