"""What was done, by which account, from where, to what: rows that are only added, each sealing the one before it.

Accounts and bodies stand here by name and code and not by key: a row says what was so when it was written, and this
room lies below the one that keeps accounts.
"""

from django.db import models


class Way(models.TextChoices):
    """Through which face something was done."""

    DESK = "desk"
    COMMAND = "command"


class Outcome(models.TextChoices):
    """Whether it was done, or refused."""

    DONE = "done"
    REFUSED = "refused"


class Entry(models.Model):
    """One deed. `thing` is a kind and a key ("account:duyet.ht"), `before` and `after` hold only what `keys` allows.

    Where it came from is not here but in `Origin`; `origin_seal` binds the two until that is forgotten.
    """

    sequence = models.PositiveBigIntegerField(unique=True)
    at = models.DateTimeField(db_index=True)
    account = models.CharField(max_length=60, blank=True, db_index=True)
    role = models.CharField(max_length=16, blank=True)
    body = models.CharField(max_length=40, blank=True, db_index=True)
    way = models.CharField(max_length=8, choices=Way.choices)
    deed = models.CharField(max_length=60, db_index=True)
    thing = models.CharField(max_length=160, blank=True)
    outcome = models.CharField(max_length=8, choices=Outcome.choices)
    before = models.JSONField(null=True, blank=True)
    after = models.JSONField(null=True, blank=True)
    origin_seal = models.CharField(max_length=64, blank=True)
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(way__in=Way.values), name="audit_way_known"),
            models.CheckConstraint(condition=models.Q(outcome__in=Outcome.values), name="audit_outcome_known"),
        ]

    def __str__(self) -> str:
        return f"{self.sequence} {self.deed}"


class Origin(models.Model):
    """The network address that a deed came from, forgotten after a year: the seal then says nothing any more, for its
    salt went with it, and the chain stays whole."""

    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, related_name="+")
    seen = models.CharField(max_length=45)
    salt = models.CharField(max_length=64)
    at = models.DateTimeField(db_index=True)
