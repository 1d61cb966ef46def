"""One review, composed and written as Word, next to python-docx that writes as many bare paragraphs and table rows."""

from __future__ import annotations

import io
from datetime import date
from decimal import Decimal

import docx

from benchmarks.timing import say, side_by_side
from chungtay.kernel.periods import programme_term
from chungtay.kernel.quantities import Total
from chungtay.results.issuing.docx import docx_of
from chungtay.results.issuing.layout import Form
from chungtay.results.issuing.pictures import Pictures
from chungtay.results.issuing.printed import printed_of
from chungtay.results.reviews import inputs
from chungtay.results.reviews.compose import compose
from chungtay.results.reviews.composition import Text
from chungtay.results.reviews.structure.document import document
from chungtay.results.reviews.structure.templates import outline
from chungtay.results.warehouse.questions import Basis, Row

TERM = programme_term(2013, 2023)
AREAS, ROWS_PER_AREA, FIGURES_PER_ROW = 5, 12, 5
NOTHING = Text("", "")


def main() -> None:
    """Print the comparison."""
    given = invented()
    content = word_of(given)
    document = docx.Document(io.BytesIO(content))
    paragraphs, rows = len(document.paragraphs), [len(table.columns) for table in document.tables for _ in table.rows]
    seconds = side_by_side(
        3,
        composed_alone=lambda: compose(given),
        composed_and_written=lambda: word_of(given),
        bare_python_docx=lambda: _bare(paragraphs, rows),
    )
    about = f"(b) One review of {len(given.evidence)} figures: {paragraphs} paragraphs, {len(rows)} table rows"
    say(f"{about}, {len(document.inline_shapes)} drawing(s)", seconds, "bare_python_docx")


def word_of(given: inputs.ReviewInput) -> bytes:
    """The paper of a review in which every passage is written."""
    review = compose(given)
    sections = outline(review)
    words = {block.key: "Đã phối hợp." for section in sections for block in section.blocks if block.kind == "text"}
    return docx_of(printed_of(review, document(review, sections, words), Form("police")), Pictures())


def _bare(paragraphs: int, rows: list[int]) -> None:
    document = docx.Document()
    for _ in range(paragraphs):
        document.add_paragraph("Trong kỳ báo cáo, toàn tỉnh ghi nhận kết quả theo từng nội dung phối hợp.")
    for width in sorted(set(rows)):
        table = document.add_table(0, width)
        for _ in range(rows.count(width)):
            for cell in table.add_row().cells:
                cell.text = "1.250 vụ"
    document.save(io.BytesIO())


def invented() -> inputs.ReviewInput:
    """A province that reported sixty indicators, five figures behind each; all of it invented."""
    place = inputs.PlaceFacts(
        "p42@2025", Text("Hà Tĩnh", "Hà Tĩnh"), Text("tỉnh Hà Tĩnh", "Hà Tĩnh province"), "province"
    )
    codes = [[f"area{area}.count{row}" for row in range(ROWS_PER_AREA)] for area in range(AREAS)]
    flat = [code for area in codes for code in area]
    facts = {
        code: inputs.IndicatorFacts(
            code, Text(f"Chỉ tiêu {code}", f"Indicator {code}"), Text("vụ", "cases"), "flow", True
        )
        for code in flat
    }
    behind = {code: range(i * FIGURES_PER_ROW, (i + 1) * FIGURES_PER_ROW) for i, code in enumerate(flat)}
    areas = tuple(
        inputs.Area(
            number,
            Text(f"Nội dung {number}", f"Area {number}"),
            tuple(
                inputs.ReviewRow(_row(code, place.key, tuple(behind[code])), place, NOTHING, "commune") for code in area
            ),
        )
        for number, area in enumerate(codes, 1)
    )
    return inputs.ReviewInput(
        kind="final",
        snapshot_code="S1-00000000",
        snapshot_digest="0" * 64,
        transaction_number=1,
        known_on=date(2024, 1, 15),
        programme=inputs.ProgrammeFacts("00/CTr-MH", Text("Chương trình minh họa", "Illustration"), None, TERM),
        place=place,
        period=TERM,
        issuers=(inputs.Issuer(Text("Công an tỉnh", "Provincial police"), "police", "province"),),
        census=(inputs.Census(date(2025, 7, 1), 1, 69),),
        indicators=facts,
        areas=areas,
        by_place=(),
        provinces=(),
        vintage="2025",
        evidence=tuple(_evidence(figure, code, place) for code in flat for figure in behind[code]),
    )


def _row(code: str, place: str, figures: tuple[int, ...]) -> Row:
    number = Decimal(1000 + figures[0])
    total = Total(number, number, number)
    return Row(code, place, TERM, "", Basis.ROLLED_UP, total, stated=60, received=65, expected=69, figure_ids=figures)


def _evidence(figure: int, code: str, place: inputs.PlaceFacts) -> inputs.Evidence:
    return inputs.Evidence(
        figure_id=figure,
        indicator=code,
        cell_name=NOTHING,
        place_name=place.full_name,
        period=TERM,
        words=Text("250", "250"),
        as_written="250",
        sentence="Trong kỳ đã giải quyết 250 vụ việc tại cơ sở.",
        source_title="Báo cáo minh họa",
        source_number="12/BC-MH",
        issuer=Text("Công an xã", "Commune police"),
        locator=Text("đoạn 4", "paragraph 4"),
        batch_id=figure,
        approved_on=date(2024, 1, 10),
        is_illustration=True,
    )
