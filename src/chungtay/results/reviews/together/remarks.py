"""Remarks on sections, and other wordings that somebody suggests."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from chungtay.kernel.errors import Both
from chungtay.results.reviews.composition import Composition
from chungtay.results.reviews.models import Review, ReviewComment, ReviewSuggestion, ReviewTask, Verdict
from chungtay.results.reviews.together import policies
from chungtay.results.reviews.together.arranging import sections_of
from chungtay.results.reviews.together.refusals import not_allowed, nothing
from chungtay.results.reviews.together.screening import said
from chungtay.results.reviews.together.wording import Written, block_of, text_checked, text_standing, wording_append

if TYPE_CHECKING:
    from chungtay.reference.actors.models import User

MAX_COMMENT = 2_000


@transaction.atomic
def comment_add(*, by: User, review: Review, section: str, text: str, answers: int | None = None) -> ReviewComment:
    """A remark on a section, or an answer to an open one. NotAllowed XET-101, XET-102; Refusal XET-004 to XET-008 and
    the gate's as of any text, XET-013 for an unknown section, XET-017 for a remark that is not there."""
    policies.check_remark(by, review)
    _check_section(review, section)
    asked = None
    if answers is not None:
        asked = ReviewComment.objects.filter(review=review, section=section, pk=answers, answers=None).first()
        if asked is None:
            raise _no_remark(answers)
    clean = said(text, section, Composition.from_json(review.composition), MAX_COMMENT)
    if not clean:
        raise nothing("XET-016", Both("ý kiến", "remark"), "chưa viết gì", "nothing is written yet")
    return ReviewComment.objects.create(
        review=review, section=section, answers=asked, text=clean, written_at=timezone.now(), written_by=by
    )


@transaction.atomic
def comment_resolve(*, by: User, review: Review, id: int) -> ReviewComment:
    """Done with: by a writer, or by whoever made the remark. It is folded away and kept."""
    policies.check_remark(by, review)
    found = ReviewComment.objects.select_for_update().filter(review=review, pk=id, answers=None).first()
    if found is None:
        raise _no_remark(id)
    if not policies.may_write(by, review) and found.written_by_id != by.pk:
        raise not_allowed("XET-102", "Tài khoản này chỉ đọc báo cáo", "This account only reads the review")
    if found.resolved_at is None:
        found.resolved_at, found.resolved_by = timezone.now(), by
        found.save(update_fields=["resolved_at", "resolved_by"])
    return found


@transaction.atomic
def suggestion_make(*, by: User, review: Review, section: str, text: str) -> ReviewSuggestion:
    """Another wording of a block, offered to its writers. Refusals as of a wording itself."""
    policies.check_remark(by, review)
    _, block, clean = text_checked(review, section, text)
    return ReviewSuggestion.objects.create(
        review=review,
        section=block.key,
        base=text_standing(review, block.key),
        text=clean,
        made_at=timezone.now(),
        made_by=by,
    )


@transaction.atomic
def suggestion_decide(*, by: User, review: Review, id: int, accept: bool) -> Written | None:
    """Take a suggested wording into the review, or leave it.

    One made on a wording that has given way meanwhile is kept aside when it is accepted, and whoever accepts it joins
    the two. Refusal XET-018 where it was decided before.
    """
    policies.check_write(by, review)
    found = ReviewSuggestion.objects.select_for_update().filter(review=review, pk=id, verdict=Verdict.OPEN).first()
    if found is None:
        where = Both(f"Đề nghị sửa {id}", f"Suggestion {id}")
        raise nothing("XET-018", where, "đề nghị này đã được trả lời", "this suggestion was answered before")
    found.verdict = Verdict.ACCEPTED if accept else Verdict.REJECTED
    found.decided_at, found.decided_by = timezone.now(), by
    found.save(update_fields=["verdict", "decided_at", "decided_by"])
    if not accept:
        return None
    held, block = block_of(review, found.section)
    seen = found.base_id or 0
    return wording_append(by=by, review=review, held=held, block=block, clean=found.text, seen=seen)


@transaction.atomic
def section_give(*, by: User, review: Review, section: str, account: User | None) -> ReviewTask:
    """Say who writes a section, None for whoever comes. Others may write there all the same: it is said, not locked.

    NotAllowed XET-101 to XET-103; Refusal XET-013, XET-019 for an account that may not write at this review.
    """
    policies.check_arrange(by, review)
    _check_section(review, section)
    if account is not None and not policies.may_remark(account, review):
        where = Both("Tài khoản", "Account")
        raise nothing("XET-019", where, "tài khoản này không viết ở báo cáo này", "the account does not work on it")
    return ReviewTask.objects.create(
        review=review, section=section, account=account, given_at=timezone.now(), given_by=by
    )


def _check_section(review: Review, key: str) -> None:
    if key not in {section.key for section in sections_of(review)}:
        where = Both(f"mục {key}", f"section {key}")
        raise nothing("XET-013", where, "báo cáo không có mục này", "the review has no such section")


def _no_remark(id: int) -> Exception:
    where = Both(f"Ý kiến {id}", f"Remark {id}")
    return nothing("XET-017", where, "không có ý kiến này", "there is no such remark")
