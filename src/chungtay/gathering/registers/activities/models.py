"""Activities as they are planned, held, put right and struck off.

The table holds each activity as it is now; what it was before stands in `ActivityVersion`, one row a change, so that
evidence may name a row and its version. Most activities are written once: they have no row there.
"""

from django.db import models

from chungtay.gathering.registers.lists.bringings import BringingBase


class State(models.IntegerChoices):
    """Where an activity stands. Struck: written by mistake; it never counts and may be taken back."""

    PLANNED = 1
    HELD = 2
    CANCELLED = 3
    STRUCK = 4


class Step(models.IntegerChoices):
    """How often an activity of a series comes again."""

    WEEKLY = 1
    FORTNIGHTLY = 2
    MONTHLY = 3
    QUARTERLY = 4


class Deed(models.IntegerChoices):
    """What made the version of a row."""

    PLANNED = 1
    HELD = 2
    CANCELLED = 3
    CORRECTED = 4
    STRUCK = 5
    UNDONE = 6


class ActivitySeries(models.Model):
    """Activities that were planned together because they come again; each of them is a row of its own.

    `first` and `last` are the days of the first and the last one. `ended_on`: planned ones after it were called off.
    """

    kind = models.PositiveSmallIntegerField()
    body = models.ForeignKey("actors.Body", on_delete=models.PROTECT, related_name="+")
    step = models.PositiveSmallIntegerField(choices=Step.choices)
    first = models.DateField()
    last = models.DateField()
    ended_on = models.DateField(null=True, blank=True)
    recorded_by = models.ForeignKey("actors.User", on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(first__lte=models.F("last")), name="activity_series_runs_forward")
        ]


class Bringing(BringingBase):
    """A list of activities that came in at once, by a file, and can be taken back as one."""


class Activity(models.Model):
    """One activity on one day, of one body. `kind` is a number of `kinds.yaml`.

    `place` is where it was, a commune or what is larger, as it was called on that day; `village` is for the eyes of the
    commune alone. `province` repeats the home province of `place` (null for the country), because lists are asked by
    it. `part` is the member of the dimension of the kind's indicator. `participations` counts heads at the door (lượt
    người), null where nobody counted; `title_key` is the title as titles are searched, null without one; `amount` is in
    đồng. `partners` are keys of `kinds.yaml`.
    """

    kind = models.PositiveSmallIntegerField()
    state = models.PositiveSmallIntegerField(choices=State.choices)
    on = models.DateField()
    hour = models.TimeField(null=True, blank=True)
    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+", db_index=False)
    province = models.ForeignKey(
        "places.Place", on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    village = models.ForeignKey(
        "places.Place", on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    body = models.ForeignKey("actors.Body", on_delete=models.PROTECT, related_name="+", db_index=False)
    part = models.CharField(max_length=40, blank=True)
    partners = models.JSONField(default=list, blank=True)
    participations = models.PositiveIntegerField(null=True, blank=True)
    amount = models.PositiveBigIntegerField(null=True, blank=True)
    title = models.CharField(max_length=120, blank=True)
    title_key = models.CharField(max_length=160, null=True, blank=True)
    venue = models.CharField(max_length=80, blank=True)
    series = models.ForeignKey(
        ActivitySeries, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    brought = models.ForeignKey(
        Bringing, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    version = models.PositiveIntegerField(default=1)
    deed = models.PositiveSmallIntegerField(choices=Deed.choices)
    reason = models.CharField(max_length=200, blank=True)
    is_illustration = models.BooleanField(default=False)
    recorded_by = models.ForeignKey("actors.User", on_delete=models.PROTECT, related_name="+", db_index=False)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(state__in=State.values), name="activity_state_known"),
            models.CheckConstraint(condition=models.Q(deed__in=Deed.values), name="activity_deed_known"),
        ]
        # Lists run by day, latest first, of a commune, a province or the country, with or without a kind. What follows
        # the id is there so that counts are answered from the index alone.
        indexes = [
            models.Index(fields=["place", "on", "id"], name="activity_of_place"),
            models.Index(fields=["place", "kind", "on", "id"], name="activity_by_place_kind"),
            models.Index(
                fields=["province", "on", "id", "state", "kind", "place", "participations", "body"],
                name="activity_of_province",
            ),
            models.Index(
                fields=["on", "id", "state", "kind", "province", "participations", "body"], name="activity_of_country"
            ),
            models.Index(
                fields=["province", "kind", "on", "id", "state", "body", "participations"],
                name="activity_by_province_kind",
            ),
            models.Index(fields=["kind", "on", "id", "state", "body", "participations"], name="activity_by_kind"),
            # Few have titles: a search reads those alone, in the order of the list.
            models.Index(
                fields=["on", "id", "title_key"],
                condition=models.Q(title_key__isnull=False),
                name="activity_by_title",
            ),
            models.Index(fields=["series", "on"], condition=models.Q(series__isnull=False), name="activity_of_series"),
            models.Index(fields=["brought"], condition=models.Q(brought__isnull=False), name="activity_of_list"),
        ]

    def __str__(self) -> str:
        return f"{self.pk}.{self.version}"


class ActivityVersion(models.Model):
    """What an activity was before a change: `told` are its columns, who wrote them when, and how that came about."""

    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField()
    told = models.JSONField()
    deed = models.PositiveSmallIntegerField(choices=Deed.choices)
    reason = models.CharField(max_length=200, blank=True)
    recorded_by = models.ForeignKey("actors.User", on_delete=models.PROTECT, related_name="+", db_index=False)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["activity", "version"], name="activity_version_once")]


class ActivityDocument(models.Model):
    """A document that came through the gate and belongs to an activity; taken off again, the row stays."""

    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="+")
    source = models.ForeignKey("sources.Source", on_delete=models.PROTECT, related_name="+")
    added_by = models.ForeignKey("actors.User", on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    removed_by = models.ForeignKey("actors.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["activity", "source"],
                condition=models.Q(removed_at__isnull=True),
                name="activity_document_once",
            )
        ]
