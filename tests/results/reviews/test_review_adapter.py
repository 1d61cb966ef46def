"""From a snapshot's facts to the input of a review: names, states of provinces, evidence, what x/y counts."""

from dataclasses import replace
from datetime import UTC, date, datetime
from functools import partial
from typing import Any

import pytest

from chungtay.kernel.absence import Absence
from chungtay.kernel.periods import programme_term
from chungtay.kernel.quantities import Precision, Quantity, total
from chungtay.results.reviews.adapter import review_input
from chungtay.results.reviews.compose import compose
from chungtay.results.warehouse import reference_engine, types
from chungtay.results.warehouse.facts import Duty, Fact, PlaceNode, Receipt, Rule, World

TERM = programme_term(2013, 2023)
APPROVED = datetime(2025, 11, 20, 18, 30, tzinfo=UTC)
PROVINCES = {"01": "Hà Nội", "42": "Hà Tĩnh", "48": "Đà Nẵng", "56": "Khánh Hòa"}
CODE = "models.total"


def world() -> World:
    nodes = {"vn": PlaceNode("vn", "country")}
    for code in PROVINCES:
        nodes[f"p{code}@2013"] = PlaceNode(f"p{code}@2013", "province", "vn", None, date(2025, 6, 30))
    hanoi, hatinh = "p01@2013", "p42@2013"
    stated = Quantity.read(1616, Precision.MORE_THAN)
    return World(
        places=nodes,
        rules={CODE: Rule(CODE, "sum", "sum", forms=frozenset({"programme-review"}))},
        facts=(
            Fact(1, CODE, hanoi, TERM, total([stated]), batch=1),
            Fact(2, CODE, hatinh, TERM, None, Absence.REFUSED, batch=2),
        ),
        duties=tuple(Duty("programme-review", key, date(2013, 1, 1)) for key in nodes if key != "vn"),
        receipts=(
            Receipt(1, "programme-review", hanoi, TERM),
            Receipt(2, "programme-review", hatinh, TERM),
        ),
    )


def place(key: str, level: str, name: str, full_name: str) -> types.PlaceFacts:
    until = None if level == "country" else date(2025, 6, 30)
    parent = "" if level == "country" else "vn"
    return types.PlaceFacts(key, level, name, full_name, parent, "", valid_to=until)


def figure(number: int, key: str, quantity: Quantity | None, absence: Absence | None) -> types.FigureFacts:
    return types.FigureFacts(
        number, number, CODE, "", key, TERM, "result", quantity, absence, "hơn 1.616", "mô hình", None,
        "Toàn thành phố có hơn 1.616 mô hình.", 4, 9, True,
    )  # fmt: skip


def batch(number: int, key: str) -> types.BatchFacts:
    return types.BatchFacts(
        number,
        "CA-X",
        "Công an",
        "Police",
        "police",
        "programme-review",
        key,
        TERM,
        1,
        "",
        9,
        APPROVED,
        "Người duyệt",
        True,
    )


@pytest.fixture(scope="module")
def facts() -> types.SnapshotFacts:
    places = {"vn": place("vn", "country", "Việt Nam", "Việt Nam")}
    for code, name in PROVINCES.items():
        places[f"p{code}@2013"] = place(f"p{code}@2013", "province", name, f"Tỉnh {name}")
    described = types.IndicatorFacts(
        CODE, "Mô hình", "Models", "mô hình", "models", "", "", "flow", "sum", "sum", may_rank=True
    )
    parties = (
        types.PartyFacts("BCA", "Bộ Công an", "Ministry", "police"),
        types.PartyFacts("MTTW", "Ủy ban Trung ương MTTQ Việt Nam", "Front", "front"),
    )
    programme = types.ProgrammeFacts(
        "09/CTr-BCA-MTTW", "Đẩy mạnh phong trào", "Advance", "vn", TERM, date(2013, 8, 1), parties,
        (types.AreaFacts(1, "Mô hình", "Models", (CODE,)),),
    )  # fmt: skip
    return types.SnapshotFacts(
        code="CT-1",
        place="vn",
        period=TERM,
        transaction_number=5,
        digest="cd" * 32,
        frozen_at=APPROVED,
        programme=programme,
        places=places,
        indicators={CODE: described},
        sources={9: types.SourceFacts(9, "", "original", "Báo cáo", "12/BC", "Công an Hà Nội", "Hà Nội police")},
        batches={1: batch(1, "p01@2013"), 2: batch(2, "p42@2013")},
        figures={
            1: figure(1, "p01@2013", Quantity.read(1616, Precision.MORE_THAN), None),
            2: figure(2, "p42@2013", None, Absence.REFUSED),
        },
        cells={"": ("", "")},
        ask=partial(reference_engine.answer, world()),
    )


