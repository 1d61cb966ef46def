"""A review as a Word file in the form of Decree 30/2020/NĐ-CP, Annex I. The paper is Vietnamese."""

from collections.abc import Mapping
from typing import Any

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.shared import Cm, Pt

from chungtay.results.reviews import drawings, labels, word
from chungtay.results.reviews.annex import annex_grid, sources_grid
from chungtay.results.reviews.composition import Composition, Sentence
from chungtay.results.reviews.tables import apart_grid, chart_grid, map_grid, results_grid

_VI = "vi"
_TO_BE_WRITTEN = "." * 110


def render(review: Composition, *, texts: Mapping[str, str] | None = None) -> bytes:
    """The .docx of a review; passages that nobody has written yet are dotted lines. Equal input, equal bytes."""
    document = Document()
    word.page_set(document)
    _page_headers(document, review)
    _head(document, review)
    _heading(document, labels.SITUATION.vi)
    for sentence in review.situation:
        _sentence(document, sentence)
    _results(document, review)
    _written(document, review, texts or {})
    _signatures(document, review)
    _annex(document, review)
    return word.saved(document, title=review.heading.subject.vi)


def _page_headers(document: WordDocument, review: Composition) -> None:
    """Page numbers in the top margin from the second page on; the mark of an illustration on every page."""
    section = document.sections[0]
    word.page_number(section.header.paragraphs[0])
    if review.is_illustration:
        for holder in (section.first_page_header, section.header):
            holder.is_linked_to_previous = False
            paragraph = word.line(holder, labels.DEMO_MARK.vi, size=10, bold=True)
            paragraph.paragraph_format.space_after = Pt(0)


def _head(document: WordDocument, review: Composition) -> None:
    head = review.heading
    table = document.add_table(rows=1, cols=2)
    left, right = table.rows[0].cells
    for position, issuer in enumerate(head.issuers):
        word.line(left, issuer.vi.upper() + (" -" if position < len(head.issuers) - 1 else ""), size=12, bold=True)
    word.rule(left, 2.2)
    word.line(left, head.number.vi, size=13)
    word.line(right, labels.NATION.vi, size=12, bold=True)
    word.line(right, labels.MOTTO.vi, size=13, bold=True)
    word.rule(right, 1.7)
    word.line(right, head.place_line.vi, size=13, italic=True)
    word.columns_set(table, [64, 96])
    word.cell_margins_none(table)
    word.line(document, "", size=6)
    word.line(document, head.title.vi, bold=True)
    word.line(document, head.subject.vi, bold=True)
    word.rule(document, 5.5)
    word.line(document, "", size=6)
    for basis in head.bases:
        _paragraph(document, basis.vi, italic=True)
    _paragraph(document, head.opening.vi)


def _paragraph(document: WordDocument, text: str, *, bold: bool = False, italic: bool = False) -> Any:
    paragraph = document.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    paragraph.paragraph_format.first_line_indent = Cm(1.27)
    run = paragraph.add_run(text)
    run.bold, run.italic = bold, italic
    return paragraph


def _heading(document: WordDocument, text: str) -> None:
    _paragraph(document, text, bold=True).paragraph_format.keep_with_next = True


def _sentence(document: WordDocument, sentence: Sentence, before: str = "") -> None:
    _paragraph(document, before + sentence.plain(_VI))


def _results(document: WordDocument, review: Composition) -> None:
    _heading(document, labels.RESULTS.vi)
    for area in review.areas:
        _heading(document, f"{area.position}. {area.name.vi}")
        for sentence in area.sentences:
            _sentence(document, sentence, "- ")
        apart = apart_grid(area, review, _VI)
        for grid in (results_grid(area, review, _VI), *([apart] if apart else [])):
            if grid.rows:
                _caption(document, grid.caption)
                word.grid_table(document, grid)
                word.line(document, "", size=6)
    _drawings(document, review)
    for note in review.notes:
        _paragraph(document, note.vi, italic=True)


def _drawings(document: WordDocument, review: Composition) -> None:
    chart, drawn = review.chart, review.reporting_map
    if chart:
        image = drawings.png(drawings.chart_spec(chart, _VI), _VI)
        word.picture(document, image, drawings.chart_alt(chart, _VI))
        word.line(document, chart.note.vi, size=11, italic=True, after=6)
        word.grid_table(document, chart_grid(chart, _VI))
        word.line(document, "", size=6)
    if drawn:
        spec = drawings.map_spec(drawn, _VI)
        if spec:
            word.picture(document, drawings.png(spec, _VI), drawings.map_alt(drawn, _VI), width_mm=110)
        grid = map_grid(drawn, _VI)
        _caption(document, grid.caption)
        word.grid_table(document, grid)
        word.line(document, "", size=6)


def _caption(document: WordDocument, text: str) -> None:
    word.line(document, text, size=13, bold=True, after=3).paragraph_format.keep_with_next = True


def _written(document: WordDocument, review: Composition, texts: Mapping[str, str]) -> None:
    assessed = [item for item in review.editables if item.title.vi[0].isdigit()]
    if assessed:
        _heading(document, labels.ASSESSMENT.vi)
    for item in review.editables:
        _heading(document, item.title.vi)
        lines = [part.strip() for part in texts.get(item.key, "").splitlines() if part.strip()] or [_TO_BE_WRITTEN]
        if item is review.editables[-1]:
            lines[-1] += "./."
        for part in lines:
            _paragraph(document, part)


def _signatures(document: WordDocument, review: Composition) -> None:
    """Offices side by side in the order of the heading, room for signing beneath, no name; then who receives it."""
    if review.signatures:
        table = document.add_table(rows=1, cols=len(review.signatures))
        for cell, item in zip(table.rows[0].cells, review.signatures, strict=True):
            word.line(cell, item.authority.vi.upper(), size=13, bold=True).paragraph_format.space_before = Pt(18)
            word.line(cell, item.office.vi, size=13, bold=True, after=64)
        word.row_kept_whole(table.rows[0])
        word.columns_set(table, [160 / len(review.signatures)] * len(review.signatures))
    if not review.recipients:
        return
    lines = [word.line(document, labels.RECIPIENTS.vi, size=12, bold=True, italic=True, align="left")]
    lines += [word.line(document, f"- {office.vi}", size=11, align="left") for office in review.recipients]
    for paragraph in lines[:-1]:
        paragraph.paragraph_format.keep_with_next = True


def _annex(document: WordDocument, review: Composition) -> None:
    if not review.annex:
        return
    document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
    word.line(document, labels.ANNEX.vi, bold=True)
    grid = annex_grid(review, _VI)
    word.line(document, grid.caption, bold=True, after=6)
    word.grid_table(document, grid, size=9.5)
    if sources := sources_grid(review, _VI):
        word.line(document, "", size=6)
        word.line(document, sources.caption, bold=True, after=6).paragraph_format.keep_with_next = True
        word.grid_table(document, sources, size=9.5)
