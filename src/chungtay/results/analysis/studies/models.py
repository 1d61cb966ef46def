"""Studies of effect. What was registered is never edited; a study that is done keeps all that doing it again needs."""

from django.db import models
from django.db.models import Q


class StudyState(models.TextChoices):
    """How far a study is."""

    REGISTERED = "registered"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class Study(models.Model):
    """One question about a kind of model: its plan with the hash of the day it was registered, and its answer.

    `transaction` and `known_at`: what the ledger and the register said then, and nothing later. `settings`: the
    thresholds in force. `panel_digest` (SHA-256): the communes, counts and starts that were looked at. `looks_again`:
    other estimates of the same kind had been seen when the plan was made, of another outcome or window.
    """

    kind = models.ForeignKey("community.ModelKind", models.PROTECT, related_name="+")
    place = models.ForeignKey("places.Place", models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=60)
    start = models.DateField()
    end = models.DateField()
    plan = models.JSONField()
    plan_digest = models.CharField(max_length=64)
    looks_again = models.BooleanField(default=False)
    transaction = models.PositiveBigIntegerField()
    known_at = models.DateTimeField()
    settings = models.JSONField()
    code_version = models.CharField(max_length=40)
    state = models.CharField(max_length=10, choices=StudyState.choices, default=StudyState.REGISTERED)
    progress = models.PositiveSmallIntegerField(default=0)
    panel_digest = models.CharField(max_length=64, blank=True)
    beside = models.JSONField(default=list)
    """Chances of the other studies that were done by then: what this one's chance is adjusted for."""
    result = models.JSONField(null=True, blank=True)
    label = models.CharField(max_length=24, blank=True)
    refusal = models.JSONField(null=True, blank=True)
    registered_by = models.ForeignKey("actors.User", models.PROTECT, related_name="+")
    registered_at = models.DateTimeField(auto_now_add=True)
    started_at = models.DateTimeField(null=True, blank=True)
    beat_at = models.DateTimeField(null=True, blank=True)
    """When whoever carries it out last said how far it is; long ago: that process is no more."""
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["kind", "-id"], name="study_of_kind")]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=StudyState.values), name="study_state_known"),
            models.CheckConstraint(condition=~Q(state="done") | Q(finished_at__isnull=False), name="study_has_ended"),
        ]

    def __str__(self) -> str:
        return f"{self.kind_id} {self.outcome} {self.pk}"


class Trial(models.Model):
    """A commune of a trial in stages: which wave the lot gave it, and the task that it got."""

    kind = models.ForeignKey("community.ModelKind", models.PROTECT, related_name="+")
    place = models.ForeignKey("places.Place", models.PROTECT, related_name="+")
    body = models.ForeignKey("actors.Body", models.PROTECT, related_name="+")
    wave = models.PositiveSmallIntegerField()
    task = models.ForeignKey("programmes.Task", models.PROTECT, related_name="+")
    begun_by = models.ForeignKey("actors.User", models.PROTECT, related_name="+")
    begun_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "body"], name="trial_once_in_a_commune"),
            models.CheckConstraint(condition=Q(wave__in=(1, 2)), name="trial_wave_known"),
        ]

    def __str__(self) -> str:
        return f"{self.kind_id} {self.place_id} {self.wave}"
