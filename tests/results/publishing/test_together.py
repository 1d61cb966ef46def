"""Reviews and the shelf are one before the public: what each may tell alone, both together may not."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from chungtay.gathering.programmes import queries as programmes
from chungtay.gathering.programmes.services import programmes_load
from chungtay.reference.forms import queries as forms
from chungtay.reference.forms.services import obligation_create
from chungtay.reference.places.queries import place_get
from chungtay.results.publishing import services
from chungtay.results.publishing.queries import composition_of
from chungtay.results.publishing.shelf.services import Terms, publication_prepare, publication_release
from chungtay.results.reviews.queries import composition_of as review_composition
from chungtay.results.reviews.services import review_compose
from chungtay.results.warehouse import services as warehouse
from results.reviews.ledger_of_three import TERM, claim, quantity, report

SETTLED, RATE = "disputes.settled_by_organisations", "mediation.success_rate"
SUCCESSFUL, CONDUCTED = "mediation.cases_successful", "mediation.cases_conducted"
MODELS = "models.total"
KEPT = "Không công bố"
HANOI, HATINH = "p01@2013", "p42@2013"


@pytest.fixture
def counted(cast: Any) -> Any:
    """Hà Nội settled 5 disputes and Hà Tĩnh 1: the country's 6 is told as 5, which gives the one away."""
    programmes_load()
    for key in (HANOI, HATINH):
        form = forms.form_get("programme-review", date(2023, 12, 31))
        obligation_create(form=form, body=None, place=place_get(key), valid_from=date(2013, 1, 1))
    rate = [(CONDUCTED, 100), (SUCCESSFUL, 60), (MODELS, 300)]
    for body, by, place, numbers in (
        ("CA-HN", cast.chi, HANOI, [(SETTLED, 5), *rate]),
        ("CA-HT", cast.giang, HATINH, [(SETTLED, 1), (CONDUCTED, 60), (SUCCESSFUL, 1), (MODELS, 300)]),
    ):
        claims = [claim(code, place, quantity(number)) for code, number in numbers]
        report(cast, body, by, place, claims, illustration=False)
    return cast


def snapshot(cast: Any, place: str) -> Any:
    programme = programmes.programme_get("09/CTr-BCA-MTTW")
    return warehouse.snapshot_freeze(by=cast.dung, programme=programme, place=place_get(place), period=TERM)


def told(cast: Any, place: str) -> dict[str, str]:
    """A review of the place becomes public; what it prints of each indicator there."""
    released = services.release(by=cast.dung, review=review_compose(by=cast.dung, snapshot=snapshot(cast, place)))
    rows = [row for area in composition_of(released).areas for row in area.rows]
    return {row.indicator: row.shown.words.vi for row in rows if row.place == place}


def test_what_provinces_told_keeps_the_country_from_being_told_and_the_other_way_round(counted: Any) -> None:
    assert [told(counted, place)[SETTLED] for place in (HANOI, HATINH, "vn")] == ["5", "<5", KEPT]


def test_a_count_that_is_kept_is_drawn_in_no_picture_of_its_area_either(counted: Any) -> None:
    for place in (HANOI, HATINH):
        told(counted, place)
    review = review_compose(by=counted.dung, snapshot=snapshot(counted, "vn"))
    inside = [bar.indicator for area in review_composition(review).areas if area.chart for bar in area.chart.bars]
    public = composition_of(services.release(by=counted.dung, review=review))
    drawn = [bar.indicator for area in public.areas if area.chart for bar in area.chart.bars]
    assert SETTLED in inside
    assert SETTLED not in drawn


@pytest.mark.long
def test_what_the_country_told_keeps_a_province_from_being_told(counted: Any) -> None:
    assert [told(counted, place)[SETTLED] for place in ("vn", HATINH, HANOI)] == ["5", "<5", KEPT]


@pytest.mark.long
def test_the_shelf_keeps_what_reviews_would_open_and_reviews_what_the_shelf_would(counted: Any) -> None:
    assert [told(counted, place)[SETTLED] for place in (HANOI, HATINH)] == ["5", "<5"]
    about = {"title": "Kết quả", "title_en": "Results", "place": place_get("vn"), "indicators": (SETTLED, CONDUCTED)}
    terms = Terms(
        snapshot=snapshot(counted, "vn"), level="country", step="total", start=TERM.start, end=TERM.end, **about
    )
    draft = publication_prepare(by=counted.dung, terms=terms)
    assert draft.summary[SETTLED]["complement"] == 1
    publication_release(by=counted.dung, publication=draft)
    assert told(counted, "vn")[SETTLED] == KEPT


def test_a_rate_is_told_only_where_both_of_its_counts_are(counted: Any) -> None:
    hanoi, hatinh = told(counted, HANOI), told(counted, HATINH)
    assert (hanoi[SUCCESSFUL], hanoi[RATE]) == ("60", "60% (60/100)")
    assert (hatinh[SUCCESSFUL], hatinh[RATE]) == ("<5", "<5")
