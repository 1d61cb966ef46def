"""Rows of an area by what they are parts of, so that sentences and tables tell the same thing."""

from collections.abc import Iterable
from dataclasses import dataclass

from chungtay.results.reviews.composition import TableRow

UNSTATED = ("not_reported", "not_applicable", "not_yet_due")
"""Kinds of nothing that say nothing: a zero and a refusal are statements."""


@dataclass(frozen=True)
class Group:
    """A whole with its parts. Where nobody stated the whole, `whole` bears its absence or is None, and parts stand."""

    whole: TableRow | None
    parts: tuple[TableRow, ...]

    @property
    def is_counted(self) -> bool:
        """Whether the whole itself was counted."""
        return self.whole is not None and has_count(self.whole)

    @property
    def is_without_whole(self) -> bool:
        """Whether there are parts and no whole that they are parts of."""
        return bool(self.parts) and not self.is_counted

    @property
    def is_silent(self) -> bool:
        """Whether nobody stated anything: neither a count, nor a part, nor a refusal."""
        return not self.parts and self.whole is not None and self.whole.shown.absence in UNSTATED


def has_count(row: TableRow) -> bool:
    """Whether a number stands there, be it shown or hidden."""
    return row.shown.value is not None or row.shown.hidden


def by_whole(rows: Iterable[TableRow]) -> tuple[Group, ...]:
    """The rows in their order, parts with the whole of the same place, dates and basis.

    Parts of which no such whole was counted stand together under their indicator, whatever their dates: where a
    report gave parts alone, that nobody stated the whole does not mean that nobody reported.
    """
    listed = list(rows)
    wholes = [row for row in listed if row.cell == ""]
    counted = {_key(row) for row in wholes if has_count(row)}
    parts = [row for row in listed if row.cell and has_count(row)]
    uncounted = {_under(row): row for row in reversed(wholes) if not has_count(row)}
    alone: dict[tuple[str, str], list[TableRow]] = {}
    for part in parts:
        if _key(part) not in counted:
            alone.setdefault(_under(part), []).append(part)
    groups, done = [], set()
    for row in listed:
        if row.cell == "" and has_count(row):
            groups.append(Group(row, tuple(part for part in parts if _key(part) == _key(row))))
        elif _under(row) not in done and (row.cell == "" or _under(row) in alone):
            done.add(_under(row))
            groups.append(Group(uncounted.get(_under(row)), tuple(alone.get(_under(row), ()))))
    return tuple(groups)


def _under(row: TableRow) -> tuple[str, str]:
    return row.indicator, row.place


def _key(row: TableRow) -> tuple[object, ...]:
    return row.indicator, row.place, row.span, row.basis
