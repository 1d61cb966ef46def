"""What was asked of whom, and how often each test was right."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.db.models import Q

from chungtay.kernel.errors import Both, NotAllowed
from chungtay.results.analysis.models import Answer, BookCheck
from chungtay.results.analysis.signals.families import LEAST_PRECISION, precision
from chungtay.results.analysis.signals.screening import TESTS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet

    from chungtay.ledger.models import Batch
    from chungtay.reference.actors.models import User

ANSWERS_NEEDED: Final = 10
"""Answers before a test is judged: with fewer, one answer would retire it."""


@dataclass(frozen=True)
class Record:
    """One test: how many questions stood on it, what their answers were, and whether it is still asked."""

    test: str
    asked: int
    errors: int
    as_reported: int

    @property
    def waiting(self) -> int:
        """Questions without an answer."""
        return self.asked - self.errors - self.as_reported

    @property
    def precision(self) -> float | None:
        """The share of answered questions that were errors; None before any answer."""
        return precision(self.errors, self.as_reported)

    @property
    def is_retired(self) -> bool:
        """Whether too few of enough answers were errors."""
        share = self.precision
        return share is not None and self.errors + self.as_reported >= ANSWERS_NEEDED and share < LEAST_PRECISION


def records_of_tests() -> list[Record]:
    """Every test, over all questions that were not taken back: counts alone, of nobody in particular."""
    asked: Counter[tuple[str, str]] = Counter()
    for tests, given in BookCheck.objects.filter(taken_back_at=None).values_list("tests", "answer"):
        asked.update((test, given) for test in tests)
    return [
        Record(
            test,
            sum(asked[test, given] for given in Answer.values),
            asked[test, Answer.ERROR],
            asked[test, Answer.AS_REPORTED],
        )
        for test in TESTS
    ]


def retired_tests() -> frozenset[str]:
    """Tests that are no longer asked, because under a fifth of their answers were errors."""
    return frozenset(record.test for record in records_of_tests() if record.is_retired)


def checks_asked_by(user: User) -> QuerySet[BookCheck]:
    """What the account's body asked, latest first, without what was taken back."""
    return _all().filter(asking_body=user.body_id, taken_back_at=None)


def checks_asked_of(user: User) -> QuerySet[BookCheck]:
    """What the account's body is asked, unanswered first."""
    return _all().filter(body=user.body_id, taken_back_at=None).order_by("answered_at", "-pk")


def checks_waiting(user: User) -> list[BookCheck]:
    """What the account's body has not answered yet."""
    return list(_all().filter(body=user.body_id, taken_back_at=None, answer="")) if is_officer(user) else []


def checks_of_batch(user: User, batch: Batch) -> list[BookCheck]:
    """Open and answered questions about the period of a batch, for the body that was asked and the one that asks."""
    if not is_officer(user):
        return []
    about = _all().filter(body=batch.body_id, start=batch.start, end=batch.end, taken_back_at=None)
    return list(about.filter(_seen_by(user)))


def check_get(user: User, id: int) -> BookCheck:
    """One that the account's body asked or is asked, also one taken back. NotAllowed KP-405 for any other."""
    found = _all().filter(_seen_by(user), pk=id).first() if is_officer(user) else None
    if found is None:
        refusal = NotAllowed.of(
            "KP-405",
            Both("đề nghị đối chiếu", "request to look at the source book"),
            read=str(id),
            vi="không có đề nghị này",
            en="there is no such request",
        )
        assert isinstance(refusal, NotAllowed)
        raise refusal
    return found


def asked_already(user: User, bodies: Iterable[int]) -> dict[tuple[int, str, str], BookCheck]:
    """What these bodies were asked by the account's, by body and the two dates."""
    found = checks_asked_by(user).filter(body__in=list(bodies))
    return {(one.body_id, str(one.start), str(one.end)): one for one in found}


def _all() -> QuerySet[BookCheck]:
    return BookCheck.objects.select_related("place", "body", "asked_by", "answered_by").order_by("-pk")


def _seen_by(user: User) -> Q:
    return Q(body=user.body_id) | Q(asking_body=user.body_id)


def is_officer(user: User) -> bool:
    """Whether the account works on reports of its body: others see none of this."""
    return bool(user.is_active) and user.role in ("reporter", "approver")
