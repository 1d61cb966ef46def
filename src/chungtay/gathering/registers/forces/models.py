"""Teams of the core forces, each a unit of a commune, and how many people were in it on which days.

A team is a number and dates; its people are counted, never named. What was stated of a day is not overwritten: a later
row for the same day leads, the older one stays.
"""

from django.db import models

from chungtay.gathering.registers.lists.bringings import BringingBase


class TeamKind(models.IntegerChoices):
    """What sort of team. Security teams exist since the law on forces at the grassroots came into force."""

    SECURITY = 1
    MEDIATION = 2


class Bringing(BringingBase):
    """A list of teams that came in at once, by a file, and can be taken back as one."""


class Team(models.Model):
    """A team of a commune from one day to another (null: it is there). `number` counts on within commune and kind.

    `village` and `name` are for the eyes of the commune alone: everybody else reads "Tổ số 3". `members` and `women`
    repeat the latest strength (null: none was stated), because lists and counts are asked by it. `province` repeats
    the home province of the commune.
    """

    kind = models.PositiveSmallIntegerField(choices=TeamKind.choices)
    commune = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+", db_index=False)
    province = models.ForeignKey("places.Place", on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    village = models.ForeignKey(
        "places.Place", on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    body = models.ForeignKey("actors.Body", on_delete=models.PROTECT, related_name="+", db_index=False)
    number = models.PositiveIntegerField()
    name = models.CharField(max_length=80, blank=True)
    began_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)
    is_void = models.BooleanField(default=False)
    members = models.PositiveIntegerField(null=True, blank=True)
    women = models.PositiveIntegerField(null=True, blank=True)
    counted_on = models.DateField(null=True, blank=True)
    brought = models.ForeignKey(
        Bringing, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    version = models.PositiveIntegerField(default=1)
    is_illustration = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["commune", "kind", "number"], name="team_number_once"),
            models.CheckConstraint(condition=models.Q(kind__in=TeamKind.values), name="team_kind_known"),
            models.CheckConstraint(
                condition=models.Q(ended_on__isnull=True) | models.Q(began_on__lte=models.F("ended_on")),
                name="team_dates_ordered",
            ),
            models.CheckConstraint(
                condition=models.Q(women__isnull=True) | models.Q(women__lte=models.F("members")),
                name="team_women_are_members",
            ),
        ]
        indexes = [
            models.Index(
                fields=["province", "commune", "kind", "number", "is_void", "began_on", "ended_on", "members", "women"],
                name="team_of_province",
            ),
            models.Index(fields=["brought"], condition=models.Q(brought__isnull=False), name="team_of_list"),
        ]

    def __str__(self) -> str:
        return f"{self.commune_id}/{self.kind}/{self.number}"


class TeamStep(models.Model):
    """One thing stated of a team: it began, so many people were in it on a day, it ended, or that was a mistake.

    `on` is the day it holds of. `document` is the number of the decision it rests on. Only added.
    """

    class Deed(models.IntegerChoices):
        BEGAN = 1
        COUNTED = 2
        ENDED = 3
        REOPENED = 4
        VOIDED = 5

    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField()
    deed = models.PositiveSmallIntegerField(choices=Deed.choices)
    on = models.DateField()
    members = models.PositiveIntegerField(null=True, blank=True)
    women = models.PositiveIntegerField(null=True, blank=True)
    document = models.CharField(max_length=60, blank=True)
    reason = models.CharField(max_length=200, blank=True)
    recorded_by = models.ForeignKey("actors.User", on_delete=models.PROTECT, related_name="+", db_index=False)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["team", "version"], name="team_step_version_once"),
            models.CheckConstraint(
                condition=models.Q(women__isnull=True) | models.Q(women__lte=models.F("members")),
                name="team_step_women_are_members",
            ),
        ]
