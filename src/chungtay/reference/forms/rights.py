"""What a form may not ask for at a level: the rules on rights, before anybody has been asked.

The checks refuse such figures too (KT-013, KT-014); a form that asks for them would put the question all the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from chungtay.reference.indicators.catalogue import Member, catalogue, dimensions

_PROVINCE_UP = ("province", "centre")


@dataclass(frozen=True)
class Asked:
    """One row that a form asks for; `line` as in its text."""

    indicator: str
    cell: str
    line: int = 0

    @property
    def written(self) -> str:
        """As files write it."""
        return f"{self.indicator}|{self.cell}".removesuffix("|")

    @property
    def member(self) -> Member | None:
        """The member of the dimension that the row is about."""
        dimension, _, key = self.cell.partition("=")
        known = dimensions().get(dimension)
        return known.member(key) if known else None


@dataclass(frozen=True)
class RightsProblem:
    """A row that may not be asked for, and why."""

    written: str
    line: int
    expected: str
    vi: str
    en: str


def rights_problems(level: str, rows: Sequence[Asked]) -> Iterator[RightsProblem]:
    """Rows that bodies of the level may not be asked for."""
    for row in rows:
        member = row.member
        if level == "village" and catalogue()[row.indicator].is_sensitive:
            yield _refused(
                row,
                "thôn, tổ dân phố không được hỏi về tin báo, mâu thuẫn, hòa giải, con người: số nhỏ chỉ ra từng người",
                "a village is never asked for tips, disputes, mediation or persons: small counts point at people",
            )
        elif level == "village" and member is not None and member.sensitive:
            yield _refused(
                row,
                "thôn, tổ dân phố không được hỏi theo loại mô hình nhạy cảm",
                "a village is never asked by a sensitive kind of model",
            )
        elif member is not None and member.floor != "commune" and level not in _PROVINCE_UP:
            yield _refused(
                row, "phần này chỉ có từ cấp tỉnh trở lên", "this part exists only from the province up", "province"
            )
    if level not in _PROVINCE_UP:
        yield from _told_by_difference(rows)


def _told_by_difference(rows: Sequence[Asked]) -> Iterator[RightsProblem]:
    """A whole with all parts but one tells that one: the part that may not be stated below province."""
    asked = {(row.indicator, row.cell): row for row in rows}
    for code in {row.indicator for row in rows if row.cell}:
        dimension = dimensions().get(catalogue()[code].breakdown)
        if dimension is None or (code, "") not in asked:
            continue
        hidden = [m for m in dimension.members if m.floor != "commune"]
        open_cells = [f"{dimension.key}={m.key}" for m in dimension.members if m.floor == "commune"]
        if hidden and all((code, cell) in asked for cell in open_cells):
            yield _refused(
                asked[code, open_cells[-1]],
                "tổng cùng mọi phần còn lại cho biết phần chỉ có từ cấp tỉnh",
                "the whole with all other parts tells the part that exists only from the province up",
            )


def _refused(row: Asked, vi: str, en: str, expected: str = "") -> RightsProblem:
    return RightsProblem(row.written, row.line, expected, vi, en)
