"""Originals behind the gate: the database holds hashes and encrypted keys, the folder holds ciphertext."""

from django.db import models


class Kind(models.TextChoices):
    """What a figure's evidence is: an uploaded original, a filled form, or rows of a register."""

    ORIGINAL = "original"
    FORM = "form"
    REGISTER = "register"


class Source(models.Model):
    """One original as received. Bytes and extracted text are encrypted under a key of its own.

    Offsets of figures index the extracted text, so the same bytes read into another text are another row.
    """

    sha256 = models.CharField(max_length=64, db_index=True)
    text_sha256 = models.CharField(max_length=64, blank=True)
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.ORIGINAL)
    filename = models.CharField(max_length=200)
    media_type = models.CharField(max_length=100)
    size = models.BigIntegerField()
    issuer = models.ForeignKey("actors.Body", on_delete=models.PROTECT, related_name="+")
    number = models.CharField(max_length=60, blank=True)
    title = models.CharField(max_length=300, blank=True)
    issued_on = models.DateField(null=True, blank=True)
    is_illustration = models.BooleanField(default=False)
    received_at = models.DateTimeField()
    received_by = models.ForeignKey("actors.User", on_delete=models.PROTECT, related_name="+")
    storage_name = models.CharField(max_length=80, unique=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["sha256", "issuer", "text_sha256"], name="source_once")]


class SourceKey(models.Model):
    """The source's data key, wrapped by the master key. Deleting this row destroys the original for good."""

    source = models.OneToOneField(Source, on_delete=models.PROTECT, related_name="+")
    wrapped = models.BinaryField()


class Tombstone(models.Model):
    """Says that an original was destroyed, when, by whom and why; its hash stays in ledger and chain."""

    source = models.OneToOneField(Source, on_delete=models.PROTECT, related_name="+")
    destroyed_at = models.DateTimeField()
    destroyed_by = models.ForeignKey("actors.User", on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=300)


class Excerpt(models.Model):
    """A confirmed sentence, masked: what stays readable as evidence when the original may not be opened or is gone."""

    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="+")
    start = models.IntegerField()
    end = models.IntegerField()
    paragraph = models.IntegerField()
    text = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "start", "end"], name="excerpt_once")]


class Opening(models.Model):
    """Each opening of an original: who and when."""

    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="+")
    opened_by = models.ForeignKey("actors.User", on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
