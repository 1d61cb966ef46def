"""Commendations: a round goes from a proposal over council minutes to a decision; its awards may be revoked later.

`Award.name` is the one column of the registers that may bear a person's name. It is emptied when the person withdraws;
the sealed decision, an encrypted original of the awarding body, keeps what was signed. Of guarded awards (recipients
under 18, information on crime or security) the seal holds no name either: which of the two it is, is not kept.
"""

from django.db import models

from chungtay.gathering.registers.lists.bringings import BringingBase


class State(models.IntegerChoices):
    """Where a round is. A returned one is a draft again."""

    DRAFT = 1
    PROPOSED = 2
    WEIGHED = 3
    DECIDED = 4
    DROPPED = 5


class Fate(models.IntegerChoices):
    """What became of one recipient's award."""

    PROPOSED = 1
    GRANTED = 2
    DECLINED = 3
    REVOKED = 4
    STRUCK = 5


class Deed(models.IntegerChoices):
    """What a step did to a round or to one of its awards."""

    OPENED = 1
    ADDED = 2
    STRUCK = 3
    SENT = 4
    RETURNED = 5
    WEIGHED = 6
    DECIDED = 7
    DROPPED = 8
    REVOKED = 9
    MADE_PUBLIC = 10
    NOT_PUBLIC = 11
    NAME_REMOVED = 12
    PRINTED = 13
    BROUGHT = 14
    BROUGHT_BACK = 15


class Round(models.Model):
    """Recipients proposed by one body to one giver, in one form of commendation. `form` and `sort` are numbers of the
    shipped file; `plan` is the number of the plan whose limits hold. `place` is the proposer's, `province` repeats its
    home province."""

    form = models.PositiveSmallIntegerField()
    sort = models.PositiveSmallIntegerField()
    plan = models.CharField(max_length=60, blank=True)
    proposer = models.ForeignKey("actors.Body", on_delete=models.PROTECT, related_name="+")
    giver = models.ForeignKey("actors.Body", on_delete=models.PROTECT, related_name="+")
    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+", db_index=False)
    province = models.ForeignKey("places.Place", on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    state = models.PositiveSmallIntegerField(choices=State.choices, default=State.DRAFT)
    opened_on = models.DateField()
    document = models.CharField(max_length=60, blank=True)
    minutes = models.CharField(max_length=60, blank=True)
    minutes_on = models.DateField(null=True, blank=True)
    decision = models.CharField(max_length=60, blank=True)
    decided_on = models.DateField(null=True, blank=True)
    seal = models.ForeignKey(
        "sources.Source", on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    version = models.PositiveIntegerField(default=1)
    is_illustration = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(state__in=State.values), name="round_state_known"),
            models.CheckConstraint(
                condition=~models.Q(state=State.DECIDED)
                | models.Q(decided_on__isnull=False, seal__isnull=False) & ~models.Q(decision=""),
                name="round_decided_by_a_numbered_decision",
            ),
        ]
        indexes = [
            models.Index(fields=["opened_on", "id"], name="round_by_day"),
            models.Index(fields=["province", "opened_on", "id"], name="round_of_province_by_day"),
            models.Index(fields=["place", "opened_on", "id"], name="round_of_place"),
            models.Index(fields=["giver", "decided_on"], name="round_of_giver"),
        ]

    def __str__(self) -> str:
        return f"{self.proposer_id}/{self.opened_on}"