def test_the_total_says_of_how_many_provinces_it_is(facts: Any) -> None:
    told = compose(review_input(facts, "final")).areas[0].sentences[0].plain("vi")
    assert told == "Theo báo cáo của 1/4 tỉnh: đã triển khai trên 1.616 mô hình, cách làm hay."


def test_each_province_stands_on_the_map_in_its_own_state(facts: Any) -> None:
    states = {item.code: item.state for item in review_input(facts, "final").provinces}
    assert states == {"01": "reported", "42": "refused", "48": "not_reported", "56": "not_reported"}


def test_days_are_those_of_viet_nam(facts: Any) -> None:
    given = review_input(facts, "final")
    assert given.known_on == date(2025, 11, 21)
    assert given.evidence[0].approved_on == date(2025, 11, 21)


def test_evidence_keeps_words_sentence_and_source(facts: Any) -> None:
    first = review_input(facts, "final").evidence[0]
    assert (first.as_written, first.words.vi, first.locator.vi) == ("hơn 1.616", "trên 1.616", "đoạn 4")
    assert first.issuer.en == "Hà Nội police"


def test_a_withheld_figure_is_printed_as_withheld(facts: Any) -> None:
    assert review_input(facts, "final").evidence[1].words.vi == "Không cung cấp"


def test_an_illustrative_batch_marks_the_review(facts: Any) -> None:
    assert compose(review_input(facts, "final")).is_illustration


def test_places_are_counted_on_the_day_the_period_ends(facts: Any) -> None:
    census = review_input(facts, "final").census
    assert [(item.on, item.provinces) for item in census] == [(date(2023, 12, 31), 4), (date(2025, 11, 21), 0)]


def test_the_same_facts_give_the_same_bytes(facts: Any) -> None:
    assert compose(review_input(facts, "final")).digest == compose(review_input(facts, "final")).digest


def test_a_province_that_stated_only_parts_has_reported(facts: Any) -> None:
    told = world()
    stated = Fact(9, CODE, "p48@2013", TERM, total([Quantity.read(48)]), cell="recipient_kind=collective", batch=9)
    asked = replace(facts, ask=partial(reference_engine.answer, replace(told, facts=(*told.facts, stated))))
    states = {item.code: item.state for item in review_input(asked, "final").provinces}
    assert states["48"] == "reported"
    drawn = compose(review_input(asked, "final")).reporting_map
    assert drawn is not None
    assert drawn.title.vi == "2/4 tỉnh, thành phố có báo cáo"


def test_a_report_without_any_figure_does_not_make_its_province_a_reporting_one(facts: Any) -> None:
    empty = replace(world(), receipts=(*world().receipts, Receipt(9, "programme-review", "p48@2013", TERM)))
    asked = replace(facts, ask=partial(reference_engine.answer, empty))
    states = {item.code: item.state for item in review_input(asked, "final").provinces}
    assert states["48"] == "not_reported"


def test_bodies_of_the_province_sign_a_review_of_the_province(facts: Any) -> None:
    given = review_input(replace(facts, place="p42@2013"), "final")
    assert [issuer.name.vi for issuer in given.issuers] == [
        "Công an tỉnh Hà Tĩnh",
        "Ban Thường trực Ủy ban MTTQ Việt Nam tỉnh Hà Tĩnh",
    ]
