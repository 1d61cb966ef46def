"""Of how many expected reports a total is the sum, in words: "tổng của 3/63 tỉnh có nêu", never "cả nước".

What is counted (provinces, communes) is told by the rows. A unit that is asked about itself is called a unit.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from chungtay.faces.desk.telling import language
from chungtay.kernel.numbers import number_words, quantity_words
from chungtay.results.warehouse.questions import Basis, Row


@dataclass(frozen=True)
class Coverage:
    """How many of the expected places have reported, as the heading says it."""

    received: int
    expected: int
    words: str
    is_partial: bool = False
    """Whether the one unit that is asked about itself lacks some of its periods."""

    @property
    def is_whole(self) -> bool:
        """Whether every expected report has come."""
        return self.received >= self.expected and not self.is_partial


def units(level: str, count: int) -> str:
    """What a count of places of this level counts, in the number that the language wants."""
    match level:
        case "province":
            return ngettext("tỉnh", "tỉnh", count)
        case "commune":
            return ngettext("xã", "xã", count)
        case _:
            return ngettext("nơi", "nơi", count)


def coverage(rows: Iterable[Row], level: str) -> Coverage:
    """The widest coverage among the rows of a place of this level: places that reported at all, of those that owed."""
    below = [row for row in map(_from_below, rows) if row is not None]
    widest = max(below, key=lambda row: (row.expected, row.received), default=None)
    if widest is None:
        return Coverage(0, 0, "")
    is_partial = _is_itself(widest, level) and bool(widest.partial)
    return Coverage(widest.received, widest.expected, _coverage_words(widest, level), is_partial)


def note(row: Row, level: str) -> str:
    """What a total of a place of this level stands on."""
    if row.basis is Basis.REPORTED:
        return _("theo báo cáo của đơn vị")
    if _is_itself(row, level):
        words = _("cộng các kỳ đơn vị đã báo cáo")
    elif row.expected < row.stated:
        words = _("tổng của %(stated)s %(units)s có nêu") % _places(row, row.stated)
    elif row.is_complete and row.expected == 1:
        words = _("số của %(units)s duy nhất phải báo cáo") % _places(row, 1)
    elif row.is_complete:
        words = _("tổng của đủ %(expected)s %(units)s") % _places(row, row.expected)
    else:
        words = _("tổng của %(stated)s/%(expected)s %(units)s có nêu") % _places(row, row.expected)
    return words + _open_end(row)


def beside(row: Row) -> str:
    """The other claim about the same place and period, which the reader may compare and nobody adds."""
    other = next((r for r in row.beside if r.total is not None and r.period == row.period), None)
    if other is None or other.total is None:
        return ""
    words = {"words": quantity_words(other.total, language())}
    if other.basis is Basis.REPORTED:
        return _("đơn vị tự báo cáo: %(words)s") % words
    return _("cộng từ dưới lên: %(words)s (%(stated)s/%(expected)s %(units)s)") % (
        words | _places(other, other.expected)
    )


def share(row: Row, level: str) -> str:
    """'3/63 tỉnh' for a sum that lacks expected reports, '' for any other: all that fits beside a part."""
    if row.basis is Basis.REPORTED or _is_itself(row, level) or row.stated >= row.expected:
        return ""
    return "{stated}/{expected} {units}".format(**_places(row, row.expected))


def _is_itself(row: Row, level: str) -> bool:
    """Whether the one place that was counted is the asked one, perhaps under the name that it had before."""
    return row.level == level and row.expected <= 1


def _places(row: Row, counted: int) -> dict[str, str]:
    numbers = {"stated": row.stated, "received": row.received, "expected": row.expected}
    return {name: number_words(n, language()) for name, n in numbers.items()} | {"units": units(row.level, counted)}


def _open_end(row: Row) -> str:
    if not row.partial:
        return ""
    if row.stated <= 1:
        return _(", chưa đủ kỳ")
    return _(", %(n)s nơi chưa đủ kỳ") % {"n": number_words(row.partial, language())}


def _from_below(row: Row) -> Row | None:
    """The sum from below, whichever of the two claims leads."""
    return next((r for r in (row, *row.beside) if r.basis is Basis.ROLLED_UP), None)


def _coverage_words(row: Row, level: str) -> str:
    whole = row.received >= row.expected
    if _is_itself(row, level):
        return _("Đơn vị đã báo cáo") + _open_end(row) if whole else _("Đơn vị chưa báo cáo")
    places = _places(row, row.expected)
    if whole and row.expected == 1:
        return _("Đã có báo cáo của %(units)s duy nhất phải báo cáo") % places
    if whole:
        return _("Đủ %(expected)s %(units)s có báo cáo") % places
    if not row.received:
        return _("Chưa có báo cáo nào của %(expected)s %(units)s") % places
    return _("Tổng của %(received)s/%(expected)s %(units)s có báo cáo") % places
