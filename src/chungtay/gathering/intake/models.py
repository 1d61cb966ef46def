"""A report being read: its candidates wait here, changeable, until they are submitted as a batch of the ledger."""

from django.db import models


class State(models.TextChoices):
    """What the officer made of a candidate."""

    PROPOSED = "proposed"
    CONFIRMED = "confirmed"
    CORRECTED = "corrected"
    ADDED = "added"
    DROPPED = "dropped"


class ReportReading(models.Model):
    """One original read for one obligation. `batch` is the latest that was submitted from it."""

    source = models.ForeignKey("sources.Source", on_delete=models.PROTECT, related_name="+")
    body = models.ForeignKey("actors.Body", on_delete=models.PROTECT, related_name="+")
    form = models.ForeignKey("forms.Form", on_delete=models.PROTECT, related_name="+")
    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+")
    start = models.DateField()
    end = models.DateField()
    regime = models.CharField(max_length=20)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey("actors.User", on_delete=models.PROTECT, related_name="+")
    batch = models.ForeignKey("ledger.Batch", on_delete=models.PROTECT, null=True, related_name="+")


class ReadingSketch(models.Model):
    """What is kept of a report to tell copies by: keyed hashes, of no use without the installation's key."""

    reading = models.OneToOneField(ReportReading, on_delete=models.CASCADE, related_name="+")
    sketch = models.BinaryField()


class WordingImport(models.Model):
    """A table of wordings that a body brought in, and whether it was taken back."""

    body = models.ForeignKey("actors.Body", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    made_by = models.ForeignKey("actors.User", on_delete=models.PROTECT, related_name="+")
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey("actors.User", on_delete=models.PROTECT, null=True, related_name="+")


class WordingRule(models.Model):
    """What a body means by a wording that stands beside a number, learnt from a correction. Taken back, never changed.

    `key` is what `phrase` compares by. It holds for reports that are read from then on; what was confirmed stays.
    """

    body = models.ForeignKey("actors.Body", on_delete=models.PROTECT, related_name="+")
    phrase = models.CharField(max_length=80)
    key = models.CharField(max_length=80)
    indicator = models.ForeignKey("indicators.Indicator", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    made_by = models.ForeignKey("actors.User", on_delete=models.PROTECT, related_name="+")
    brought = models.ForeignKey(WordingImport, on_delete=models.PROTECT, null=True, related_name="+")
    retired_at = models.DateTimeField(null=True)
    retired_by = models.ForeignKey("actors.User", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["body", "key"], condition=models.Q(retired_at__isnull=True), name="wording_rule_once"
            ),
            models.CheckConstraint(
                condition=models.Q(retired_at__isnull=True) | models.Q(retired_by__isnull=False),
                name="wording_rule_retired_by",
            ),
        ]


class Candidate(models.Model):
    """One figure as the reader proposes it, and what the officer decided. Offsets index the source's extracted text.

    `position` and `paragraph` count from 1. `proposal` keeps what the reader proposed once an officer corrects it, so
    that correcting can be undone. `rule` told its indicator, where the body's own wording did. `others`: its next
    best, see `rows.others_kept`. No sentence stands here: it is cut from the source, masked, when a batch is sent.
    """

    reading = models.ForeignKey(ReportReading, on_delete=models.CASCADE, related_name="+")
    position = models.PositiveIntegerField()
    start = models.IntegerField()
    end = models.IntegerField()
    sentence_start = models.IntegerField()
    sentence_end = models.IntegerField()
    paragraph = models.PositiveIntegerField()
    surface = models.CharField(max_length=80)
    value = models.DecimalField(max_digits=24, decimal_places=6)
    value_to = models.DecimalField(max_digits=24, decimal_places=6, null=True)
    of = models.DecimalField(max_digits=24, decimal_places=6, null=True)
    precision = models.CharField(max_length=10)
    unit = models.CharField(max_length=60, blank=True)
    indicator = models.ForeignKey("indicators.Indicator", on_delete=models.PROTECT, null=True, related_name="+")
    cell = models.CharField(max_length=200, blank=True)
    qualifier = models.CharField(max_length=120, blank=True)
    parent_position = models.PositiveIntegerField(null=True)
    status = models.CharField(max_length=8)
    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, null=True, related_name="+")
    period_start = models.DateField(null=True)
    period_end = models.DateField(null=True)
    period_regime = models.CharField(max_length=20, blank=True)
    confidence = models.FloatField()
    others = models.JSONField(default=dict)
    is_added = models.BooleanField(default=False)
    rule = models.ForeignKey(WordingRule, on_delete=models.PROTECT, null=True, related_name="+")
    proposal = models.JSONField(null=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.PROPOSED)
    decided_by = models.ForeignKey("actors.User", on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["reading", "position"], name="candidate_position_once"),
            models.CheckConstraint(
                condition=models.Q(state="proposed") | models.Q(decided_by__isnull=False, decided_at__isnull=False),
                name="candidate_decided_by",
            ),
        ]


