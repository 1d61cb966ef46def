"""The files of a paper: what opens them, what they hold, and that equal papers are equal bytes."""

import io
import shutil
import subprocess
import zipfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from lxml import etree
from openpyxl import load_workbook
from pptx import Presentation
from pypdfium2 import PdfDocument
from selectolax.lexbor import LexborHTMLParser as HTMLParser

from chungtay.kernel.errors import Refusal
from chungtay.results.issuing.blocks import Annex, Block, Cell, Grid, Kind, Printed
from chungtay.results.issuing.corrigenda import Correction, corrigendum_of
from chungtay.results.issuing.docx import docx_of
from chungtay.results.issuing.files import MADE, file_of, files_of
from chungtay.results.issuing.kinds import FileKind
from chungtay.results.issuing.manifest import Manifest, manifest_of, manifest_read
from chungtay.results.issuing.pictures import Pictures
from chungtay.results.issuing.sheets import exact_number
from chungtay.results.issuing.slides import slides_of
from chungtay.results.reviews import labels
from chungtay.results.reviews.compose import compose
from results.issuing.paper_samples import ISSUED_ON, numbered, paper
from results.reviews.review_samples import sample

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@pytest.fixture(scope="module")
def pictures() -> Pictures:
    return Pictures()


@pytest.fixture(scope="module")
def manifest() -> Manifest:
    review = compose(sample())
    return manifest_of(review, paper(review), number=5, issued_on=ISSUED_ON)


@pytest.fixture(scope="module")
def files(manifest: Manifest, pictures: Pictures) -> Any:
    return files_of(manifest, pictures=pictures)


