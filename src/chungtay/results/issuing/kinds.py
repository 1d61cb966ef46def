"""What a paper and its files are."""

from django.db import models


class Rendition(models.TextChoices):
    """The whole paper, or what of it may be public."""

    OFFICIAL = "official"
    PUBLIC = "public"


class FileKind(models.TextChoices):
    """What a file is. `SIGNED` is the PDF with a signature over it."""

    DOCX = "docx"
    PDF = "pdf"
    PAGE = "page"
    SLIDES = "slides"
    SHEETS = "sheets"
    BRIEF = "brief"
    MANIFEST = "manifest"
    SIGNED = "signed"