class Draft(models.Model):
    """A form being filled in by a body for a place and period, until it is sent. One open draft per report.

    `corrects` is the batch that was returned, or that stands and is to be put right. `source` is the workbook that it
    was filled from. `batch` is what was sent from it; a draft with a batch is closed. `discarded_at`: thrown away,
    to be had back until the same report is opened again.
    """

    body = models.ForeignKey("actors.Body", on_delete=models.PROTECT, related_name="+")
    form = models.ForeignKey("forms.Form", on_delete=models.PROTECT, related_name="+")
    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+")
    start = models.DateField()
    end = models.DateField()
    regime = models.CharField(max_length=20)
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey("actors.User", on_delete=models.PROTECT, related_name="+")
    corrects = models.ForeignKey("ledger.Batch", on_delete=models.PROTECT, null=True, related_name="+")
    source = models.ForeignKey("sources.Source", on_delete=models.PROTECT, null=True, related_name="+")
    batch = models.ForeignKey("ledger.Batch", on_delete=models.PROTECT, null=True, related_name="+")
    discarded_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["body", "form", "place", "start", "end", "regime"],
                condition=models.Q(batch__isnull=True, discarded_at__isnull=True),
                name="draft_open_once",
            )
        ]


class Origin(models.TextChoices):
    """Where the content of a cell comes from. An offer counts for nothing until somebody takes it."""

    TYPED = "typed"
    OFFERED = "offered"
    WORKBOOK = "workbook"
    BEFORE = "before"


class DraftCell(models.Model):
    """One row of the form in a draft. `text` is what was typed and may not be readable as a number yet.

    `version` counts the writings of this cell: whoever writes names the version that they saw, so that two people in
    one draft never lose each other's cells. `before` are the earlier contents, latest last, for undoing.
    """

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="+", db_index=False)
    item = models.ForeignKey("forms.FormItem", on_delete=models.PROTECT, related_name="+", db_index=False)
    text = models.CharField(max_length=80, blank=True)
    absence = models.CharField(max_length=16, blank=True)
    note = models.CharField(max_length=300, blank=True)
    origin = models.CharField(max_length=10, choices=Origin.choices, default=Origin.TYPED)
    locator = models.CharField(max_length=80, blank=True)
    version = models.PositiveIntegerField(default=1)
    before = models.JSONField(default=list)
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey("actors.User", on_delete=models.PROTECT, related_name="+", db_index=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["draft", "item"], name="draft_cell_once")]


