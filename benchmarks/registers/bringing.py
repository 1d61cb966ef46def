"""A province's own list of 50,000 points, 300 of them bad, tried and written; what is written is taken back at the end.

A hundred each have no day, lie in a commune that is not there, or stand in the list already under another spelling.
"""

from __future__ import annotations

import time
from collections import Counter
from typing import TYPE_CHECKING, Any, Final

from django.db import transaction

from benchmarks.registers.data import TODAY, accounts
from benchmarks.registers.lists import spent
from chungtay.gathering.registers.community.listing import PointLists
from chungtay.reference.places.queries import lines_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from chungtay.reference.actors.models import User

ROWS: Final = 50_000
BAD: Final = 300


def main() -> None:
    """Print what it cost and what was found; RuntimeError unless just the bad rows are told."""
    by = accounts()["province"]
    rows = list(_rows(by))
    print(f"\na list of {ROWS:,} points, {BAD} bad: CPU s (wall)")
    with transaction.atomic():
        for word, is_trial in (("tried", True), ("written", False)):
            begun, wall = spent(), time.perf_counter()
            told = PointLists().bring(by=by, rows=rows, file_name="x.csv", is_trial=is_trial, is_illustration=True)
            codes = Counter(finding.problem.code for finding in told.findings)
            took = f"{spent() - begun:.1f} ({time.perf_counter() - wall:.1f})"
            print(f"{word}: {took}; {told.good:,} good, {dict(codes)}")
            if told.good != ROWS - BAD or len({finding.row for finding in told.findings}) != BAD:
                raise RuntimeError(f"{told.good} good, {len(told.findings)} findings")
        transaction.set_rollback(True)


def _rows(by: User) -> Iterator[tuple[int, dict[str, Any]]]:
    communes = [line.full_name for line in lines_in(by.body.place, TODAY, "commune")]
    kinds = ("Camera an ninh", "Tiếng kẻng an ninh", "Cổng trường an toàn", "Tuần tra nhân dân")
    spacing = ROWS // BAD
    for n in range(ROWS):
        sort = n // spacing % 3 if n % spacing == spacing - 1 and n // spacing < BAD else -1
        number = n - 1 if sort == 2 else n
        name = f"Điểm trong danh sách số {number}"
        yield (
            n + 2,
            {
                "name": name.upper() if sort == 2 else name,
                "kind": kinds[number % len(kinds)],
                "place": "Xã không có" if sort == 1 else communes[number % len(communes)],
                "launched": "hôm nọ" if sort == 0 else "05/09/2025",
                "lead": "Công an",
            },
        )
