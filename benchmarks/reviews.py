"""The ten-year review of a province on paper, beside a bare rendering of the same tables and pictures by the libraries.

    python -m benchmarks.reviews

Forty pages, thirty tables, twenty charts, an annex of 3,000 figures, all invented. Each rendering runs in turn in one
process, so that a busy machine disturbs all alike; CPU seconds, medians. Pictures are drawn anew in every round: the
share of each part is told apart. A PDF is made in a process of its own each time, with the pictures at hand: Typst
remembers what it laid out before, and a second making of the same paper would measure its memory.
"""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import tempfile
from dataclasses import replace
from statistics import median
from time import process_time
from typing import TYPE_CHECKING, Any

from benchmarks.timing import say, side_by_side

if TYPE_CHECKING:
    from collections.abc import Sequence

    from chungtay.results.issuing.blocks import Block, Printed
    from chungtay.results.issuing.pictures import Pictures

TABLES, ROWS, CHARTS, BARS, FIGURES = 29, 14, 20, 8, 3000
ROUNDS = 3
_WORDS = (
    "Các cấp, các ngành đã phối hợp chặt chẽ trong tuyên truyền, vận động Nhân dân tham gia bảo đảm an ninh, trật tự; "
    "duy trì nền nếp giao ban, trao đổi thông tin, kịp thời giải quyết vướng mắc từ cơ sở. "
) * 3


def main() -> None:
    """Print the comparison and the share of each part."""
    from chungtay.results.issuing.docx import docx_of
    from chungtay.results.issuing.page import page_of
    from chungtay.results.issuing.pdf import pdf_of
    from chungtay.results.issuing.pictures import Pictures
    from chungtay.results.issuing.sheets import sheets_of
    from chungtay.results.issuing.slides import slides_of

    paper = invented()
    drawn = Pictures()
    word, pdf = docx_of(paper, drawn), pdf_of(paper, drawn)
    seconds = side_by_side(
        ROUNDS,
        bare_word=lambda: bare_word(paper, Pictures()),
        word=lambda: docx_of(paper, Pictures()),
        page=lambda: page_of(paper, Pictures()),
        page_with_pictures_at_hand=lambda: page_of(paper, drawn),
        word_with_pictures_at_hand=lambda: docx_of(paper, drawn),
        bare_word_with_pictures_at_hand=lambda: bare_word(paper, drawn),
        pictures_as_svg=lambda: [Pictures().svg(block) for block in paper.drawings],
        pictures_as_svg_and_png=lambda: [Pictures().png(block) for block in paper.drawings],
        slides_with_pictures_at_hand=lambda: slides_of(paper, drawn),
        sheets=lambda: sheets_of(paper),
        paper_to_json_and_back=lambda: type(paper).from_json(json.loads(json.dumps(paper.to_json()))),
    )
    tables = [block for block in _blocks(paper) if block.grid is not None]
    cells = sum(len(block.grid.rows) * len(block.grid.columns) for block in tables if block.grid)
    about = f"{pages(pdf)} pages, {len(tables)} tables of {cells} cells, {len(paper.drawings)} charts"
    say(f"A review of {about}; Word {len(word) // 1024} kB, PDF {len(pdf) // 1024} kB", seconds, "bare_word")
    without = seconds["word_with_pictures_at_hand"] / seconds["bare_word_with_pictures_at_hand"]
    print(f"  word / bare word: {seconds['word'] / seconds['bare_word']:.2f} (pictures at hand {without:.2f})")
    ours, bare = _cold()
    print(f"  pdf {ours:.2f} s / bare typst {bare:.2f} s: {ours / bare:.2f}")


def _cold() -> tuple[float, float]:
    """CPU seconds of one PDF and of one bare one, each in a new process; medians."""
    found: dict[str, list[float]] = {"pdf": [], "bare": []}
    for _ in range(ROUNDS):
        for kind, seconds in found.items():
            told = subprocess.run(
                [sys.executable, "-m", "benchmarks.reviews", kind], capture_output=True, text=True, check=True
            )
            seconds.append(float(told.stdout))
    return median(found["pdf"]), median(found["bare"])


def once(kind: str) -> None:
    """Make one PDF and print its CPU seconds: everything that it needs is loaded and drawn before."""
    from chungtay.results.issuing.pdf import _compiler, pdf_of
    from chungtay.results.issuing.pictures import Pictures

    paper, drawn = invented(), Pictures()
    for block in paper.drawings:
        drawn.svg(block)
    _compiler()
    started = process_time()
    (pdf_of if kind == "pdf" else bare_typst)(paper, drawn)
    print(process_time() - started)


