"""Coordination programmes, their lineage, parties and content areas; documents, committees, conferences and tasks.

Contents differ by programme, so they are rows. Nothing here names a person: offices chair, bodies own tasks.
"""

from django.db import models


class Programme(models.Model):
    """A signed coordination programme; `parent` is the one it carries out, `predecessor` the one before it."""

    number = models.CharField(max_length=60, unique=True)
    title_vi = models.CharField(max_length=300)
    title_en = models.CharField(max_length=300)
    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+")
    signed_on = models.DateField(null=True, blank=True)
    term_start = models.DateField()
    term_end = models.DateField()
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    predecessor = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    def __str__(self) -> str:
        return self.number


class Party(models.Model):
    """A body that signed, in the order of the heading."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="+")
    body = models.ForeignKey("actors.Body", on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()


class ContentArea(models.Model):
    """One area of work that the programme names, with the codes of the indicators that report on it.

    One that is struck is offered no more; tasks that name it keep it.
    """

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()
    name_vi = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200)
    indicators = models.JSONField()
    is_struck = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.name_vi


class ProgrammeChange(models.Model):
    """What was changed of a programme after it was set up, by whom: only ever added. `before`, `after`: what changed,
    by the name of the field."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="+")
    before = models.JSONField()
    after = models.JSONField()
    recorded_by = models.ForeignKey("actors.User", on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()


class SuccessorDraft(models.Model):
    """What a place would sign when a programme's years are over, until it does: one for a programme and a place.

    `content`: number, titles, years, codes of parties, content areas, targets of the first
    year (`succeeding.Content`). `became`: the programme that was signed; from then on the draft stays as it was.
    """

    predecessor = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="+")
    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+")
    content = models.JSONField()
    version = models.PositiveIntegerField(default=1)
    became = models.OneToOneField(Programme, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    recorded_by = models.ForeignKey("actors.User", on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["predecessor", "place"], name="successor_draft_once")]


class PaperKind(models.IntegerChoices):
    """What an implementing document is."""

    PROGRAMME = 1
    PLAN = 2
    GUIDANCE = 3
    DIRECTIVE = 4
    DECISION = 5
    CONCLUSION = 6
    REPORT = 7


class Paper(models.Model):
    """A document by which a body carries a programme out. `year`: the one that it plans or reports, where it is yearly.

    Several bodies may sign one: `body` is the one that wrote it down. `source`: the file, behind the gate.
    """

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="+")
    body = models.ForeignKey("actors.Body", on_delete=models.PROTECT, related_name="+")
    kind = models.PositiveSmallIntegerField(choices=PaperKind.choices)
    number = models.CharField(max_length=60)
    title = models.CharField(max_length=200)
    issued_on = models.DateField()
    year = models.PositiveSmallIntegerField(null=True, blank=True)
    source = models.ForeignKey("sources.Source", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    is_struck = models.BooleanField(default=False)
    reason = models.CharField(max_length=200, blank=True)
    recorded_by = models.ForeignKey("actors.User", on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(kind__in=PaperKind.values), name="paper_kind_known"),
            models.UniqueConstraint(
                fields=["programme", "body", "number"],
                condition=models.Q(is_struck=False),
                name="paper_number_once",
            ),
        ]

    def __str__(self) -> str:
        return self.number


class Committee(models.Model):
    """A steering committee under the name that it bore from one day to another; places call theirs differently.

    `head` is an office ("Phó Chủ tịch UBND tỉnh"), never a person.
    """

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="+")
    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    head = models.CharField(max_length=120, blank=True)
    decision = models.CharField(max_length=60, blank=True)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    recorded_by = models.ForeignKey("actors.User", on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(until__isnull=True) | models.Q(until__gte=models.F("since")),
                name="committee_runs_forward",
            )
        ]


class ConferenceKind(models.IntegerChoices):
    """What a conference was held for."""

    SIGNING = 1
    YEARLY = 2
    INTERIM = 3
    FINAL = 4
    THEMATIC = 5


