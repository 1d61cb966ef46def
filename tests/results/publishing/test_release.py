"""Releasing a real review: who, what, and what stays in the house."""

import io
import json
from typing import Any

import pytest
from django.db import DatabaseError, connection, connections
from docx import Document

from chungtay.kernel.errors import NotAllowed, Refusal
from chungtay.results.publishing import queries, services
from chungtay.results.publishing.locking import RELEASING_LOCK
from chungtay.results.reviews.services import review_compose
from results.reviews.ledger_of_three import frozen


@pytest.fixture
def local(cast: Any) -> Any:
    """A review of Hà Tĩnh, which Giang approves for: 4.003 tips in truth."""
    return review_compose(by=cast.giang, snapshot=frozen(cast, place="p42@2013"))


def test_a_national_release_holds_rounded_tips_and_no_exact_ones(cast: Any) -> None:
    released = services.release(by=cast.dung, review=review_compose(by=cast.dung, snapshot=frozen(cast)))
    text = json.dumps(released.composition, ensure_ascii=False)
    assert "212.230" in text
    for exact in ("212.232", "212232", "208.229", "208229", "24.962", "24962", "4.003"):
        assert exact not in text


def test_page_and_word_file_of_a_release_hold_no_link_evidence_or_exact_tips(cast: Any, local: Any) -> None:
    released = services.release(by=cast.giang, review=local)
    html = queries.release_fragment(released)
    document = Document(io.BytesIO(queries.release_docx(released)))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    assert "4.000" in html
    assert "4.000" in cells
    for hidden in ("<a ", "4.003", "triển khai hơn"):
        assert hidden not in html
        assert not any(hidden in cell for cell in cells)


def test_an_illustration_is_released_in_a_demonstration_only(cast: Any, local: Any, settings: Any) -> None:
    settings.DEMO = False
    with pytest.raises(Refusal) as refused:
        services.release(by=cast.giang, review=local)
    assert refused.value.code == "CONGBO-001"
    assert not queries.releases_all().exists()


def test_real_figures_are_released_outside_a_demonstration(cast: Any, settings: Any) -> None:
    settings.DEMO = False
    real = review_compose(by=cast.giang, snapshot=frozen(cast, place="p42@2013", illustration=False))
    assert services.release(by=cast.giang, review=real).composition["is_illustration"] is False


def test_a_review_is_public_once_it_is_released_and_released_once(cast: Any, local: Any) -> None:
    assert queries.release_of(local) is None
    released = services.release(by=cast.giang, review=local)
    assert queries.release_of(local) == released
    with pytest.raises(Refusal) as refused:
        services.release(by=cast.giang, review=local)
    assert refused.value.code == "CONGBO-002"


def test_neither_neighbour_nor_reporter_nor_partner_releases(cast: Any, local: Any) -> None:
    for account in (cast.binh, cast.chi, cast.hoa, cast.an):
        with pytest.raises(NotAllowed) as refused:
            services.release(by=account, review=local)
        assert refused.value.code == "CONGBO-004"


def test_old_and_new_map_of_one_land_are_not_both_public(cast: Any, local: Any) -> None:
    services.release(by=cast.giang, review=local)
    new = review_compose(by=cast.giang, snapshot=frozen(cast, place="p42@2025"))
    with pytest.raises(Refusal) as refused:
        services.release(by=cast.giang, review=new)
    assert refused.value.code == "CONGBO-003"


@pytest.mark.postgres
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite admits one writer at a time by itself")
def test_a_second_release_waits_for_the_first_to_commit(cast: Any, local: Any) -> None:
    second = connections["default"].copy()
    services.release(by=cast.giang, review=local)
    try:
        with second.cursor() as cursor:
            cursor.execute("SET lock_timeout = '100ms'")
            with pytest.raises(DatabaseError, match="lock timeout"):
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [RELEASING_LOCK])
    finally:
        second.close()
