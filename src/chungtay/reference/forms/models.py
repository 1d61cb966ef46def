"""Form versions and who owes them."""

from django.db import models


class Form(models.Model):
    """A version of a set of indicators under one reporting regime. A batch keeps the version it was made with.

    `due`: working days after the cut-off by level of the body. `scope`: the place in which it is used; none for the
    whole country. `owed_by`: "line:level" of the bodies that owe it for each of their places ("police:commune"), ""
    where obligations are given one by one. `status`: what its numbers are, results or targets of a plan. `rules`: the
    form's own checks, as `checks.rules.of_forms` reads them.
    """

    code = models.CharField(max_length=40)
    version = models.PositiveSmallIntegerField()
    name_vi = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200)
    regime = models.CharField(max_length=20)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    scope = models.ForeignKey("places.Place", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    due = models.JSONField(default=dict)
    owed_by = models.CharField(max_length=30, blank=True)
    status = models.CharField(max_length=10, default="result")
    rules = models.JSONField(default=list)
    guidance_vi = models.TextField(blank=True)
    guidance_en = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["code", "version"], name="form_version_once"),
            models.CheckConstraint(condition=models.Q(status__in=["result", "target"]), name="form_status_known"),
        ]


class FormSection(models.Model):
    """A heading of a form, with the items beneath it."""

    form = models.ForeignKey(Form, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()
    name_vi = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["form", "position"], name="form_section_position_once")]


class FormItem(models.Model):
    """One row of a form: an indicator as a whole (`cell` "") or one cell of its breakdown, in the order asked for.

    `allows_precision`: whether "hơn", "gần" may be written here. `must_answer`: whether a number or a reason for its
    absence is needed before the report is sent. `two_attest`: police and Front both state it.
    """

    form = models.ForeignKey(Form, on_delete=models.PROTECT, related_name="+")
    section = models.ForeignKey(FormSection, on_delete=models.PROTECT, null=True, related_name="+")
    indicator = models.ForeignKey("indicators.Indicator", on_delete=models.PROTECT, related_name="+")
    cell = models.CharField(max_length=200, blank=True)
    position = models.PositiveSmallIntegerField()
    allows_precision = models.BooleanField(default=False)
    must_answer = models.BooleanField(default=True)
    two_attest = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["form", "indicator", "cell"], name="form_item_once")]


class Obligation(models.Model):
    """A body owes a form for a place, for periods that end within the validity dates."""

    form = models.ForeignKey(Form, on_delete=models.PROTECT, related_name="+")
    body = models.ForeignKey("actors.Body", on_delete=models.PROTECT, related_name="+", null=True)
    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)


class Holiday(models.Model):
    """A day on which no office works; deadlines move past it.

    Rows are added and taken back, never deleted: `added_by` null where the software came with it, `removed_at` null
    while it holds. A day that was taken back is not brought in again with the software, and may be added again.
    """

    on = models.DateField()
    name_vi = models.CharField(max_length=100)
    name_en = models.CharField(max_length=100)
    added_by = models.ForeignKey("actors.User", on_delete=models.PROTECT, null=True, related_name="+")
    added_at = models.DateTimeField(null=True)
    removed_by = models.ForeignKey("actors.User", on_delete=models.PROTECT, null=True, related_name="+")
    removed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["on"], condition=models.Q(removed_at=None), name="holiday_holds_once")
        ]
