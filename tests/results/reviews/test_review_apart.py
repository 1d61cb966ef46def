"""What cannot be added up: a review says that it stands below, names who stated it, and never calls it unreported."""

from dataclasses import replace
from io import BytesIO

from docx import Document
from review_samples import INDICATORS, PROVINCES, exactly, indicator, row, sample

from chungtay.kernel.absence import Absence
from chungtay.reference.indicators.catalogue import catalogue
from chungtay.results.issuing.docx import docx_of
from chungtay.results.issuing.pictures import Pictures
from chungtay.results.publishing.disclosure import disclose
from chungtay.results.reviews import render_html
from chungtay.results.reviews.compose import compose
from chungtay.results.reviews.composition import Composition, Text
from chungtay.results.reviews.inputs import Area, ReviewRow
from results.issuing.paper_samples import paper

CODE = "models.communes_covered"
CAMERA = "model_kind=security_camera"
CLAN = "model_kind=self_managed_clan"
HANOI, HATINH = PROVINCES["01"], PROVINCES["42"]


def stated(number: int, place: object, value: int, cell: str = CAMERA) -> ReviewRow:
    named = Text("camera an ninh" if cell == CAMERA else "dòng họ tự quản", cell)
    return row(CODE, exactly(value), place, named, cell=cell, figure_ids=(number,))  # type: ignore[arg-type]


def composed(*apart: ReviewRow, code: str = CODE, nature: str = "distinct") -> Composition:
    whole = row(code, None, absence=Absence.NOT_REPORTED, figure_ids=(), stated=0)
    parts = row(code, None, cell=CAMERA, figure_ids=(), apart=tuple(item.row for item in apart))
    area = Area(1, Text("Mô hình", "Models"), (whole, parts), apart)
    kinds = {**INDICATORS, code: indicator(code, "Địa bàn cấp xã có mô hình", "xã", nature)}
    return compose(sample(areas=(area,), indicators=kinds, by_place=()))


def test_the_sentence_says_in_how_many_reports_it_stands_and_why_it_is_no_total() -> None:
    [section] = composed(stated(1, HATINH, 174), stated(2, HANOI, 109)).areas
    assert [sentence.plain("vi") for sentence in section.sentences] == [
        "Có ở 2 báo cáo cấp dưới, không cộng được vì không có danh sách: địa bàn cấp xã có mô hình."
    ]
    assert section.sentences[0].plain("en").startswith("In 2 reports from below, cannot be added without lists")


def test_two_parts_of_one_report_are_one_report() -> None:
    [section] = composed(stated(1, HANOI, 174), stated(2, HANOI, 124, CLAN)).areas
    assert section.rows[0].shown.words.vi.startswith("Có ở 1 báo cáo cấp dưới")


def test_a_rate_says_that_its_counts_are_missing() -> None:
    rate = row("mediation.success_rate", exactly("88.73"), HANOI, figure_ids=(1,))
    [section] = composed(rate, code="mediation.success_rate", nature="ratio").areas
    assert "không có tử số, mẫu số" in section.rows[0].shown.words.vi


def test_the_page_and_the_paper_name_each_place_with_its_own_number_in_the_order_of_codes() -> None:
    review = composed(stated(1, HATINH, 174), stated(2, HANOI, 109))
    page = render_html.render(review, url_for_figure=lambda ids: f"/figures/{ids[0]}/")
    table = page[page.index("review-table-apart") :]
    assert table.index("tỉnh Hà Nội") < table.index("tỉnh Hà Tĩnh")
    assert 'href="/figures/1/">174<' in table
    assert "Chưa báo cáo: địa bàn" not in page
    tables = Document(BytesIO(docx_of(paper(review), Pictures()))).tables
    lines = [[cell.text for cell in line.cells] for found in tables for line in found.rows]
    assert ["Địa bàn cấp xã có mô hình: camera an ninh", "tỉnh Hà Nội", "109", "2013-2023"] in lines


def test_the_annex_holds_their_evidence() -> None:
    assert [line.figure_id for line in composed(stated(2, HANOI, 109)).annex] == [2]


def test_in_public_open_numbers_of_provinces_stand_and_sensitive_kinds_do_not() -> None:
    public = disclose(composed(stated(1, HANOI, 109), stated(2, HANOI, 124, CLAN)), catalogue())
    assert [(line.cell, line.figure_ids) for line in public.areas[0].apart] == [(CAMERA, ())]
    assert public.areas[0].rows[0].shown.words.vi.startswith("Có ở 1 báo cáo cấp dưới")


def test_in_public_a_sensitive_indicator_that_stands_apart_is_not_mentioned() -> None:
    rate = row("mediation.success_rate", exactly("88.73"), HANOI, figure_ids=(1,))
    assert disclose(composed(rate, code="mediation.success_rate", nature="ratio"), catalogue()).areas == ()


def test_what_was_counted_is_not_called_apart() -> None:
    counted = replace(sample(), by_place=())
    assert not any(area.apart for area in compose(counted).areas)
