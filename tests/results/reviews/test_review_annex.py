"""The annex: compact lines, sources named once, and an address for each figure even where many share a line."""

from selectolax.lexbor import LexborHTMLParser as HTMLParser

from chungtay.results.reviews import render_html
from chungtay.results.reviews.annex import annex_grid, sources_grid
from chungtay.results.reviews.compose import compose
from chungtay.results.reviews.composition import Composition, Text
from chungtay.results.reviews.inputs import Area
from results.reviews.review_samples import evidence, exactly, row, sample

FORM = {"sentence": "", "source_title": "", "source_number": "", "as_written": "", "locator": Text("", "")}


def of_forms(number: int) -> Composition:
    ids = tuple(range(1, number + 1))
    area = Area(1, Text("Nội dung", "Area"), (row("models.total", exactly(9), figure_ids=ids),))
    found = tuple(evidence(i, batch_id=i, **FORM) for i in ids)
    return compose(sample(areas=(area,), by_place=(), evidence=found))


def test_a_source_is_written_out_once_and_named_by_number() -> None:
    review = compose(sample())
    sources = sources_grid(review, "vi")
    assert sources is not None
    assert [[cell.text for cell in line] for line in sources.rows] == [
        ["1", "Báo cáo tổng kết (minh họa)", "12/BC-MH", "Công an thành phố Hà Nội"]
    ]
    assert annex_grid(review, "vi").rows[0][-1].text == "Nguồn 1; đoạn 4; lô 7; duyệt 20/11/2025"


def test_many_figures_of_forms_share_one_line() -> None:
    (line,) = annex_grid(of_forms(800), "vi").rows
    assert [cell.text for cell in line[:3]] == [
        "1–800",
        "Mô hình, cách làm hay đã triển khai; tỉnh Hà Nội; 2013-2023",
        "800 số liệu",
    ]
    assert line[-1].text == "Biểu mẫu của 1 cơ quan; 800 lô; duyệt 20/11/2025"


def test_a_few_figures_of_forms_keep_their_lines() -> None:
    assert len(annex_grid(of_forms(6), "vi").rows) == 6


def test_each_figure_of_a_shared_line_can_be_led_to() -> None:
    page = HTMLParser(render_html.render(of_forms(800)))
    assert all(page.css_first(f"#figure-{number}") is not None for number in (1, 2, 800))


def test_a_figure_with_a_sentence_is_never_folded_away() -> None:
    ids = tuple(range(1, 31))
    area = Area(1, Text("Nội dung", "Area"), (row("models.total", exactly(9), figure_ids=ids),))
    review = compose(sample(areas=(area,), by_place=(), evidence=tuple(evidence(i) for i in ids)))
    assert len(annex_grid(review, "vi").rows) == 30
