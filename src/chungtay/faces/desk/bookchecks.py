"""Requests to look at the source book as pages show them: what was seen in words, and the figures beside it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from django.utils.translation import gettext_lazy

from chungtay.faces.desk.telling import language
from chungtay.kernel.numbers import number_words
from chungtay.kernel.periods import Period, Regime
from chungtay.ledger import queries as ledger
from chungtay.reference.indicators.queries import definition
from chungtay.reference.places.queries import place_label

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from chungtay.reference.actors.models import User
    from chungtay.results.analysis.bookchecks.finding import Proposal
    from chungtay.results.analysis.bookchecks.national import ProvinceSeen
    from chungtay.results.analysis.bookchecks.queries import Record
    from chungtay.results.analysis.models import BookCheck

TESTS: Final = {
    "copied_row": gettext_lazy("Giống hệt kỳ trước"),
    "copied_unit": gettext_lazy("Giống hệt một xã khác"),
    "last_digit": gettext_lazy("Chữ số cuối không đều"),
    "too_even": gettext_lazy("Các kỳ đều nhau khác thường"),
    "unlike_own": gettext_lazy("Khác hẳn các kỳ trước"),
    "constant_growth": gettext_lazy("Nhiều chỉ tiêu cùng tăng một mức"),
    "running_total": gettext_lazy("Có thể là số cộng dồn"),
}
ANSWERS: Final = {
    "error": gettext_lazy("Sổ gốc khác số đã báo cáo"),
    "as_reported": gettext_lazy("Sổ gốc đúng như đã báo cáo"),
    "": gettext_lazy("Chưa trả lời"),
}


@dataclass(frozen=True)
class Shown:
    """One question, asked or proposed. `reasons`: title, sentence, and the indicators' names where they are few."""

    place: Any
    period: Period
    reasons: Sequence[tuple[Any, str, str]]
    months: Sequence[str]
    """Latest first, as the numbers of the lines."""
    lines: Sequence[tuple[str, Sequence[str]]]
    key: str = ""
    check: BookCheck | None = None
    batch_id: int | None = None

    @property
    def answer(self) -> Any:
        """Its answer in words."""
        return ANSWERS[self.check.answer if self.check else ""]


@dataclass(frozen=True)
class Tried:
    """A line of the table of tests."""

    record: Record

    @property
    def title(self) -> Any:
        """The test in words."""
        return TESTS[self.record.test]

    @property
    def share(self) -> float | None:
        """Of a hundred answers how many were errors; None before any."""
        found = self.record.precision
        return None if found is None else found * 100


@dataclass(frozen=True)
class ProvinceShown:
    """A province of the country's page."""

    of: ProvinceSeen

    def __getattr__(self, name: str) -> Any:
        return getattr(self.of, name)

    @property
    def named(self) -> list[tuple[str, str, str]]:
        """Its communes: name, period, and the tests in words."""
        tongue = language()
        return [
            (
                place_label(one.place, tongue),
                one.period.label(tongue),
                ", ".join(str(TESTS[test]) for test in one.tests),
            )
            for one in self.of.asked
        ]


def proposed(one: Proposal) -> Shown:
    """A line of the work list."""
    told = [
        (signal.test, signal.why.vi, signal.why.en, about) for signal, about in zip(one.signals, one.about, strict=True)
    ]
    return Shown(one.place, one.period, _reasons(told), _heads(one.months), _lines(one.lines), key=one.key)


def asked(checks: Iterable[BookCheck], user: User) -> list[Shown]:
    """Questions that were asked, each with the report it is about."""
    found = list(checks)
    batches = _batches(found, user)
    return [
        Shown(
            one.place,
            Period(one.start, one.end, Regime(one.regime)),
            _reasons([(told["test"], told["vi"], told["en"], told["about"]) for told in one.told]),
            _heads([Period(*dates, Regime(one.regime)) for dates in _dates(one.figures["months"])]),
            _lines(one.figures["lines"]),
            check=one,
            batch_id=batches.get((one.body_id, one.start, one.end)),
        )
        for one in found
    ]


def _batches(checks: Sequence[BookCheck], user: User) -> dict[tuple[int, date, date], int]:
    """The latest report of each body and period."""
    if not checks:
        return {}
    seen = ledger.batches_visible(user).filter(
        body__in={one.body_id for one in checks}, start__in={one.start for one in checks}
    )
    found: dict[tuple[int, date, date], int] = {}
    for body, start, end, pk in seen.order_by("pk").values_list("body", "start", "end", "pk"):
        found[body, start, end] = pk
    return found


def _dates(told: Iterable[Sequence[str]]) -> Iterator[tuple[date, date]]:
    yield from ((date.fromisoformat(start), date.fromisoformat(end)) for start, end in told)


def _heads(months: Iterable[Period]) -> list[str]:
    """Months in figures, latest first: it is the one that is asked about, and the first that a phone shows."""
    return [f"{month.end:%m/%Y}" for month in months][::-1]


FEW: Final = 3


def _reasons(told: Iterable[tuple[str, str, str, Sequence[str]]]) -> list[tuple[Any, str, str]]:
    tongue = language()
    found = []
    for test, vi, en, about in told:
        names = ", ".join(definition(code).name(tongue) for code in about) if len(about) <= FEW else ""
        found.append((TESTS.get(test, test), vi if tongue == "vi" else en, names))
    return found


def _lines(lines: Iterable[tuple[str, Sequence[str]]]) -> list[tuple[str, Sequence[str]]]:
    tongue = language()
    return [(definition(code).name(tongue), [_grouped(text, tongue) for text in texts][::-1]) for code, texts in lines]


def _grouped(text: str, tongue: str) -> str:
    return number_words(int(text), tongue) if text.isdigit() else text
