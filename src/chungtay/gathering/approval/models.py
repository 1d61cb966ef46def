"""What approving needs beside the ledger: who stands in for whom, which figures a return points at, which mails
went."""

from django.db import models


class Delegation(models.Model):
    """An approver away from the desk lets another account of the same body decide, from one day to another.

    Ended early by `ended_at`; never deleted, so that a decision made under it can be explained.
    """

    giver = models.ForeignKey("actors.User", on_delete=models.PROTECT, related_name="+")
    taker = models.ForeignKey("actors.User", on_delete=models.PROTECT, related_name="+")
    valid_from = models.DateField()
    valid_to = models.DateField()
    reason = models.CharField(max_length=200)
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(valid_to__gte=models.F("valid_from")), name="delegation_dates_forward"
            ),
            models.CheckConstraint(condition=~models.Q(giver=models.F("taker")), name="delegation_to_another"),
        ]


class ReturnMark(models.Model):
    """One figure that a return asks to put right, and why. The figures that no mark names are accepted as they are."""

    decision = models.ForeignKey("ledger.Decision", on_delete=models.PROTECT, related_name="+")
    figure = models.ForeignKey("ledger.Figure", on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=300)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["decision", "figure"], name="return_mark_once")]


class Look(models.Model):
    """Up to which ledger transaction an account has looked at what changed under it."""

    user = models.OneToOneField("actors.User", on_delete=models.PROTECT, related_name="+")
    transaction = models.PositiveBigIntegerField(default=0)


class Notice(models.Model):
    """One mail that was sent, or that is being sent: never twice for the same account, kind and subject key.

    `sent_at`: when the server took it; until then null, and nobody else sends it before `claimed_until`.
    """

    user = models.ForeignKey("actors.User", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20)
    key = models.CharField(max_length=120)
    sent_at = models.DateTimeField(null=True)
    claimed_until = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "kind", "key"], name="notice_once")]


class Ground(models.TextChoices):
    """Why something out of the ordinary is done: a closed list, so that no story of a person is ever written here."""

    MISTAKE = "mistake"
    LATE = "late"
    INSPECTION = "inspection"
    INCIDENT = "incident"
    ORDER = "order"
    VERSION = "version"


class Proposal(models.Model):
    """Something that takes two people: the first proposes, the second accepts or refuses, and then it is good once."""

    class Kind(models.TextChoices):
        TERM = "term"
        CATALOGUE = "catalogue"

    kind = models.CharField(max_length=10, choices=Kind.choices)
    thing = models.CharField(max_length=120, db_index=True)
    ground = models.CharField(max_length=12, choices=Ground.choices)
    document = models.CharField(max_length=60)
    proposed_by = models.ForeignKey("actors.User", on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    decided_by = models.ForeignKey("actors.User", on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    is_accepted = models.BooleanField(null=True)
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(decided_by__isnull=True) | ~models.Q(decided_by=models.F("proposed_by")),
                name="proposal_two_people",
            )
        ]


class Emergency(models.Model):
    """An administrator that reads figures of its territory for an hour, with a ground, seen by oversight."""

    account = models.ForeignKey("actors.User", on_delete=models.PROTECT, related_name="+")
    ground = models.CharField(max_length=12, choices=Ground.choices)
    document = models.CharField(max_length=60)
    opened_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    seen_by = models.ForeignKey("actors.User", on_delete=models.PROTECT, null=True, related_name="+")
    seen_at = models.DateTimeField(null=True)
