"""Points and teams of community models, with the life of each point in dated steps.

What happened is only added to: a step, confirmation or assessment that was wrong is struck and stays. What stands on
`ModelPoint` repeats its latest state, so that lists need no other table; `version` counts every change of it, because
the evidence of a figure names rows with their versions. A point says where it stands by its commune alone.
"""

from django.db import models
from django.db.models import F, Q

from chungtay.gathering.registers.community.models.kinds import KindUniting, ModelKind, RatingGrade
from chungtay.gathering.registers.lists.bringings import BringingBase

_OPEN, _STANDING, _KEPT = (Q(**{f"{day}__isnull": True}) for day in ("valid_to", "struck_at", "removed_at"))


class State(models.TextChoices):
    """Where a point stands in its life. What was launched works, whether or not it has been called running since."""

    PROPOSED = "proposed"
    SURVEYED = "surveyed"
    APPROVED = "approved"
    LAUNCHED = "launched"
    RUNNING = "running"
    DORMANT = "dormant"
    ENDED = "ended"
    VOID = "void"
    """Registered by mistake: it never was."""


class StepKind(models.TextChoices):
    """What may happen to a point; which may follow which is the table of `transitions`."""

    PROPOSE = "propose"
    SURVEY = "survey"
    APPROVE = "approve"
    LAUNCH = "launch"
    RUN = "run"
    STRENGTHEN = "strengthen"
    REPLICATE = "replicate"
    REST = "rest"
    REVIVE = "revive"
    MERGE = "merge"
    END = "end"


class Lead(models.TextChoices):
    """Who leads a point: organisations, never persons."""

    POLICE = "police"
    FRONT = "front"
    COMMITTEE = "committee"
    WOMEN = "women"
    YOUTH = "youth"
    VETERANS = "veterans"
    FARMERS = "farmers"
    UNION = "union"
    BORDER_GUARD = "border_guard"
    SCHOOL = "school"
    RESIDENTS = "residents"
    OTHER = "other"


class EndReason(models.TextChoices):
    """Why a point ended: the members of the catalogue's dimension `reason`."""

    NO_LONGER_NEEDED = "no_longer_needed"
    INEFFECTIVE = "ineffective"
    MERGED = "merged"
    OTHER = "other"


class Bringing(BringingBase):
    """A list of points, or of teams, that came in at once, by a file, and can be taken back as one."""


class ModelPoint(models.Model):
    """A place where a kind of model is applied (điểm), as it stands now.

    `place` is its commune of today and `province` that one's (both follow the map; earlier ones stand in `Stay`).
    `known_on` is the last day on which somebody knew of it: a step or a confirmation. `is_replica`: replicated from
    elsewhere, from `origin` where that point is known. `is_sensitive` repeats the kind, or the name says so.
    """

    kind = models.ForeignKey(ModelKind, models.PROTECT, related_name="+")
    place = models.ForeignKey("places.Place", models.PROTECT, related_name="+")
    province = models.ForeignKey("places.Place", models.PROTECT, null=True, blank=True, related_name="+")
    body = models.ForeignKey("actors.Body", models.PROTECT, related_name="+")
    name = models.CharField(max_length=160)
    name_key = models.CharField(max_length=160)
    lead = models.CharField(max_length=16, choices=Lead.choices)
    state = models.CharField(max_length=10, choices=State.choices)
    state_since = models.DateField()
    launched_on = models.DateField(null=True, blank=True)
    known_on = models.DateField()
    grade = models.ForeignKey(RatingGrade, models.PROTECT, null=True, blank=True, related_name="+")
    assessed_on = models.DateField(null=True, blank=True)
    is_effective = models.BooleanField(null=True)
    is_replica = models.BooleanField(default=False)
    origin = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")
    brought = models.ForeignKey(Bringing, models.PROTECT, null=True, blank=True, related_name="+")
    is_sensitive = models.BooleanField(default=False)
    is_illustration = models.BooleanField(default=False)
    made_by = models.ForeignKey("actors.User", models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(state__in=State.values), name="point_state_known")]
        # Named for the lists and counts that they answer alone; the country's lists have no province to begin with.
        indexes = [
            models.Index(fields=["province", "name_key", "id"], name="point_by_name"),
            models.Index(fields=["province", "known_on", "id"], name="point_by_known"),
            models.Index(
                fields=["province", "state", "known_on", "is_effective", "place", "kind"], name="point_counted"
            ),
            models.Index(fields=["place", "kind", "name_key"], name="point_in_commune"),
            models.Index(fields=["kind", "name_key", "id"], name="point_of_kind_by_name"),
            models.Index(fields=["province", "kind", "name_key", "id"], name="point_by_province_kind"),
            models.Index(fields=["name_key", "id"], name="point_all_by_name"),
            models.Index(fields=["known_on", "id"], name="point_all_by_known"),
            models.Index(fields=["state", "known_on", "is_effective", "place", "kind"], name="points_counted_all"),
        ]

    def __str__(self) -> str:
        return self.name


