"""Papers that were issued: the frozen manifest, and the files made from it with their hashes. Only appended."""

from django.db import models
from django.db.models import Q

from chungtay.results.issuing.kinds import FileKind, Rendition


class Issued(models.Model):
    """A paper with its number and day. `ordinal` 0 is the review itself, 1 and on the corrigenda of the same rendition.

    `manifest` is canonical JSON, packed; `digest` its SHA-256, which the paper itself bears. `year` repeats that of
    `issued_on`: numbers begin anew each year in a body's book of outgoing papers.
    """

    review = models.ForeignKey("reviews.Review", on_delete=models.PROTECT, related_name="+")
    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+")
    rendition = models.CharField(max_length=8, choices=Rendition.choices)
    ordinal = models.PositiveSmallIntegerField(default=0)
    number = models.PositiveIntegerField()
    symbol = models.CharField(max_length=40)
    issued_on = models.DateField()
    year = models.PositiveSmallIntegerField()
    corrects = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    manifest = models.BinaryField()
    digest = models.CharField(max_length=64, unique=True)
    is_illustration = models.BooleanField(default=False)
    issued_at = models.DateTimeField()
    issued_by = models.ForeignKey("actors.User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["review", "rendition", "ordinal"], name="issued_once"),
            models.UniqueConstraint(
                fields=["place", "symbol", "year", "number"],
                condition=Q(rendition="official"),
                name="issued_number_once",
            ),
            models.CheckConstraint(condition=Q(rendition__in=Rendition.values), name="issued_rendition_known"),
        ]


class IssuedFile(models.Model):
    """A file as it was made when the paper was issued, with its SHA-256; it is kept and not made again."""

    issued = models.ForeignKey(Issued, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=8, choices=FileKind.choices)
    name = models.CharField(max_length=120)
    content = models.BinaryField()
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64, db_index=True)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["issued", "kind"], name="issued_file_once"),
            models.CheckConstraint(condition=Q(kind__in=FileKind.values), name="issued_file_kind_known"),
        ]


class Said(models.TextChoices):
    """What was done towards issuing together: a party was asked, agreed, or did not agree yet."""

    ASKED = "asked"
    AGREED = "agreed"
    NOT_YET = "not_yet"


class Agreement(models.Model):
    """A word of one party, by its line, on a review that the parties may issue together. Only appended; the last one
    that is no asking stands.

    `digest` is of the text that it was said of, so that an agreement to other words counts for nothing. `letter`: the
    number of the party's own letter, where an approver of another line wrote its answer down.
    """

    review = models.ForeignKey("reviews.Review", on_delete=models.PROTECT, related_name="+")
    line = models.CharField(max_length=12)
    said = models.CharField(max_length=8, choices=Said.choices)
    digest = models.CharField(max_length=64)
    letter = models.CharField(max_length=60, blank=True)
    said_at = models.DateTimeField()
    said_by = models.ForeignKey("actors.User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(said__in=Said.values), name="agreement_said_known")]
        indexes = [models.Index(fields=["review", "line", "id"], name="agreement_by_party")]


class RunState(models.TextChoices):
    """What became of one place of a run. A place that waits is begun again after a stop; the others are settled."""

    WAITING = "waiting"
    MADE = "made"
    REFUSED = "refused"


class ReviewRun(models.Model):
    """The reviews of many places asked for at once, `kind` '' for interim or final by the period; `files` are the kinds
    of files wanted of each. `on` is the day whose map says which places there are. `ended_at`: all are settled, or
    somebody stopped it."""

    programme = models.ForeignKey("programmes.Programme", on_delete=models.PROTECT, related_name="+")
    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+")
    body = models.ForeignKey("actors.Body", on_delete=models.PROTECT, related_name="+")
    start = models.DateField()
    end = models.DateField()
    regime = models.CharField(max_length=20)
    on = models.DateField()
    kind = models.CharField(max_length=8, blank=True)
    files = models.JSONField()
    begun_at = models.DateTimeField()
    begun_by = models.ForeignKey("actors.User", on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)


class RunPart(models.Model):
    """One place of a run. `review` stands as soon as it is composed, so that it is not composed twice; `told` is the
    refusal in both languages; `took` the seconds of work."""

    run = models.ForeignKey(ReviewRun, on_delete=models.CASCADE, related_name="+")
    position = models.PositiveSmallIntegerField()
    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=8, choices=RunState.choices, default=RunState.WAITING)
    review = models.ForeignKey("reviews.Review", on_delete=models.PROTECT, null=True, related_name="+")
    code = models.CharField(max_length=20, blank=True)
    told = models.JSONField(default=dict)
    took = models.FloatField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["run", "place"], name="run_place_once"),
            models.CheckConstraint(condition=Q(state__in=RunState.values), name="run_part_state_known"),
        ]


class RunFile(models.Model):
    """A draft as it was printed in a run. It can be made again from the review, so those of old runs are dropped."""

    part = models.ForeignKey(RunPart, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=8, choices=FileKind.choices)
    name = models.CharField(max_length=160)
    content = models.BinaryField()
    size = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["part", "kind"], name="run_file_once")]