class Layout(models.Model):
    """Where a body's own workbook keeps the rows of a form: made once by pointing at cells, kept and reused.

    `cells`: form item as "indicator|cell" to "Sheet!D12". `anchors`: cells whose text tells this workbook from
    others, as "Sheet!A1" to the match key of its text. `period_at` and `place_at`: the cells that state them, "" where
    the officer says so at each upload.
    """

    body = models.ForeignKey("actors.Body", on_delete=models.PROTECT, related_name="+")
    form = models.ForeignKey("forms.Form", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)
    cells = models.JSONField()
    anchors = models.JSONField()
    period_at = models.CharField(max_length=80, blank=True)
    place_at = models.CharField(max_length=80, blank=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey("actors.User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["body", "name"], name="layout_name_once")]


class Upload(models.Model):
    """Many files brought in at once, from a folder or a zip; goes on where it stopped, however it stopped.

    With `form`: narrative reports, each read for that form; `place`, `start`, `end` and `regime` then hold for those
    that do not state their own. Without: workbooks, which state theirs.
    """

    name = models.CharField(max_length=200)
    begun_at = models.DateTimeField()
    begun_by = models.ForeignKey("actors.User", on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)
    layout = models.ForeignKey(Layout, on_delete=models.PROTECT, null=True, related_name="+")
    form = models.ForeignKey("forms.Form", on_delete=models.PROTECT, null=True, related_name="+")
    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, null=True, related_name="+")
    start = models.DateField(null=True)
    end = models.DateField(null=True)
    regime = models.CharField(max_length=20, blank=True)


class UploadedFile(models.Model):
    """One file of an upload, by its hash. `state`: waiting, sent, read, known (nothing new in it), refused.

    A workbook is sent, a report is read into `reading`. `problems` tell where in it, in both languages; they quote no
    cell that may hold a name.
    """

    upload = models.ForeignKey(Upload, on_delete=models.CASCADE, related_name="+", db_index=False)
    name = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64, db_index=True)
    state = models.CharField(max_length=8, default="waiting")
    source = models.ForeignKey("sources.Source", on_delete=models.PROTECT, null=True, related_name="+")
    reading = models.ForeignKey(ReportReading, on_delete=models.PROTECT, null=True, related_name="+")
    figures = models.PositiveIntegerField(default=0)
    problems = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["upload", "name"], name="uploaded_file_once"),
            models.CheckConstraint(
                condition=models.Q(state__in=["waiting", "sent", "read", "known", "refused"]),
                name="uploaded_file_state_known",
            ),
        ]


class PlanReading(models.Model):
    """A plan, a conference's conclusions or a request as it was read into things to be done, waiting to be confirmed.

    Just one of `plan`, `conference` and `request` says where they come from; `paper` is the plan's own document.
    `more`: items that were not taken because there were too many.
    """

    source = models.ForeignKey("sources.Source", on_delete=models.PROTECT, related_name="+")
    body = models.ForeignKey("actors.Body", on_delete=models.PROTECT, related_name="+")
    programme = models.ForeignKey("programmes.Programme", on_delete=models.PROTECT, related_name="+")
    plan = models.ForeignKey("programmes.AnnualPlan", on_delete=models.PROTECT, null=True, related_name="+")
    conference = models.ForeignKey("programmes.Conference", on_delete=models.PROTECT, null=True, related_name="+")
    paper = models.ForeignKey("programmes.Paper", on_delete=models.PROTECT, null=True, related_name="+")
    request = models.CharField(max_length=160, blank=True)
    more = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey("actors.User", on_delete=models.PROTECT, related_name="+")


class PlanCandidate(models.Model):
    """One thing to be done as a plan asks for it, and what the officer made of it. Offsets index the source's text.

    `lead_words`, `partner_words`, `due_words`, `area_words` are the plan's own, masked; `owner`, `partners` (ids of
    bodies), `due`, `area` what they were taken for. `asks_quota`: a number of tips or persons was left out of the
    title. `is_carried`: lead or day stand in the row above. No sentence stands here: it is cut from the source, masked.
    """

    reading = models.ForeignKey(PlanReading, on_delete=models.CASCADE, related_name="+")
    position = models.PositiveIntegerField()
    start = models.IntegerField()
    end = models.IntegerField()
    paragraph = models.PositiveIntegerField()
    title = models.CharField(max_length=240, blank=True)
    lead_words = models.CharField(max_length=200, blank=True)
    partner_words = models.CharField(max_length=300, blank=True)
    due_words = models.CharField(max_length=120, blank=True)
    area_words = models.CharField(max_length=200, blank=True)
    target = models.CharField(max_length=300, blank=True)
    owner = models.ForeignKey("actors.Body", on_delete=models.PROTECT, null=True, related_name="+")
    partners = models.JSONField(default=list)
    due = models.DateField(null=True)
    area = models.ForeignKey("programmes.ContentArea", on_delete=models.PROTECT, null=True, related_name="+")
    asks_quota = models.BooleanField(default=False)
    is_carried = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=State.choices, default=State.PROPOSED)
    task = models.ForeignKey("programmes.Task", on_delete=models.PROTECT, null=True, related_name="+")
    decided_by = models.ForeignKey("actors.User", on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["reading", "position"], name="plan_candidate_position_once"),
            models.CheckConstraint(
                condition=models.Q(state="proposed") | models.Q(decided_by__isnull=False, decided_at__isnull=False),
                name="plan_candidate_decided_by",
            ),
        ]