class Stay(models.Model):
    """A point lay in a commune between two days (null: still). Borders move round it; it does not move."""

    point = models.ForeignKey(ModelPoint, models.CASCADE, related_name="stays")
    place = models.ForeignKey("places.Place", models.PROTECT, related_name="+")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["point"], condition=_OPEN, name="stay_open_once")]
        indexes = [models.Index(fields=["place", "valid_to"], name="stay_by_place")]


class Step(models.Model):
    """Something happened to a point on a day: afterwards it was in `state` until `until` (null: still).

    A struck step stays with who struck it and why, and counts for nothing. `other` is the point it merged into.
    """

    point = models.ForeignKey(ModelPoint, models.CASCADE, related_name="steps")
    kind = models.CharField(max_length=10, choices=StepKind.choices)
    on_date = models.DateField()
    until = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=State.choices)
    document = models.CharField(max_length=80, blank=True)
    document_on = models.DateField(null=True, blank=True)
    reason = models.CharField(max_length=200, blank=True)
    end_reason = models.CharField(max_length=20, blank=True)
    other = models.ForeignKey(ModelPoint, models.PROTECT, null=True, blank=True, related_name="+")
    made_by = models.ForeignKey("actors.User", models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    struck_by = models.ForeignKey("actors.User", models.PROTECT, null=True, blank=True, related_name="+")
    struck_at = models.DateTimeField(null=True, blank=True)
    struck_why = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=StepKind.values), name="step_kind_known"),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("on_date")), name="step_dates_ordered"
            ),
        ]
        indexes = [
            models.Index(fields=["state", "on_date", "until", "point"], condition=_STANDING, name="step_standing"),
            models.Index(fields=["kind", "on_date"], condition=_STANDING, name="step_by_kind"),
        ]


class StepDocument(models.Model):
    """A document that came through the gate and belongs to a step; taken off again, the row stays."""

    step = models.ForeignKey(Step, models.PROTECT, related_name="+")
    source = models.ForeignKey("sources.Source", models.PROTECT, related_name="+")
    added_by = models.ForeignKey("actors.User", models.PROTECT, related_name="+")
    added_at = models.DateTimeField(auto_now_add=True)
    removed_by = models.ForeignKey("actors.User", models.PROTECT, null=True, blank=True, related_name="+")
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["step", "source"], condition=_KEPT, name="step_document_once")]