class Conference(models.Model):
    """A conference of a programme. `chairs`: offices. Its conclusions are tasks that name it."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="+")
    body = models.ForeignKey("actors.Body", on_delete=models.PROTECT, related_name="+")
    kind = models.PositiveSmallIntegerField(choices=ConferenceKind.choices)
    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+")
    held_on = models.DateField()
    title = models.CharField(max_length=200)
    chairs = models.CharField(max_length=300, blank=True)
    reports = models.CharField(max_length=300, blank=True)
    attending = models.PositiveIntegerField(null=True, blank=True)
    recorded_by = models.ForeignKey("actors.User", on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(kind__in=ConferenceKind.values), name="conference_kind_known")
        ]


class AnnualPlan(models.Model):
    """What a body plans of a programme for one year: its tasks name it, its targets are stated on a form.

    `paper`: the document that it was issued as. `before`: the plan of an earlier year whose open tasks it began with.
    """

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="+")
    body = models.ForeignKey("actors.Body", on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    before = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    recorded_by = models.ForeignKey("actors.User", on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["programme", "body", "year"], name="annual_plan_once")]

    def __str__(self) -> str:
        return f"{self.programme_id} {self.year}"


class TaskState(models.IntegerChoices):
    """Where a task stands; late is one that is open past its day."""

    OPEN = 1
    DONE = 2
    CALLED_OFF = 3


class TaskDeed(models.IntegerChoices):
    """What a step of a task's life did."""

    GIVEN = 1
    PROGRESS = 2
    DONE = 3
    MOVED = 4
    CALLED_OFF = 5
    REOPENED = 6
    COMMENT = 7
    CARRIED = 8


class Task(models.Model):
    """Something that a body is to do by a day, with others, out of a plan, a conference's conclusions, or a request.

    `state`, `percent` and `due` are what the steps say by now. `request`: whose wish it is, in the words of an office.
    `excerpt`: the sentence of the document that asks for it. `target`: what that document wants reached, in its words.
    """

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="+")
    owner = models.ForeignKey("actors.Body", on_delete=models.PROTECT, related_name="+")
    given_by = models.ForeignKey("actors.Body", on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=240)
    due = models.DateField()
    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    conference = models.ForeignKey(Conference, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    request = models.CharField(max_length=160, blank=True)
    plan = models.ForeignKey(AnnualPlan, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    area = models.ForeignKey(ContentArea, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    excerpt = models.ForeignKey("sources.Excerpt", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    target = models.CharField(max_length=300, blank=True)
    carried_from = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    state = models.PositiveSmallIntegerField(choices=TaskState.choices, default=TaskState.OPEN)
    percent = models.PositiveSmallIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)
    is_illustration = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(state__in=TaskState.values), name="task_state_known"),
            models.CheckConstraint(condition=models.Q(percent__lte=100), name="task_percent_whole"),
        ]
        indexes = [
            models.Index(fields=["owner", "state", "due"], name="task_of_owner"),
            models.Index(fields=["programme", "state", "due"], name="task_of_programme"),
        ]

    def __str__(self) -> str:
        return self.title


class TaskPartner(models.Model):
    """A body that takes part in a task."""

    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="partners")
    body = models.ForeignKey("actors.Body", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["task", "body"], name="task_partner_once")]


class TaskStep(models.Model):
    """One step of a task's life; only ever added. `paper`: the evidence of progress."""

    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="steps")
    version = models.PositiveIntegerField()
    deed = models.PositiveSmallIntegerField(choices=TaskDeed.choices)
    percent = models.PositiveSmallIntegerField(null=True, blank=True)
    due = models.DateField(null=True, blank=True)
    text = models.CharField(max_length=300, blank=True)
    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    recorded_by = models.ForeignKey("actors.User", on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(deed__in=TaskDeed.values), name="task_deed_known"),
            models.UniqueConstraint(fields=["task", "version"], name="task_step_once"),
        ]
