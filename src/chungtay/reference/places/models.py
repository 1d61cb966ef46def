"""Administrative units through time.

A unit is a row for as long as it legally exists; its names, kinds and parents are dated versions.
On 1 July 2025 every province, district and commune ended and the codes were given out anew, so a
unit is known by level, code and vintage, spelled together in `key` ("c00004@2013", "c00004@2025").
Nothing here is overwritten when the map moves: new rows, new versions, new links.
"""

from django.db import models


class PlaceLevel(models.TextChoices):
    """The levels of units. Districts ended on 30 June 2025; villages have local names, never public."""

    COUNTRY = "country"
    PROVINCE = "province"
    DISTRICT = "district"
    COMMUNE = "commune"
    VILLAGE = "village"


class Place(models.Model):
    """A unit. `name`, `full_name`, `kind` and `parent` repeat its latest version.

    `valid_from` null: before 2013 or unknown; `valid_to` null: in force, else its last day.
    `legacy_province` is the province of before July 2025 whose land it lies in (null for the country
    and for provinces of 2025), `home_province` the province of 2025 it lies wholly in (exact for all
    but the country), `home_commune` the commune of 2025 it lies wholly in (null for an old commune
    that was split and for everything larger). A unit is its own home.
    `area` is in km² (of 2013 outlines for old communes; null when unknown).
    """

    key = models.CharField(max_length=40, unique=True)
    level = models.CharField(max_length=10, choices=PlaceLevel.choices)
    code = models.CharField(max_length=20)
    vintage = models.CharField(max_length=4, blank=True)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)
    name = models.CharField(max_length=100)
    full_name = models.CharField(max_length=120)
    kind = models.CharField(max_length=12)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")
    legacy_province = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")
    home_province = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")
    home_commune = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")
    lat = models.FloatField(null=True, blank=True)
    lon = models.FloatField(null=True, blank=True)
    area = models.FloatField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(level__in=PlaceLevel.values), name="place_level_known"),
            models.CheckConstraint(
                condition=models.Q(valid_from__isnull=True)
                | models.Q(valid_to__isnull=True)
                | models.Q(valid_from__lte=models.F("valid_to")),
                name="place_dates_ordered",
            ),
        ]
        indexes = [models.Index(fields=["level", "code"], name="place_level_code")]

    def __str__(self) -> str:
        return self.full_name


class PlaceName(models.Model):
    """What a place was called, its kind and its parent between two days (null: open; last day inclusive).

    `match_key` is the name without marks, apostrophes and prefix, `tone_key` the same with marks.
    """

    place = models.ForeignKey(Place, models.CASCADE, related_name="names")
    name = models.CharField(max_length=100)
    full_name = models.CharField(max_length=120)
    kind = models.CharField(max_length=12)
    parent = models.ForeignKey(Place, models.PROTECT, null=True, blank=True, related_name="+")
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)
    decree = models.CharField(max_length=80, blank=True)
    match_key = models.CharField(max_length=100, db_index=True)
    tone_key = models.CharField(max_length=100)

    def __str__(self) -> str:
        return self.full_name


class Succession(models.Model):
    """An old unit went, whole or in part, into a new one on a date.

    `share` is the part of the old unit's people, `share_area` of its land (null: unknown); both sum
    to one over the links of an old unit, and a share of zero is meant (land without inhabitants).
    `share_method` says how far to trust them: official and official_text are facts, area and equal
    estimates. For units that ended before 1 July 2025 the new unit is the one of 2025 and `on_date`
    the day after the old one ended: what stood in between is in the versions of names only.
    """

    class Kind(models.TextChoices):
        WHOLE = "whole"
        PART = "part"

    old = models.ForeignKey(Place, models.CASCADE, related_name="+")
    new = models.ForeignKey(Place, models.CASCADE, related_name="+")
    on_date = models.DateField()
    kind = models.CharField(max_length=5, choices=Kind.choices)
    scope = models.CharField(max_length=30)
    share = models.DecimalField(max_digits=7, decimal_places=6)
    share_area = models.DecimalField(max_digits=7, decimal_places=6, null=True, blank=True)
    share_method = models.CharField(max_length=20)
    source = models.CharField(max_length=60)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["old", "new"], name="succession_once"),
            models.CheckConstraint(condition=models.Q(kind__in=["whole", "part"]), name="succession_kind_known"),
            models.CheckConstraint(
                condition=models.Q(share__gte=0) & models.Q(share__lte=1), name="succession_share_is_a_share"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.old_id} → {self.new_id} ({self.share})"


class GroupKind(models.TextChoices):
    """What a group of places is about. Closed: there is no kind for faith, ethnicity, origin or opinion."""

    BORDER = "border"
    COAST = "coast"
    ISLAND = "island"
    URBAN = "urban"
    INDUSTRIAL = "industrial"
    OWN = "own"


class PlaceGroup(models.Model):
    """A named set of places of one level.

    `owner` is the territory of the body that keeps it (null: nationwide), `keeper` that body's code: bodies live in
    a room above this one. Without a keeper the group follows the flags of the shipped tables and nobody edits it.
    """

    key = models.SlugField(max_length=40, unique=True)
    name_vi = models.CharField(max_length=100)
    name_en = models.CharField(max_length=100)
    kind = models.CharField(max_length=12, choices=GroupKind.choices, default=GroupKind.OWN)
    owner = models.ForeignKey(Place, models.PROTECT, null=True, blank=True, related_name="+")
    keeper = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(kind__in=GroupKind.values), name="place_group_kind_known"),
        ]

    def __str__(self) -> str:
        return self.name_vi


class PlaceGroupMember(models.Model):
    """A place belongs to a group between two days (null: open; last day inclusive).

    Rows are added and ended, never deleted. One that ends on the day before it began never held: that is how an
    entry made by mistake is taken back. `added_at` and `ended_at` say since when each was known (null: always), so
    that a total over the group can be asked as known earlier; `added_by` and `ended_by` are codes of bodies.
    """

    group = models.ForeignKey(PlaceGroup, models.CASCADE, related_name="members")
    place = models.ForeignKey(Place, models.PROTECT, related_name="+")
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)
    added_at = models.DateTimeField(null=True, blank=True)
    added_by = models.CharField(max_length=40, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["group", "place"],
                condition=models.Q(valid_to__isnull=True),
                name="place_group_member_open_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.group_id}: {self.place_id}"


class Population(models.Model):
    """How many people a place had in a year, by one source. Sources differ in meaning and are never mixed."""

    class Source(models.TextChoices):
        CENSUS = "census"
        """NSO, census of 1 April 2019, in the units of that day."""
        CENSUS_REBASED = "census_rebased"
        """The same census carried to units of 2025 with the succession shares."""
        REGISTERED = "registered"
        """Registered population stated in the 2025 schemes; about 1.17 times the census in the median."""

    place = models.ForeignKey(Place, models.CASCADE, related_name="+")
    year = models.PositiveSmallIntegerField()
    total = models.PositiveIntegerField()
    source = models.CharField(max_length=20, choices=Source.choices)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["place", "year", "source"], name="population_once")]

    def __str__(self) -> str:
        return f"{self.place_id} {self.year}: {self.total}"
