"""A pool of guarded children reads many workbooks, and one bad file hurts itself alone."""

from __future__ import annotations

import io
import zipfile

from workbook_builders import sheet_of

from chungtay.gathering.intake.uploads import pool as pools
from chungtay.gathering.intake.uploads.pool import Pool
from chungtay.gathering.intake.workbooks.parsing import workbook_parse
from chungtay.gathering.intake.workbooks.writer import workbook_write
from chungtay.kernel.periods import decree_month

SHEET = sheet_of()


def book(value: int) -> bytes:
    return workbook_write(SHEET, values={("thing.n0|", decree_month(2025, 1)): value})


def greedy() -> bytes:
    """A few kilobytes that ask the reader for hundreds of gigabytes: one cell first, one at the far corner."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book(1))) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "xl/worksheets/sheet1.xml":
                data = (
                    b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
                    b'<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
                    b"</sheetData></worksheet>"
                )
            new.writestr(name, data)
    return out.getvalue()


def test_results_come_in_the_order_asked_and_say_what_one_child_for_each_would() -> None:
    files = [book(n) for n in range(9)]
    with Pool() as pool:
        found = list(pool.parsed(range(9), files.__getitem__))
    assert [item for item, _, _ in found] == list(range(9))
    assert [parsed for _, _, parsed in found] == [workbook_parse(content) for content in files]


def test_a_file_that_breaks_its_child_is_refused_and_the_others_are_read() -> None:
    files = [book(1), greedy(), b"no workbook", book(2)]
    with Pool(children=1) as pool:
        found = [parsed for _, _, parsed in pool.parsed(files, lambda content: content)]
    assert [bool(parsed.get("refused")) for parsed in found] == [False, True, True, False]


def test_a_child_that_died_is_replaced() -> None:
    with Pool(children=1) as pool:
        [_] = pool.parsed([book(1)], lambda content: content)
        pool._alive[0]._process.kill()
        pool._alive[0]._process.wait()
        [(_, _, parsed)] = pool.parsed([book(2)], lambda content: content)
    assert "refused" not in parsed


def test_a_child_is_replaced_after_its_share_of_files(monkeypatch) -> None:
    monkeypatch.setattr(pools, "FILES_PER_CHILD", 2)
    with Pool(children=1) as pool:
        seen = {pool._alive[0]._process.pid for _ in pool.parsed([book(n) for n in range(6)], lambda content: content)}
    assert len(seen) >= 2


def test_leaving_early_ends_the_children() -> None:
    with Pool() as pool:
        next(iter(pool.parsed([book(n) for n in range(30)], lambda content: content)))
        processes = [child._process for child in pool._alive]
    assert all(process.poll() is not None for process in processes)


def test_a_child_that_takes_too_long_is_ended_and_its_file_refused(monkeypatch) -> None:
    monkeypatch.setattr(pools, "PATIENCE", 0)
    monkeypatch.setattr(pools, "LOOK_EVERY", 0.01)
    with Pool(children=1) as pool:
        [(_, _, parsed)] = pool.parsed([book(1)], lambda content: content)
    assert parsed["refused"][0][0] == "BANGTINH-107"
