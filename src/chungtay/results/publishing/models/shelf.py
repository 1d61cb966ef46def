"""The shelf: figures and model points that were made public on purpose, as they are printed.

A draft is a `Publication` alone: what it would show is reckoned anew for the preview and again at the release, and
must come out the same. No figure stands on the shelf before it is released, so there is nothing to leak; figures and
points are append-only (`guards.py`), a correction is a publication of its own that names the old one.
"""

from django.db import models


class Publication(models.Model):
    """One publication: which figures of one snapshot, for whom, how far down, since when.

    Figures are those of the ledger as known at the snapshot's transaction; `place` is the publisher's territory.
    `frame_day` null is as was. `level` is the finest level that is published, `step` total, year, quarter or month on
    the `clock` calendar or decree (the reporting months from the 15th). `summary` tells of each indicator how many
    figures are told and how many are kept, by why.
    Neither draft nor embargoed nor withdrawn is visible: only `queries.py` says what is. `secret` goes into every
    leaf of the log: until the publication may be seen, nobody can guess a number from its hash. `first_leaf` is the
    leaf of the publication itself, after which `leaf_count` - 1 leaves are those of its figures and points.
    """

    code = models.CharField(max_length=60, unique=True)
    title = models.CharField(max_length=160)
    title_en = models.CharField(max_length=160)
    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+")
    body = models.ForeignKey("actors.Body", on_delete=models.PROTECT, related_name="+")
    snapshot = models.ForeignKey("warehouse.Snapshot", on_delete=models.PROTECT, related_name="+")
    frame_day = models.DateField(null=True)
    level = models.CharField(max_length=10)
    start = models.DateField()
    end = models.DateField()
    step = models.CharField(max_length=8)
    clock = models.CharField(max_length=8, default="calendar")
    indicators = models.JSONField()
    cells = models.BooleanField(default=False)
    points = models.BooleanField(default=False)
    note_vi = models.CharField(max_length=600, blank=True)
    note_en = models.CharField(max_length=600, blank=True)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey("actors.User", on_delete=models.PROTECT, related_name="+")
    released_at = models.DateTimeField(null=True, db_index=True)
    released_by = models.ForeignKey("actors.User", on_delete=models.PROTECT, null=True, related_name="+")
    embargo_until = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey("actors.User", on_delete=models.PROTECT, null=True, related_name="+")
    reason_code = models.CharField(max_length=20, blank=True)
    corrects = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    digest = models.CharField(max_length=64, blank=True)
    summary = models.JSONField(default=dict)
    secret = models.CharField(max_length=32, blank=True)
    figure_count = models.PositiveBigIntegerField(default=0)
    point_count = models.PositiveBigIntegerField(default=0)
    first_leaf = models.PositiveBigIntegerField(null=True)
    leaf_count = models.PositiveBigIntegerField(default=0)
    is_illustration = models.BooleanField(default=False)


class PublicationWork(models.Model):
    """What the worker is to do with a draft too large for somebody to wait for: reckon it, or release it.

    It stands while it waits, is done or was refused, and is gone once it is done: the publication tells the rest.
    `started_at` and whatever moved last (`shelf/beats.py`) say whether anybody still works at it.
    """

    publication = models.OneToOneField(Publication, on_delete=models.CASCADE, related_name="+")
    is_release = models.BooleanField()
    embargo_until = models.DateTimeField(null=True)
    asked_by = models.ForeignKey("actors.User", on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    refusal = models.JSONField(null=True)


class PublicFigure(models.Model):
    """One figure as it is printed, under the rules of the day; it needs nothing else to be shown.

    `low` and `high` are decimal numbers after rounding, "" where unknown, hidden or without a bound. `hidden` says
    why no number is told: "" (it is told), threshold, complement or floor. `absence` is one of the five kinds, else
    "". `reported` of `expected` places stated it; `estimated_share` 0 to 1 is shared out from cut units. `leaf` is
    its position in the log.
    """

    publication = models.ForeignKey(Publication, on_delete=models.PROTECT, related_name="+", db_index=False)
    indicator = models.CharField(max_length=60)
    cell = models.CharField(max_length=200, blank=True)
    place_code = models.CharField(max_length=20)
    place_vintage = models.CharField(max_length=4, blank=True)
    place_level = models.CharField(max_length=10)
    place_name = models.CharField(max_length=120)
    start = models.DateField()
    end = models.DateField()
    shown_vi = models.CharField(max_length=80)
    shown_en = models.CharField(max_length=80)
    low = models.CharField(max_length=32, blank=True)
    high = models.CharField(max_length=32, blank=True)
    precision = models.CharField(max_length=10, blank=True)
    absence = models.CharField(max_length=16, blank=True)
    hidden = models.CharField(max_length=10, blank=True)
    rounded_to = models.PositiveIntegerField(null=True)
    reported = models.PositiveIntegerField(default=0)
    expected = models.PositiveIntegerField(default=0)
    estimated_share = models.DecimalField(max_digits=5, decimal_places=4, null=True)
    leaf = models.PositiveBigIntegerField(null=True)

    class Meta:
        constraints = [
            # In this order it also serves "this publication, place by place" and the bulk files.
            models.UniqueConstraint(
                fields=["publication", "place_vintage", "place_code", "indicator", "cell", "start", "end"],
                name="public_figure_once",
            ),
        ]
        indexes = [
            models.Index(fields=["place_code", "place_vintage", "indicator", "start"], name="public_figure_place"),
            models.Index(fields=["indicator", "start"], name="public_figure_indicator"),
        ]


class PointName(models.Model):
    """The name by which the public knows a model point: drawn at random once, the same in every publication."""

    point = models.OneToOneField("community.ModelPoint", on_delete=models.PROTECT, related_name="+")
    public_id = models.CharField(max_length=12, unique=True)


class PublicPoint(models.Model):
    """One community model's point as a publication told of it. Never a village, a sensitive kind, a person's name.

    `name` is the point's own name where nothing in it could be a person's, a house's or a telephone's, else "".
    `state` is the register's on the day `as_of`: running, paused, ended or unknown.
    """

    publication = models.ForeignKey(Publication, on_delete=models.PROTECT, related_name="+", db_index=False)
    public_id = models.CharField(max_length=12, db_index=True)
    name = models.CharField(max_length=160, blank=True)
    kind = models.CharField(max_length=60)
    kind_vi = models.CharField(max_length=160)
    kind_en = models.CharField(max_length=160)
    place_code = models.CharField(max_length=20)
    place_vintage = models.CharField(max_length=4, blank=True)
    place_name = models.CharField(max_length=120)
    province_code = models.CharField(max_length=20)
    province_name = models.CharField(max_length=120)
    opened_year = models.PositiveIntegerField(null=True)
    state = models.CharField(max_length=8)
    as_of = models.DateField()
    leaf = models.PositiveBigIntegerField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["publication", "public_id"], name="public_point_once")]
        indexes = [
            models.Index(fields=["place_code", "place_vintage"], name="public_point_place"),
            models.Index(fields=["kind"], name="public_point_kind"),
        ]