def xml(content: bytes, name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read(name).decode()


def with_words(words: str) -> Printed:
    made = paper(compose(sample()))
    grid = Grid("Bảng", ("Một", "Hai"), ((Cell(words), Cell("1.234,5", style="number")),), (50, 50), "results")
    table = Block(Kind.TABLE, "Bảng", grid=grid)
    return Printed(
        made.rendition, False, (), "", made.head, (Block(Kind.TITLE, "I. MỘT", 1), table), (), (),
        (Annex("HAI", True, (table,)),),
    )  # fmt: skip


def test_from_one_manifest_every_file_is_the_same_to_the_byte(manifest: Manifest, files: Any) -> None:
    again = files_of(manifest_read(manifest.packed()), pictures=Pictures())
    assert set(again) == {*MADE, FileKind.MANIFEST}
    assert [kind for kind in again if again[kind] != files[kind]] == []


def test_each_picture_is_drawn_once_for_all_files(manifest: Manifest, pictures: Pictures, files: Any) -> None:
    assert pictures.made == len(manifest.paper.drawings) == 3


def test_the_digest_on_the_paper_is_that_of_the_manifest(manifest: Manifest, files: Any) -> None:
    told = " ".join(manifest.digest[at : at + 8] for at in range(0, 64, 8))
    assert told in files[FileKind.PAGE].decode()
    assert told in xml(files[FileKind.DOCX], "word/document.xml")


def test_the_word_page_is_a4_with_the_decrees_margins(files: Any) -> None:
    sections = Document(io.BytesIO(files[FileKind.DOCX])).sections
    first = sections[0]
    sizes = [(round(s.page_width.mm), round(s.page_height.mm)) for s in sections]
    assert sizes == [(210, 297), (297, 210), (297, 210), (210, 297)]
    margins = (first.top_margin, first.bottom_margin, first.left_margin, first.right_margin)
    assert tuple(round(margin.mm) for margin in margins) == (20, 20, 30, 20)


def test_times_new_roman_fills_all_four_slots(files: Any) -> None:
    root = etree.fromstring(xml(files[FileKind.DOCX], "word/styles.xml").encode())
    for name in ("Normal", "Heading1", "Cell"):
        fonts = root.find(f".//{_W}style[@{_W}styleId='{name}']//{_W}rFonts")
        assert fonts is not None
        assert {fonts.get(f"{_W}{slot}") for slot in ("ascii", "hAnsi", "cs", "eastAsia")} == {"Times New Roman"}


def test_page_numbers_begin_on_the_second_page_and_the_mark_on_the_first(files: Any) -> None:
    sections = Document(io.BytesIO(files[FileKind.DOCX])).sections
    first = "".join(paragraph.text for paragraph in sections[0].first_page_header.paragraphs)
    others = "".join(paragraph._p.xml for paragraph in sections[0].header.paragraphs)
    assert all(section.different_first_page_header_footer for section in sections)
    assert first == labels.DEMO_MARK.vi
    assert "PAGE" in others
    assert labels.DEMO_MARK.vi in others


def test_no_file_names_an_author(files: Any) -> None:
    for kind in (FileKind.DOCX, FileKind.SLIDES):
        core = (Document if kind == FileKind.DOCX else Presentation)(io.BytesIO(files[kind])).core_properties
        assert (core.author, core.last_modified_by) == ("", "")
        assert b"thumbnail" not in files[kind] or kind == FileKind.SLIDES


def test_heads_of_tables_repeat_rows_stay_whole_and_pictures_are_described(files: Any, manifest: Manifest) -> None:
    document = xml(files[FileKind.DOCX], "word/document.xml")
    blocks = [*manifest.paper.blocks, *(block for annex in manifest.paper.annexes for block in annex.blocks)]
    assert document.count("<w:tblHeader/>") == sum(block.grid is not None for block in blocks)
    assert "<w:cantSplit/>" in document
    assert document.count('descr="B') == len(manifest.paper.drawings)


@pytest.mark.parametrize("last", ["Đoạn cuối " * 20, "Ngắn."])
def test_the_signatures_stay_with_at_least_two_lines_of_the_text(last: str, pictures: Pictures) -> None:
    before = Block(Kind.PARAGRAPH, "Đoạn trước đó " * 20)
    made = replace(with_words("Lời"), blocks=(before, Block(Kind.PARAGRAPH, last)), annexes=())
    body = Document(io.BytesIO(docx_of(made, pictures))).element.body
    kept = [p for p in body.findall(f"{_W}p") if p.find(f"{_W}pPr/{_W}keepNext") is not None]
    assert len(kept) == (1 if len(last) > 100 else 2)
    assert kept[-1].getnext().tag == f"{_W}tbl"
    assert all(row.find(f"{_W}trPr/{_W}cantSplit") is not None for row in kept[-1].getnext().iter(f"{_W}tr"))


def test_the_pdf_is_tagged_and_marked_as_an_archive_file_with_its_fonts(files: Any) -> None:
    content = files[FileKind.PDF]
    for sign in (b"<pdfaid:part>2</pdfaid:part>", b"<pdfaid:conformance>A</pdfaid:conformance>", b"/MarkInfo"):
        assert sign in content
    with PdfDocument(content) as pdf:
        texts = [page.get_textpage().get_text_range() for page in pdf]
    assert all(labels.DEMO_MARK.vi in text for text in texts)
    assert "Phụ lục I" in "".join(texts)


def test_signs_that_no_font_holds_are_refused_with_a_word() -> None:
    with pytest.raises(Refusal) as refused:
        file_of(FileKind.PDF, with_words("mặt cười \U0001f600"))
    assert refused.value.code == "BANHANH-002"


def test_the_page_has_its_headings_in_order_and_heads_of_columns(files: Any) -> None:
    page = HTMLParser(files[FileKind.PAGE].decode())
    levels = [int(node.tag[1]) for node in page.css("h1, h2, h3, h4")]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert all(node.attributes["scope"] == "col" for node in page.css("th"))
    assert all(node.attributes["aria-label"] for node in page.css("[role=img]"))
    assert not page.css("script, [style]")


def test_markup_in_words_is_text_in_every_file() -> None:
    made = with_words("<script>&amp;</script>")
    assert b"<script>" not in file_of(FileKind.PAGE, made)
    cells = [c.text for t in Document(io.BytesIO(file_of(FileKind.DOCX, made))).tables for r in t.rows for c in r.cells]
    assert "<script>&amp;</script>" in cells


@pytest.mark.parametrize("words", ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "http://a.b/c", "\t=1"])
def test_no_word_of_a_sheet_becomes_a_formula_or_a_link(words: str) -> None:
    book = load_workbook(io.BytesIO(file_of(FileKind.SHEETS, with_words(words))))
    cell = book.worksheets[1]["A3"]
    assert (cell.value, cell.data_type, cell.hyperlink) == (words, "s", None)
    assert book.worksheets[1]["B3"].value == 1234.5