class Bringing(BringingBase):
    """Recipients that came into one draft at once, by a file, and can be taken back as one. `file_name` stays empty:
    such files are called after people."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="+")


class Award(models.Model):
    """One recipient in a round: what it is, where, for which achievement between two days.

    `name` and `name_key` are "" once the name was removed. `is_public` only for what is not guarded and, of households
    and individuals, only with the document and day of a consent.
    """

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="+")
    kind = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=120, blank=True)
    name_key = models.CharField(max_length=120, blank=True)
    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+", db_index=False)
    achievement = models.PositiveSmallIntegerField()
    achieved_from = models.DateField()
    achieved_to = models.DateField()
    told = models.CharField(max_length=200, blank=True)
    is_guarded = models.BooleanField(default=False)
    is_public = models.BooleanField(default=False)
    consent = models.CharField(max_length=60, blank=True)
    consented_on = models.DateField(null=True, blank=True)
    fate = models.PositiveSmallIntegerField(choices=Fate.choices, default=Fate.PROPOSED)
    revoked_on = models.DateField(null=True, blank=True)
    brought = models.ForeignKey(
        Bringing, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(kind__in=(1, 2, 3)), name="award_recipient_known"),
            models.CheckConstraint(condition=models.Q(fate__in=Fate.values), name="award_fate_known"),
            models.CheckConstraint(
                condition=models.Q(achieved_from__lte=models.F("achieved_to")), name="award_days_ordered"
            ),
            models.CheckConstraint(
                condition=models.Q(is_public=False)
                | models.Q(is_guarded=False)
                & ~models.Q(name="")
                & (models.Q(kind=1) | models.Q(consented_on__isnull=False) & ~models.Q(consent="")),
                name="award_public_by_consent_alone",
            ),
            models.CheckConstraint(
                condition=models.Q(is_guarded=False) | models.Q(told=""), name="award_guarded_without_words"
            ),
        ]
        indexes = [
            models.Index(fields=["name_key", "place", "achievement"], name="award_of_one_achievement"),
            # Recipients are looked for by name among the public ones alone.
            models.Index(fields=["name_key", "round"], condition=models.Q(is_public=True), name="award_public"),
        ]

    def __str__(self) -> str:
        return f"{self.round_id}/{self.pk}"


class RoundStep(models.Model):
    """One thing done to a round or to one of its awards. Only added; bears no name of a recipient."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField()
    award = models.ForeignKey(Award, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    deed = models.PositiveSmallIntegerField(choices=Deed.choices)
    on = models.DateField()
    document = models.CharField(max_length=60, blank=True)
    reason = models.CharField(max_length=200, blank=True)
    recorded_by = models.ForeignKey("actors.User", on_delete=models.PROTECT, related_name="+", db_index=False)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["round", "version"], name="round_step_version_once")]


class Limit(models.Model):
    """How many of one form a giver may grant to one kind of recipient under a plan. Only added: the latest leads."""

    giver = models.ForeignKey("actors.Body", on_delete=models.PROTECT, related_name="+", db_index=False)
    plan = models.CharField(max_length=60)
    form = models.PositiveSmallIntegerField()
    kind = models.PositiveSmallIntegerField()
    most = models.PositiveIntegerField()
    recorded_by = models.ForeignKey("actors.User", on_delete=models.PROTECT, related_name="+", db_index=False)
    recorded_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["giver", "plan", "form", "kind", "id"], name="limit_of_plan")]


class CertificateTemplate(models.Model):
    """What a giver's certificates of one form look like. Only added: the latest leads. `issuer` and `signer` are
    offices; closed choices are keys of `certificates.looks`; shifts are in millimetres."""

    giver = models.ForeignKey("actors.Body", on_delete=models.PROTECT, related_name="+", db_index=False)
    form = models.PositiveSmallIntegerField()
    paper = models.CharField(max_length=10)
    border = models.CharField(max_length=10)
    colour = models.CharField(max_length=10)
    header = models.BooleanField(default=True)
    issuer = models.CharField(max_length=120)
    verb = models.CharField(max_length=40)
    title = models.CharField(max_length=60)
    opening = models.CharField(max_length=80)
    signer = models.CharField(max_length=80)
    town = models.CharField(max_length=40)
    shift_x = models.SmallIntegerField(default=0)
    shift_y = models.SmallIntegerField(default=0)
    recorded_by = models.ForeignKey("actors.User", on_delete=models.PROTECT, related_name="+", db_index=False)
    recorded_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["giver", "form", "id"], name="certificate_of_form")]
