"""Composing a review from a snapshot, and the passages that people add to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from chungtay.kernel.errors import Both, NotAllowed, Problem, Refusal
from chungtay.kernel.text import nfc
from chungtay.reference.actors.policies import sees_place
from chungtay.reference.actors.queries import Role
from chungtay.reference.sources.gate import gate_problems
from chungtay.reference.sources.masking import mask_spans
from chungtay.results.reviews.adapter import review_input
from chungtay.results.reviews.compose import compose
from chungtay.results.reviews.heading import EDITABLES
from chungtay.results.reviews.models import Review, ReviewText
from chungtay.results.warehouse.queries import snapshot_facts

if TYPE_CHECKING:
    from chungtay.reference.actors.models import User
    from chungtay.reference.places.models import Place
    from chungtay.results.warehouse.models import Snapshot

MAX_TEXT = 20_000


@transaction.atomic
def review_compose(*, by: User, snapshot: Snapshot, kind: str = "final") -> Review:
    """A review of a snapshot, 'interim' or 'final'. Composed twice it is the same to the byte.

    NotAllowed XET-101 unless the account's territory holds the snapshot's place; refusals of `compose` otherwise.
    """
    _check_territory(by, snapshot.place)
    composition = compose(review_input(snapshot_facts(snapshot), kind))
    return Review.objects.create(
        snapshot=snapshot,
        programme=snapshot.programme,
        place=snapshot.place,
        start=snapshot.start,
        end=snapshot.end,
        kind=kind,
        composition=composition.to_json(),
        digest=composition.digest,
        is_illustration=composition.is_illustration,
        created_at=timezone.now(),
        created_by=by,
    )


@transaction.atomic
def review_text_write(*, by: User, review: Review, section: str, text: str) -> ReviewText:
    """A passage of part III, IV or V. Earlier wordings stay; the last one prints.

    NotAllowed XET-101 or XET-102 (a partner reads only); Refusal XET-003 for a section that is not written by hand,
    XET-004 for a text too long, XET-005 for one that may name a person or tell a single case, and the gate's own
    (NGUON-1xx) where it holds numbers that find a person.
    """
    _check_territory(by, review.place)
    if by.role not in (Role.REPORTER, Role.APPROVER):
        raise _not_allowed("XET-102", "Tài khoản này chỉ đọc báo cáo", "This account only reads the review")
    if section not in {item.key for item in EDITABLES}:
        raise Refusal.of(
            "XET-003",
            Both("Mục", "Section"),
            read=section,
            expected=", ".join(item.key for item in EDITABLES),
            todo=Both("Chọn mục ở phần III, IV hoặc V", "Choose a section of part III, IV or V"),
            vi="Mục này không viết tay",
            en="This section is not written by hand",
        )
    if len(text) > MAX_TEXT:
        raise Refusal.of(
            "XET-004",
            section,
            read=str(len(text)),
            expected=f"≤ {MAX_TEXT}",
            todo=Both("Rút gọn", "Shorten it"),
            vi="Đoạn viết quá dài",
            en="The passage is too long",
        )
    clean = nfc(text).strip()
    if problems := [*gate_problems(clean.splitlines()), *_persons(clean)]:
        raise Refusal(problems)
    now = timezone.now()
    return ReviewText.objects.create(review=review, section=section, text=clean, written_at=now, written_by=by)


def _persons(text: str) -> list[Problem]:
    """The paragraphs that may name somebody, by number: what stands there is not repeated."""
    return [
        Problem(
            "XET-005",
            Both(f"Đoạn {number}", f"Paragraph {number}"),
            "",
            Both("việc và số liệu, không nêu người", "what was done and how much, naming nobody"),
            Both(
                "Bỏ tên người, vụ việc riêng; nêu chức vụ, cơ quan", "Leave out names and single cases; name the office"
            ),
            "Đoạn này có thể nêu tên người hoặc kể một vụ việc",
            "The paragraph may name a person or tell a single case",
        )
        for number, line in enumerate(text.splitlines(), 1)
        if mask_spans(line)
    ]


def _check_territory(by: User, place: Place) -> None:
    if not sees_place(by, place):
        raise _not_allowed("XET-101", "Địa bàn này không thuộc cơ quan", "This place is not in the body's territory")


def _not_allowed(code: str, vi: str, en: str) -> NotAllowed:
    return NotAllowed.of(
        code,
        Both("Tài khoản", "Account"),
        expected=Both("tài khoản của địa bàn", "an account of the territory"),
        todo=Both("Chuyển cho tài khoản có thẩm quyền", "Leave it to the account that may"),
        vi=vi,
        en=en,
    )