def test_every_sheet_of_an_illustration_says_so_in_a_cell() -> None:
    marked = replace(with_words("Mô hình"), marks=(labels.DEMO_MARK.vi,))
    book = load_workbook(io.BytesIO(file_of(FileKind.SHEETS, marked)))
    assert len(book.worksheets) > 1
    for sheet in book.worksheets:
        assert labels.DEMO_MARK.vi in [cell.value for cell in sheet[1]], sheet.title


def test_only_an_exact_number_becomes_a_number() -> None:
    assert [exact_number(text) for text in ("trên 1.926", "<5", "81,2%", "1.23", "1234567890123456", "")] == [None] * 6
    assert str(exact_number("208.229")) == "208229"


def test_ten_slides_bear_the_mark_and_a_chart_whose_numbers_can_be_opened(files: Any) -> None:
    show = Presentation(io.BytesIO(files[FileKind.SLIDES]))
    texts = ["\n".join(s.text_frame.text for s in slide.shapes if s.has_text_frame) for slide in show.slides]
    assert len(texts) == 10
    assert all(labels.DEMO_MARK.vi in text for text in texts)
    _, chart = [shape.chart for slide in show.slides for shape in slide.shapes if shape.has_chart]
    assert b'<c:tickLblSkip val="1"/><c:noMultiLvlLbl' in chart.part.blob
    assert list(chart.plots[0].categories) == ["Hà Nội", "Hà Tĩnh"]
    assert list(chart.series[0].values) == [1616.0, 310.0]
    assert chart.part.chart_workbook.xlsx_part is not None


def test_the_brief_is_one_page(files: Any) -> None:
    with PdfDocument(files[FileKind.BRIEF]) as pdf:
        assert len(pdf) == 1


def test_the_number_and_day_of_a_draft_are_left_open(pictures: Pictures) -> None:
    draft = paper(compose(sample()))
    assert draft.head.number_line == "Số:        /BC-BCA-MTTW"
    assert numbered(compose(sample())).head != draft.head


@pytest.mark.office
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed on this machine")
def test_an_office_program_opens_the_word_file(files: Any, tmp_path: Path) -> None:
    path = tmp_path / "review.docx"
    path.write_bytes(files[FileKind.DOCX])
    home = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = ["soffice", home, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    with PdfDocument(path.with_suffix(".pdf")) as pdf:
        texts = [item.get_textpage().get_text_range() for item in pdf]
    assert 6 <= len(texts) <= 9
    # Letters that the substitute font lacks are set apart in the PDF, so only runs without them are looked for.
    assert all("– KHÔNG PH" in text for text in texts)
    assert "3/63" in "".join(texts)


def test_two_threads_may_ask_for_a_pdf_at_once() -> None:
    made = with_words("hai luồng")
    with ThreadPoolExecutor(2) as threads:
        found = list(threads.map(lambda _: file_of(FileKind.PDF, made), range(4)))
    assert len(set(found)) == 1


def test_a_shortened_line_of_a_slide_ends_with_a_whole_clause(pictures: Pictures) -> None:
    long = f"Đã tiếp nhận {'rất ' * 55}nhiều tin, trong đó có ích trên 250 tin đã được chuyển đến cơ quan có thẩm quyền"
    made = replace(with_words("Lời"), blocks=(Block(Kind.TITLE, "I. MỘT", 1), Block(Kind.PARAGRAPH, long)), annexes=())
    show = Presentation(io.BytesIO(slides_of(made, pictures)))
    texts = [s.text_frame.text for slide in show.slides for s in slide.shapes if s.has_text_frame]
    [line] = [text for text in texts if "Đã tiếp nhận" in text]
    assert line.endswith("nhiều tin…")


def test_every_printed_word_can_be_corrected(manifest: Manifest) -> None:
    made, review = manifest.paper, compose(sample())
    grid = next(block.grid for block in made.blocks if block.grid is not None)
    chart = next(block.chart for block in made.drawings if block.chart is not None)
    printed = [grid.columns[0], grid.caption, made.annexes[0].title, made.signatures[0].lines[0], chart.note.vi]
    for words in printed:
        assert corrigendum_of(made, [Correction(words, "Lời đã sửa")], review).blocks[0].text.endswith(f"“{words}”")
