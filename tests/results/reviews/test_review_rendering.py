"""The page of a review."""

from typing import Any

import pytest
from selectolax.lexbor import LexborHTMLParser as HTMLParser

from chungtay.results.reviews import labels, render_html
from chungtay.results.reviews.compose import compose
from chungtay.results.reviews.structure.document import document
from chungtay.results.reviews.structure.templates import outline
from results.reviews.review_samples import evidence, sample

WRITTEN = {"shortcomings": "Một số nơi chưa báo cáo.\nCần đôn đốc."}


@pytest.fixture(scope="module")
def review() -> Any:
    return compose(sample())


@pytest.fixture(scope="module")
def page(review: Any) -> HTMLParser:
    return HTMLParser(
        render_html.render(review, text=with_words(review, WRITTEN), url_for_figure=lambda ids: f"/so-lieu/{ids[0]}/")
    )


def with_words(review: Any, words: dict[str, str]) -> Any:
    return document(review, outline(review), words)


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
