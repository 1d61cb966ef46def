"""Releasing a real review: who, what, and what stays in the house."""

import io
import json
from typing import Any

import pytest
from docx import Document

from chungtay.kernel.errors import NotAllowed, Refusal
from chungtay.results.publishing import queries, services
from chungtay.results.reviews.services import review_compose
from results.reviews.ledger_of_three import frozen


@pytest.fixture
def review(cast: Any) -> Any:
    return review_compose(by=cast.dung, snapshot=frozen(cast))


def test_the_release_holds_rounded_tips_and_no_exact_ones(cast: Any, review: Any) -> None:
    released = services.release(by=cast.dung, review=review)
    text = json.dumps(released.composition, ensure_ascii=False)
    assert "212.230" in text
    for exact in ("212.232", "212232", "208.229", "208229", "24.962", "24962", "4.003"):
        assert exact not in text


def test_what_is_drawn_from_a_release_has_no_link_and_no_evidence(cast: Any, review: Any) -> None:
    released = services.release(by=cast.dung, review=review)
    html = queries.release_fragment(released)
    assert "<a " not in html
    assert "Toàn thành phố đã triển khai" not in html
    assert "208.229" not in html


def test_the_public_word_file_holds_no_exact_tips(cast: Any, review: Any) -> None:
    document = Document(io.BytesIO(queries.release_docx(services.release(by=cast.dung, review=review))))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    assert "212.230" in cells
    assert not any("212.232" in cell for cell in cells)


def test_an_illustration_is_released_in_a_demonstration_only(cast: Any, review: Any, settings: Any) -> None:
    settings.DEMO = False
    with pytest.raises(Refusal) as refused:
        services.release(by=cast.dung, review=review)
    assert refused.value.code == "CONGBO-001"
    assert not queries.releases_all().exists()


def test_real_figures_are_released_outside_a_demonstration(cast: Any, settings: Any) -> None:
    settings.DEMO = False
    real = review_compose(by=cast.dung, snapshot=frozen(cast, illustration=False))
    assert services.release(by=cast.dung, review=real).composition["is_illustration"] is False


def test_a_review_is_released_once(cast: Any, review: Any) -> None:
    services.release(by=cast.dung, review=review)
    with pytest.raises(Refusal) as refused:
        services.release(by=cast.dung, review=review)
    assert refused.value.code == "CONGBO-002"


@pytest.mark.parametrize("name", ["giang", "chi", "hoa"])
def test_only_an_approver_of_the_territory_releases(cast: Any, review: Any, name: str) -> None:
    with pytest.raises(NotAllowed) as refused:
        services.release(by=getattr(cast, name), review=review)
    assert refused.value.code == "CONGBO-004"


def test_old_and_new_map_of_one_land_are_not_both_public(cast: Any) -> None:
    old = review_compose(by=cast.dung, snapshot=frozen(cast, place="p42@2013"))
    new = review_compose(by=cast.dung, snapshot=frozen(cast, place="p42@2025"))
    services.release(by=cast.dung, review=old)
    with pytest.raises(Refusal) as refused:
        services.release(by=cast.dung, review=new)
    assert refused.value.code == "CONGBO-003"


def test_a_review_that_is_not_released_is_not_public(review: Any) -> None:
    assert queries.release_of(review) is None
