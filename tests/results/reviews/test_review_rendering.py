"""Printing: the page, the Word file, and the file seen through an office program."""

import io
import shutil
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from lxml import etree
from selectolax.lexbor import LexborHTMLParser as HTMLParser

from chungtay.results.reviews import labels, render_docx, render_html
from chungtay.results.reviews.compose import compose
from chungtay.results.reviews.structure.document import document
from chungtay.results.reviews.structure.templates import outline
from results.reviews.review_samples import evidence, sample

WRITTEN = {"shortcomings": "Một số nơi chưa báo cáo.\nCần đôn đốc."}


@pytest.fixture(scope="module")
def review() -> Any:
    return compose(sample())


@pytest.fixture(scope="module")
def word(review: Any) -> bytes:
    return render_docx.render(review, texts=WRITTEN)


@pytest.fixture(scope="module")
def page(review: Any) -> HTMLParser:
    return HTMLParser(
        render_html.render(review, text=with_words(review, WRITTEN), url_for_figure=lambda ids: f"/so-lieu/{ids[0]}/")
    )


def with_words(review: Any, words: dict[str, str]) -> Any:
    return document(review, outline(review), words)


def xml(word: bytes, name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(word)) as archive:
        return archive.read(name).decode()


def test_every_number_on_the_page_is_a_link_to_its_evidence(page: HTMLParser) -> None:
    links = page.css(".review-sentences a.review-figure")
    assert len(links) == 8
    assert links[0].attributes["href"] == "/so-lieu/1/"


def test_the_mark_of_an_illustration_opens_and_closes_the_page(page: HTMLParser) -> None:
    assert [node.text() for node in page.css(".review-mark")] == [labels.DEMO_MARK.vi] * 2


def test_a_real_review_bears_no_mark() -> None:
    real = tuple(evidence(number, is_illustration=False) for number in range(1, 6))
    html = render_html.render(compose(sample(evidence=real)))
    assert labels.DEMO_MARK.vi not in html


def test_what_people_wrote_is_shown_and_prompts_where_nobody_did(page: HTMLParser) -> None:
    assert [p.text() for p in page.css("div[data-section=shortcomings] p")] == WRITTEN["shortcomings"].split("\n")
    assert len(page.css(".review-prompt")) == 5


def test_markup_in_a_passage_is_text(review: Any) -> None:
    html = render_html.render(review, text=with_words(review, {"causes": "<script>alert(1)</script>"}))
    assert "<script>" not in html
    assert "&lt;script&gt;" in html


def test_no_style_or_script_stands_in_the_fragment(page: HTMLParser) -> None:
    assert not page.css("[style], script, style")


def test_the_english_page_is_complete(review: Any) -> None:
    html = render_html.render(review, language="en")
    for label in (labels.RESULTS, labels.ASSESSMENT, labels.ANNEX_TITLE, labels.COLUMNS[4]):
        assert label.en in html
        assert label.vi not in html


def test_a_withheld_figure_stands_in_the_table_and_a_missing_one_does_not(page: HTMLParser) -> None:
    cells = [node.text() for node in page.css(".review-table-results td")]
    assert "Không cung cấp" in cells
    assert "Chưa báo cáo" not in cells


def test_the_word_file_is_the_same_at_every_save(review: Any, word: bytes) -> None:
    assert render_docx.render(review, texts=WRITTEN) == word


def test_the_page_is_a4_with_the_decrees_margins(word: bytes) -> None:
    section = Document(io.BytesIO(word)).sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    margins = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
    assert tuple(round(margin.mm) for margin in margins) == (20, 20, 30, 20)


def test_times_new_roman_fills_all_four_slots(word: bytes) -> None:
    root = etree.fromstring(xml(word, "word/styles.xml").encode())
    space = {"w": root.nsmap["w"]}
    fonts = root.find(".//w:style[@w:styleId='Normal']//w:rFonts", space)
    assert fonts is not None
    slots = [fonts.get(f"{{{space['w']}}}{slot}") for slot in ("ascii", "hAnsi", "cs", "eastAsia")]
    assert slots == ["Times New Roman"] * 4


def test_page_numbers_begin_on_the_second_page_and_the_mark_on_the_first(word: bytes) -> None:
    section = Document(io.BytesIO(word)).sections[0]
    assert section.different_first_page_header_footer
    first = "".join(paragraph.text for paragraph in section.first_page_header.paragraphs)
    others = "".join(paragraph._p.xml for paragraph in section.header.paragraphs)
    assert first == labels.DEMO_MARK.vi
    assert "PAGE" in others
    assert labels.DEMO_MARK.vi in others


def test_the_file_names_no_author(word: bytes) -> None:
    core = Document(io.BytesIO(word)).core_properties
    assert (core.author, core.last_modified_by) == ("", "")
    assert b"thumbnail" not in word


def test_heads_of_tables_repeat_and_rows_stay_whole(word: bytes) -> None:
    document = xml(word, "word/document.xml")
    assert document.count("<w:tblHeader/>") == 6
    assert "<w:cantSplit/>" in document


def test_pictures_in_the_word_file_are_described(word: bytes) -> None:
    assert xml(word, "word/document.xml").count('descr="B') == 2


@pytest.mark.office
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed on this machine")
def test_an_office_program_opens_the_file(word: bytes, tmp_path: Path) -> None:
    path = tmp_path / "review.docx"
    path.write_bytes(word)
    home = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = ["soffice", home, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    from pypdfium2 import PdfDocument

    with PdfDocument(path.with_suffix(".pdf")) as pdf:
        texts = [item.get_textpage().get_text_range() for item in pdf]
    assert 4 <= len(texts) <= 7
    # Letters that the substitute font lacks are set apart in the PDF, so only runs without them are looked for.
    assert all("– KHÔNG PH" in text for text in texts)
    assert "3/63" in "".join(texts)
