"""Reviews bound to one snapshot, and what people make of them: sections, wordings, remarks. Only appended."""

from django.db import models


class ReviewKind(models.TextChoices):
    """What a review is for; the outline it starts with goes by it."""

    INTERIM = "interim"
    FINAL = "final"
    YEARLY = "yearly"
    HALFYEAR = "halfyear"
    MONTHLY = "monthly"
    THEMATIC = "thematic"
    BRIEF = "brief"
    PRESS = "press"
    KNOWN = "known"


class SectionDeed(models.TextChoices):
    """What a change did to the sections of a review."""

    COMPOSED = "composed"
    RENAMED = "renamed"
    MOVED = "moved"
    HIDDEN = "hidden"
    SHOWN = "shown"
    ADDED = "added"
    UNDONE = "undone"


class Verdict(models.TextChoices):
    """What became of a suggested wording."""

    OPEN = "open"
    ACCEPTED = "accepted"
    REJECTED = "rejected"


class Review(models.Model):
    """A review. `composition` was made from the snapshot alone and is never changed."""

    snapshot = models.ForeignKey("warehouse.Snapshot", on_delete=models.PROTECT, related_name="+")
    programme = models.ForeignKey("programmes.Programme", on_delete=models.PROTECT, related_name="+")
    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+")
    start = models.DateField()
    end = models.DateField()
    kind = models.CharField(max_length=8)
    composition = models.JSONField()
    digest = models.CharField(max_length=64)
    is_illustration = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey("actors.User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(kind__in=ReviewKind.values), name="review_kind_known")]


class ReviewSection(models.Model):
    """One state of a section of a review: what it is called, what stands in it, where it stands, whether it is shown.

    Only appended: the last row of a key is how it stands now. Rows of one `change` belong to one deed, and `undoes` of
    an undoing names the change that it takes back.
    """

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=40)
    change = models.PositiveIntegerField()
    deed = models.CharField(max_length=10, choices=SectionDeed.choices)
    undoes = models.PositiveIntegerField(null=True)
    position = models.PositiveSmallIntegerField()
    level = models.PositiveSmallIntegerField()
    title_vi = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200)
    prompt_vi = models.CharField(max_length=300, blank=True)
    prompt_en = models.CharField(max_length=300, blank=True)
    blocks = models.JSONField()
    is_hidden = models.BooleanField(default=False)
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey("actors.User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["review", "key", "change"], name="review_section_once_in_a_change"),
            models.CheckConstraint(condition=models.Q(deed__in=SectionDeed.values), name="review_section_deed_known"),
        ]


class ReviewText(models.Model):
    """A wording of a block, by the block's key. Each edit is a new row; the last one that is not aside prints.

    `base` is the wording that the writer saw. One that was written over a wording which had given way meanwhile is kept
    `is_aside`: it prints nowhere, and waits until its writer has joined the two. An empty one gives the block back its
    generated sentences.
    """

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="+")
    section = models.CharField(max_length=40)
    text = models.TextField(blank=True)
    base = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    is_aside = models.BooleanField(default=False)
    written_at = models.DateTimeField()
    written_by = models.ForeignKey("actors.User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["review", "section", "id"], name="review_text_by_block")]


class ReviewDraft(models.Model):
    """What one account has typed into a block and not yet put into the review; each saving takes the place of the last.

    `seen` is the wording that the typing began from, 0 for none. `version` grows with every saving; once the typing was
    put into the review or dropped (`is_over`) the row stays without its words, so that a draft still on its way, whose
    version is older, is known however late it comes. `window` is the one that saved it last: an account may have the
    same block open in several, and of those that did not see this saving none writes over it.
    """

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="+")
    section = models.CharField(max_length=40)
    account = models.ForeignKey("actors.User", on_delete=models.PROTECT, related_name="+")
    text = models.TextField(blank=True)
    seen = models.PositiveBigIntegerField(default=0)
    version = models.PositiveBigIntegerField(default=0)
    window = models.CharField(max_length=40, blank=True)
    is_over = models.BooleanField(default=False)
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["review", "section", "account"], name="review_draft_one_for_an_account")
        ]


class ReviewTask(models.Model):
    """Who writes a section; the last row of a section stands, and one without an account gives it back to all."""

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="+")
    section = models.CharField(max_length=40)
    account = models.ForeignKey("actors.User", on_delete=models.PROTECT, null=True, related_name="+")
    given_at = models.DateTimeField()
    given_by = models.ForeignKey("actors.User", on_delete=models.PROTECT, related_name="+")


class ReviewComment(models.Model):
    """A remark on a section, or an answer to one; resolved by whoever may write there. None is ever taken away."""

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="+")
    section = models.CharField(max_length=40)
    answers = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    text = models.TextField()
    written_at = models.DateTimeField()
    written_by = models.ForeignKey("actors.User", on_delete=models.PROTECT, related_name="+")
    resolved_at = models.DateTimeField(null=True)
    resolved_by = models.ForeignKey("actors.User", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["review", "section", "id"], name="review_comment_by_section")]


class ReviewSuggestion(models.Model):
    """Another wording of a block that somebody offers; accepted, it becomes a wording of the block."""

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="+")
    section = models.CharField(max_length=40)
    base = models.ForeignKey(ReviewText, on_delete=models.PROTECT, null=True, related_name="+")
    text = models.TextField()
    made_at = models.DateTimeField()
    made_by = models.ForeignKey("actors.User", on_delete=models.PROTECT, related_name="+")
    verdict = models.CharField(max_length=8, choices=Verdict.choices, default=Verdict.OPEN)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey("actors.User", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(verdict__in=Verdict.values), name="review_suggestion_verdict")
        ]
        indexes = [models.Index(fields=["review", "verdict"], name="review_suggestion_open")]


class ReviewTemplate(models.Model):
    """An outline of a body's own, for some kinds of reviews of places of one level. The latest in use stands; one that
    is on trial was never put in use. `data` is written as the shipped templates are."""

    body = models.ForeignKey("actors.Body", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=160)
    level = models.CharField(max_length=10)
    kinds = models.JSONField()
    data = models.JSONField()
    made_at = models.DateTimeField()
    made_by = models.ForeignKey("actors.User", on_delete=models.PROTECT, related_name="+")
    used_since = models.DateTimeField(null=True)
    dropped_at = models.DateTimeField(null=True)
