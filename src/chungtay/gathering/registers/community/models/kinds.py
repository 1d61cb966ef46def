"""Kinds of community models, which of them are one, and the scales by which points are assessed."""

from django.db import models
from django.db.models import Q


class ModelKind(models.Model):
    """A kind of model (loại). `member` is its key in the catalogue's dimension model_kind ("other" where it is none).

    A kind that turned out to be another one points to it by `united_with`, and its names lead there. `owner` is the
    territory of the body that named it first (null: shipped with the catalogue). `is_sensitive` follows the rules on
    rights: outside the owning commune such a kind is "loại khác".
    """

    name_vi = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120, blank=True)
    member = models.CharField(max_length=40, default="other")
    is_sensitive = models.BooleanField(default=False)
    owner = models.ForeignKey("places.Place", models.PROTECT, null=True, blank=True, related_name="+")
    united_with = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")
    united_on = models.DateField(null=True, blank=True)
    made_by = models.ForeignKey("actors.User", models.PROTECT, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.name_vi


class KindName(models.Model):
    """A name under which a kind is known; `name_key` is the name as names are compared, each once."""

    kind = models.ForeignKey(ModelKind, models.CASCADE, related_name="names")
    name = models.CharField(max_length=120)
    name_key = models.CharField(max_length=160, unique=True)


class KindLikeness(models.Model):
    """Two kinds whose names look alike, proposed to be united; `is_apart` once somebody said that they differ."""

    newer = models.ForeignKey(ModelKind, models.CASCADE, related_name="+")
    older = models.ForeignKey(ModelKind, models.CASCADE, related_name="+")
    score = models.PositiveSmallIntegerField()
    is_apart = models.BooleanField(default=False)
    decided_by = models.ForeignKey("actors.User", models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["newer", "older"], name="kind_likeness_once")]


class KindUniting(models.Model):
    """One kind was said to be another one, and what went along, so that it can be taken back as one.

    `names` are ids of `KindName`, `kinds` of kinds that had been united with the first one before; the points stand in
    their `Edit` rows.
    """

    gone = models.ForeignKey(ModelKind, models.PROTECT, related_name="+")
    into = models.ForeignKey(ModelKind, models.PROTECT, related_name="+")
    names = models.JSONField()
    kinds = models.JSONField()
    points = models.PositiveIntegerField()
    made_by = models.ForeignKey("actors.User", models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    undone_by = models.ForeignKey("actors.User", models.PROTECT, null=True, blank=True, related_name="+")
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["gone"], condition=Q(undone_at=None), name="kind_united_once"),
        ]


class RatingScale(models.Model):
    """How points are assessed; scales differ by province and change, so they are rows with dates (null: open).

    `valid_to` is the last day on which grades of it are given, as `ended_by` said; grades that were given stay.
    """

    code = models.SlugField(max_length=40, unique=True)
    name_vi = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120)
    place = models.ForeignKey("places.Place", models.PROTECT, null=True, blank=True, related_name="+")
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)
    ended_by = models.ForeignKey("actors.User", models.PROTECT, null=True, blank=True, related_name="+")

    def __str__(self) -> str:
        return self.name_vi


class RatingGrade(models.Model):
    """A grade of a scale, best first; `member` is its key in the catalogue's dimension rating."""

    scale = models.ForeignKey(RatingScale, models.CASCADE, related_name="grades")
    position = models.PositiveSmallIntegerField()
    name_vi = models.CharField(max_length=80)
    name_en = models.CharField(max_length=80)
    member = models.CharField(max_length=40, default="unrated")
    is_effective = models.BooleanField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["scale", "position"], name="rating_grade_once")]

    def __str__(self) -> str:
        return self.name_vi