def invented() -> Printed:
    """The paper of an invented province."""
    from benchmarks.reviewing import invented as given
    from chungtay.results.issuing.blocks import Annex, Block, Cell, Grid, Kind
    from chungtay.results.issuing.layout import Form
    from chungtay.results.issuing.printed import printed_of
    from chungtay.results.reviews.compose import compose
    from chungtay.results.reviews.structure.document import document
    from chungtay.results.reviews.structure.templates import outline

    review = compose(given())
    sections = outline(review)
    words = {block.key: _WORDS for section in sections for block in section.blocks if block.kind == "text"}
    made = printed_of(review, document(review, sections, words), Form("police"))
    columns = ("TT", "Chỉ tiêu", "Đơn vị tính", "Kết quả", "Báo cáo nhận được", "Kỳ")
    blocks: list[Block] = []
    for number in range(TABLES):
        rows = tuple(
            tuple(Cell(text, style="number" if at == 3 else "") for at, text in enumerate(_row(number, row)))
            for row in range(ROWS)
        )
        blocks += [Block(Kind.TITLE, f"{number + 1}. Nội dung {number + 1}", 1), Block(Kind.PARAGRAPH, _WORDS)]
        grid = Grid(f"Bảng {number + 1}. Nội dung {number + 1}", columns, rows, (6, 34, 11, 17, 16, 16), "results")
        blocks.append(Block(Kind.TABLE, grid.caption, grid=grid))
        if number < CHARTS:
            blocks.append(_chart(number))
    annex = tuple(tuple(Cell(text) for text in _figure(number)) for number in range(FIGURES))
    grid = Grid(
        "", ("Mã", "Chỉ tiêu, địa bàn, kỳ", "Số liệu", "Câu trong nguồn", "Nguồn"), annex, (8, 27, 14, 34, 17), "annex"
    )
    return replace(made, blocks=tuple(blocks), annexes=(Annex("SỐ LIỆU", True, (Block(Kind.TABLE, "", grid=grid),)),))


def _row(table: int, row: int) -> tuple[str, ...]:
    name = f"Số đợt tuyên truyền, phát động loại {table}.{row}"
    return str(row + 1), name, "đợt", f"{1000 + table * 37 + row:,}".replace(",", "."), "67/69 cấp xã", "2013-2023"


def _figure(number: int) -> tuple[str, ...]:
    told = f"Trong kỳ đã tổ chức {number} buổi tuyên truyền tại cơ sở."
    return str(number), f"Buổi tuyên truyền, xã {number % 69}, 2013-2023", str(number), told, f"Nguồn {number % 69}"


def _chart(number: int) -> Block:
    from chungtay.results.issuing.blocks import Block, Kind
    from chungtay.results.reviews.composition import Bar, Chart, Shown, Text

    bars = tuple(
        Bar(Text(f"Loại {bar}", ""), Shown(Text(str(value), ""), str(value), str(value), str(value)), "x", "", ())
        for bar, value in enumerate(range(100 + number, 100 + number + BARS * 40, 40))
    )
    title = Text(f"Biểu đồ {number + 1}", "")
    chart = Chart("parts", "x", "province", None, title, Text("tỉnh minh họa", ""), Text("đợt", ""), bars, Text("", ""))
    return Block(Kind.CHART, f"Biểu đồ {number + 1}", chart=chart)


def _blocks(paper: Printed) -> list[Block]:
    return [*paper.blocks, *(block for annex in paper.annexes for block in annex.blocks)]


def bare_word(paper: Printed, pictures: Pictures) -> bytes:
    """python-docx for the file, rows as lxml text: the same words, tables and pictures, with no layout at all."""
    from docx import Document
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    document = Document()
    for block in _blocks(paper):
        if block.grid is not None:
            rows = [block.grid.columns, *([cell.text for cell in row] for row in block.grid.rows)]
            document.element.body.append(
                parse_xml(f"<w:tbl {nsdecls('w')}><w:tblPr/><w:tblGrid/>{_rows(rows)}</w:tbl>")
            )
        elif block.chart is not None:
            document.add_picture(io.BytesIO(pictures.png(block)))
        else:
            document.add_paragraph(block.text)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _rows(rows: Sequence[Sequence[str]]) -> str:
    return "".join(
        f"<w:tr>{''.join(f'<w:tc><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>' for text in row)}</w:tr>"
        for row in rows
    )


def bare_typst(paper: Printed, pictures: Pictures) -> bytes:
    """Typst alone: the same words, tables and pictures, with no layout, no tags, no archive standard."""
    from chungtay.results.issuing.pdf import _compiler

    told: list[dict[str, Any]] = []
    for block in _blocks(paper):
        if block.grid is not None:
            cells = [
                text for row in (block.grid.columns, *([c.text for c in r] for r in block.grid.rows)) for text in row
            ]
            told.append({"n": len(block.grid.columns), "cells": cells})
        else:
            told.append({"svg": pictures.svg(block).decode()} if block.chart else {"text": block.text})
    sheet = (
        "#for b in json(bytes(sys.inputs.data)) { if 'n' in b { table(columns: b.n, ..b.cells) } "
        "else if 'svg' in b { image(bytes(b.svg), format: 'svg') } else { par(b.text) } }"
    ).replace("'", '"')
    made: bytes = _compiler().compile(
        input=sheet.encode(), format="pdf", sys_inputs={"data": json.dumps(told)}, pdf_tags=False, timestamp=0
    )
    return made


def pages(content: bytes) -> int:
    """How many pages a PDF has."""
    from pypdfium2 import PdfDocument

    with PdfDocument(content) as pdf:
        return len(pdf)


if __name__ == "__main__":
    from chungtay.faces.commands.main import setup_django

    with tempfile.TemporaryDirectory(prefix="chungtay-bench-") as folder:
        os.environ["CHUNGTAY_DATA_DIR"] = folder
        setup_django()
        once(sys.argv[1]) if len(sys.argv) > 1 else main()
    sys.exit(0)
