"""Standards: a locality or unit registers for a year, assesses itself by criterion, is proposed, recognised or not."""

from django.db import models

from chungtay.gathering.registers.lists.bringings import BringingBase


class State(models.IntegerChoices):
    """Where a subject is in its year."""

    REGISTERED = 1
    PROPOSED = 2
    RECOGNISED = 3
    NOT_RECOGNISED = 4
    VOID = 5


class Verdict(models.IntegerChoices):
    """What a criterion is found to be."""

    MET = 1
    NOT_MET = 2
    NOT_APPLICABLE = 3


class Deed(models.IntegerChoices):
    """What a step did."""

    REGISTERED = 1
    ASSESSED = 2
    PROPOSED = 3
    RECOGNISED = 4
    NOT_RECOGNISED = 5
    REOPENED = 6
    VOIDED = 7


class Bringing(BringingBase):
    """A list of subjects that came in at once, by a file, and can be taken back as one."""


class Entry(models.Model):
    """One subject in one year under one rule set; `rule`, `kind`, `sort` are numbers of the shipped file.

    `name` is a unit's ("" for a commune, which is its place). `marks` are verdicts by number of the criterion, nothing
    else. `rating` is a member of the catalogue's ratings, "" where the set does not rate.
    """

    rule = models.PositiveSmallIntegerField()
    year = models.PositiveSmallIntegerField()
    kind = models.PositiveSmallIntegerField()
    sort = models.PositiveSmallIntegerField(default=0)
    name = models.CharField(max_length=120, blank=True)
    name_key = models.CharField(max_length=120, blank=True)
    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+", db_index=False)
    province = models.ForeignKey("places.Place", on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    body = models.ForeignKey("actors.Body", on_delete=models.PROTECT, related_name="+", db_index=False)
    state = models.PositiveSmallIntegerField(choices=State.choices, default=State.REGISTERED)
    marks = models.JSONField(default=dict)
    rating = models.CharField(max_length=20, blank=True)
    decision = models.CharField(max_length=60, blank=True)
    decided_on = models.DateField(null=True, blank=True)
    brought = models.ForeignKey(
        Bringing, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    version = models.PositiveIntegerField(default=1)
    is_illustration = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(state__in=State.values), name="entry_state_known"),
            models.CheckConstraint(
                condition=~models.Q(state=State.RECOGNISED)
                | models.Q(decided_on__isnull=False) & ~models.Q(decision=""),
                name="entry_recognised_by_a_decision",
            ),
            models.UniqueConstraint(
                fields=["place", "rule", "year", "kind", "name_key"],
                condition=~models.Q(state=State.VOID),
                name="entry_once_a_year",
            ),
        ]
        indexes = [
            models.Index(fields=["rule", "year", "province", "kind", "state"], name="entry_of_year"),
            models.Index(fields=["place", "decided_on"], name="entry_of_place"),
            # Lists of a year run by commune.
            models.Index(fields=["rule", "year", "place", "id", "state", "kind"], name="entry_in_order"),
            models.Index(fields=["rule", "year", "province", "place", "id", "state"], name="entry_of_province"),
            models.Index(fields=["brought"], condition=models.Q(brought__isnull=False), name="entry_of_list"),
        ]

    def __str__(self) -> str:
        return f"{self.rule}/{self.year}/{self.pk}"


class EntryStep(models.Model):
    """One thing stated of an entry. Only added."""

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField()
    deed = models.PositiveSmallIntegerField(choices=Deed.choices)
    on = models.DateField()
    document = models.CharField(max_length=60, blank=True)
    reason = models.CharField(max_length=200, blank=True)
    recorded_by = models.ForeignKey("actors.User", on_delete=models.PROTECT, related_name="+", db_index=False)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["entry", "version"], name="entry_step_version_once")]


class Scope(models.Model):
    """How many subjects of a kind a commune reviews in a year under a rule set, those excluded by their sort left out.

    Only added: stated again, the former row stays and is no longer the last. `document` is the number of the plan or
    list that the number rests on.
    """

    rule = models.PositiveSmallIntegerField()
    year = models.PositiveSmallIntegerField()
    kind = models.PositiveSmallIntegerField()
    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+", db_index=False)
    province = models.ForeignKey("places.Place", on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    body = models.ForeignKey("actors.Body", on_delete=models.PROTECT, related_name="+", db_index=False)
    inside = models.PositiveIntegerField()
    document = models.CharField(max_length=60, blank=True)
    version = models.PositiveIntegerField(default=1)
    is_last = models.BooleanField(default=True)
    recorded_by = models.ForeignKey("actors.User", on_delete=models.PROTECT, related_name="+", db_index=False)
    recorded_at = models.DateTimeField()
    is_illustration = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["place", "rule", "year", "kind", "version"], name="scope_version_once"),
            models.UniqueConstraint(
                fields=["place", "rule", "year", "kind"], condition=models.Q(is_last=True), name="scope_last_once"
            ),
        ]
        indexes = [models.Index(fields=["rule", "year", "province", "kind"], name="scope_of_year")]

    def __str__(self) -> str:
        return f"{self.rule}/{self.year}/{self.kind}/{self.place_id}"
