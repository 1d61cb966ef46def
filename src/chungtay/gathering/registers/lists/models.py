"""Lists that bodies bring in from workbooks: how far each is, and which columns the body's lists have.

The rows themselves stand in no table. They lie encrypted beside the uploads until the list is decided, two weeks at
most (`keeping`); here stand counts and codes alone.
"""

from django.db import models


class ListState(models.TextChoices):
    """How far a list is. What stands between two states is done in the background."""

    MAPPING = "mapping"
    CHECKING = "checking"
    CHECKED = "checked"
    WRITING = "writing"
    KEPT = "kept"
    DROPPED = "dropped"
    UNDONE = "undone"


class BroughtList(models.Model):
    """A list of a body for one register. `columns`: number of the column (from 0) by field; `told`: how often each code
    was found. `result` is the id under which the register holds what came in."""

    register = models.CharField(max_length=20)
    body = models.ForeignKey("actors.Body", models.PROTECT, related_name="+")
    file_name = models.CharField(max_length=120)
    state = models.CharField(max_length=10, choices=ListState.choices, default=ListState.MAPPING)
    rows = models.PositiveIntegerField()
    columns = models.JSONField(default=dict)
    good = models.PositiveIntegerField(default=0)
    bad = models.PositiveIntegerField(default=0)
    told = models.JSONField(default=dict)
    keeps_good = models.BooleanField(default=False)
    result = models.PositiveBigIntegerField(null=True, blank=True)
    came_in = models.PositiveIntegerField(default=0)
    taken_back = models.PositiveIntegerField(default=0)
    made_by = models.ForeignKey("actors.User", models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(state__in=ListState.values), name="list_state_known")]
        indexes = [models.Index(fields=["body", "register", "-id"], name="list_of_body")]

    def __str__(self) -> str:
        return self.file_name


class ListColumns(models.Model):
    """How the columns of a body's lists are headed, by field, as headings are compared. The latest confirmed one."""

    register = models.CharField(max_length=20)
    body = models.ForeignKey("actors.Body", models.PROTECT, related_name="+")
    heads = models.JSONField()
    made_by = models.ForeignKey("actors.User", models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["register", "body"], name="list_columns_once")]