class Round(models.Model):
    """A quarter's confirmation of many points at once, which can be taken back as one."""

    body = models.ForeignKey("actors.Body", models.PROTECT, related_name="+")
    on_date = models.DateField()
    made_by = models.ForeignKey("actors.User", models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey("actors.User", models.PROTECT, null=True, blank=True, related_name="+")


class Confirmation(models.Model):
    """Somebody saw on a day that a point works, or (`is_running` false) did not find it working.

    `is_independent`: by another body than the one that keeps the point. Struck as a step is, or with its round.
    """

    point = models.ForeignKey(ModelPoint, models.CASCADE, related_name="confirmations")
    round = models.ForeignKey(Round, models.CASCADE, related_name="+")
    on_date = models.DateField()
    is_running = models.BooleanField(default=True)
    is_independent = models.BooleanField(default=False)
    is_struck = models.BooleanField(default=False)

    class Meta:
        indexes = [
            models.Index(fields=["point", "on_date"], condition=Q(is_struck=False), name="confirmation_of_point")
        ]


class Assessment(models.Model):
    """A grade that a body gave a point on a day, on the evidence of a document."""

    point = models.ForeignKey(ModelPoint, models.CASCADE, related_name="assessments")
    grade = models.ForeignKey(RatingGrade, models.PROTECT, related_name="+")
    on_date = models.DateField()
    body = models.ForeignKey("actors.Body", models.PROTECT, related_name="+")
    document = models.CharField(max_length=80, blank=True)
    document_on = models.DateField(null=True, blank=True)
    remark = models.CharField(max_length=200, blank=True)
    is_independent = models.BooleanField(default=False)
    made_by = models.ForeignKey("actors.User", models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    struck_by = models.ForeignKey("actors.User", models.PROTECT, null=True, blank=True, related_name="+")
    struck_at = models.DateTimeField(null=True, blank=True)
    struck_why = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [models.Index(fields=["point", "on_date"], name="assessment_of_point")]


class Edit(models.Model):
    """What a point was called, who led it or of which kind it was, before its change to a version.

    `uniting`: with which kind it went.
    """

    point = models.ForeignKey(ModelPoint, models.CASCADE, related_name="edits")
    version = models.PositiveIntegerField()
    before = models.JSONField()
    uniting = models.ForeignKey(KindUniting, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    made_by = models.ForeignKey("actors.User", models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [
            models.Index(fields=["uniting", "point"], condition=Q(uniting__isnull=False), name="edit_of_uniting")
        ]


class ModelTeam(models.Model):
    """A team (tổ) that runs a point, where it has several, between two days (null: still).

    `is_void` repeats the latest `TeamStrike`: it was written by mistake and never counted.
    """

    point = models.ForeignKey(ModelPoint, models.CASCADE, related_name="teams")
    name = models.CharField(max_length=120)
    name_key = models.CharField(max_length=120)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    made_by = models.ForeignKey("actors.User", models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    version = models.PositiveIntegerField(default=1)
    is_void = models.BooleanField(default=False)
    brought = models.ForeignKey(Bringing, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")), name="model_team_dates_ordered"
            )
        ]
        indexes = [
            models.Index(fields=["point", "valid_to"], name="team_of_point"),
            models.Index(fields=["brought"], condition=Q(brought__isnull=False), name="model_team_of_list"),
        ]

    def __str__(self) -> str:
        return self.name


class TeamStrike(models.Model):
    """A team was struck as written by mistake, or is one again (`is_void` false): on which moment, by whom, and why.
    Only added to."""

    team = models.ForeignKey(ModelTeam, models.CASCADE, related_name="strikes")
    is_void = models.BooleanField()
    reason = models.CharField(max_length=200)
    made_by = models.ForeignKey("actors.User", models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)


class Strength(models.Model):
    """How many people a team had from a day on: a number alone. A later row for the same day puts the former right,
    which stays."""

    team = models.ForeignKey(ModelTeam, models.CASCADE, related_name="strengths")
    since = models.DateField()
    members = models.PositiveIntegerField()
    made_by = models.ForeignKey("actors.User", models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [models.Index(fields=["team", "since"], name="strength_of_team")]


class Voice(models.Model):
    """How many residents gave one answer about a point in a closed month; null where too few to show."""

    point = models.ForeignKey(ModelPoint, models.CASCADE, related_name="+")
    month = models.DateField()
    answer = models.CharField(max_length=24, choices=[(said, said) for said in ("running", "stopped", "never_seen")])
    count = models.PositiveIntegerField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["point", "month", "answer"], name="voice_counted_once")]
