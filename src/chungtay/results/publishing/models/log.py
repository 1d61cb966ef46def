"""The public log: leaves that are only ever appended, the full tiles of their tree, and the heads that were signed."""

from django.db import models


class LogLeaf(models.Model):
    """One entry, at its position from 0. `body` is exactly the text that is hashed: canonical JSON on one line.

    The body of a publication that is embargoed or withdrawn is not shown: see `leaves_shown`.
    """

    position = models.PositiveBigIntegerField(primary_key=True)
    kind = models.CharField(max_length=12)
    body = models.TextField()
    leaf_hash = models.BinaryField(max_length=32)
    appended_at = models.DateTimeField()


class LogTile(models.Model):
    """A full tile of 256 hashes of one level of the tree, and its root, which is an entry of the level above.

    What is not full is put together when it is read: at level 0 of leaves, above it of the roots of tiles below.
    """

    level = models.PositiveSmallIntegerField()
    index = models.PositiveBigIntegerField()
    hashes = models.BinaryField()
    root = models.BinaryField(max_length=32)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["level", "index"], name="log_tile_once")]


class LogHead(models.Model):
    """A head of the tree that was signed: how many leaves, their root, and the note as it is handed out."""

    size = models.PositiveBigIntegerField(unique=True)
    root = models.BinaryField(max_length=32)
    note = models.TextField()
    at = models.DateTimeField()


class LogDigest(models.Model):
    """By which digests a leaf is found: of a publication, of a paper's manifest, of each of its files."""

    digest = models.CharField(max_length=64)
    position = models.PositiveBigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["digest", "position"], name="log_digest_once")]
