"""Reading filled workbooks of 100 rows and 12 months: next to a bare read of every cell by the same library.

The product looks at the XML first, reads in a guarded child of the pool and hands over its values through a pipe as
JSON; the bare read opens each file in this process and turns every sheet into lists.
"""

from __future__ import annotations

import io
from random import Random

from python_calamine import CalamineWorkbook

from benchmarks.timing import say, side_by_side
from chungtay.gathering.intake.uploads.pool import Pool
from chungtay.gathering.intake.workbooks.layout import FormRow, FormSheet
from chungtay.gathering.intake.workbooks.parsing import workbook_parse
from chungtay.gathering.intake.workbooks.reading import workbook_read
from chungtay.gathering.intake.workbooks.writer import workbook_write
from chungtay.kernel.periods import decree_month

FILES, TIMES, ROWS, MONTHS, ROUNDS = 60, 17, 100, 12, 5
"""Each file is read several times over, so that starting a child is shared by as many files as in a nation's round."""


def main() -> None:
    """Print the comparison, with the steps of the product beside it."""
    files = [filled(seed) for seed in range(FILES)] * TIMES
    answers = [workbook_parse(content) for content in files]
    cells = sum(len(column) for answer in answers for column in answer["values"])
    seconds = side_by_side(
        ROUNDS,
        product=lambda: _product(files),
        look_and_parse_alone=lambda: [workbook_parse(content) for content in files],
        giving_types_back_alone=lambda: [workbook_read(answer) for answer in answers],
        bare_calamine=lambda: [_bare(content) for content in files],
    )
    text = f"(w) Reading {len(files)} workbooks of {ROWS} rows and {MONTHS} months: {cells} cells"
    say(text, seconds, "bare_calamine")
    print(f"  product: {len(files) / seconds['product']:.0f} workbooks a CPU second")


def filled(seed: int) -> bytes:
    """An invented workbook of ours with a count in every cell; the same seed gives the same counts."""
    chance = Random(seed)
    rows = tuple(
        FormRow(f"thing.n{n}|", f"Số việc loại {n} đã làm", f"Things of kind {n}", "lượt", "times", "Đếm theo lượt.")
        for n in range(ROWS)
    )
    months = tuple(decree_month(2025, n + 1) for n in range(MONTHS))
    place, body = ("c1@2025", "Xã A", "A"), ("CA-A", "Đơn vị A", "Body A")
    sheet = FormSheet("made-up", 1, "Mẫu thử", "A trial", *place, *body, "decree_month", months, rows)
    return workbook_write(
        sheet, values={(row.key, month): chance.randint(0, 9_000) for row in rows for month in months}
    )


def _product(files: list[bytes]) -> None:
    with Pool(1) as pool:
        for _, _, parsed in pool.parsed(files, lambda content: content):
            workbook_read(parsed)


def _bare(content: bytes) -> list[object]:
    workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
    return [workbook.get_sheet_by_name(name).to_python() for name in workbook.sheet_names]
