"""No small count of an official review can be had by taking printed numbers from one another."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from review_samples import COUNTRY, INDICATORS, PROVINCES, TERM, exactly, row, sample

from chungtay.kernel.quantities import Quantity
from chungtay.results.reviews.compose import compose
from chungtay.results.reviews.composition import Text
from chungtay.results.reviews.inputs import Area, ReviewRow
from chungtay.results.reviews.keeping import figures_kept, rows_kept
from chungtay.results.warehouse import types

CODE = "tips.received"
THRESHOLDS = {CODE: 5}
CRIME, EVILS, OTHER = (f"tip_category={key}" for key in ("crime", "social_evils", "other"))


def part(value: int, cell: str, *figures: int) -> ReviewRow:
    return row(CODE, exactly(value), named=Text(cell, cell), cell=cell, figure_ids=figures)


def facts(*figures: tuple[int, str, str, int]) -> Any:
    """A snapshot of (id, place, cell, value), each figure in its own sentence but 1 and 2 in one."""
    found = {}
    for number, place, cell, value in figures:
        sentence = "Trong đó 3 tin và 17 tin." if number in (1, 2) else f"Câu {number}."
        found[number] = types.FigureFacts(
            number, number, CODE, cell, place, TERM, "result", Quantity.read(value), None, "", "tin", None,
            sentence, 1, 9,
        )  # fmt: skip
    indicator = types.IndicatorFacts(
        CODE, "Tin", "Tips", "tin", "tips", "", "", "flow", "sum", "sum", threshold=THRESHOLDS[CODE]
    )
    programme = types.ProgrammeFacts("1", "", "", "vn", TERM, None, (), ())
    return types.SnapshotFacts(
        "S1", "vn", TERM, 1, "", datetime(2025, 1, 1, tzinfo=UTC), programme, {}, {CODE: indicator}, {}, {}, found, {},
        lambda question: [],
    )  # fmt: skip


def test_a_second_part_is_withheld_with_a_small_one_and_leads_nowhere() -> None:
    rows = rows_kept([row(CODE, exactly(120)), part(3, CRIME, 1), part(17, EVILS, 2), part(100, OTHER, 3)], THRESHOLDS)
    kinds = {**INDICATORS, CODE: replace(INDICATORS[CODE], threshold=5)}
    area = Area(1, Text("Tin", "Tips"), tuple(rows))
    [section] = compose(sample(areas=(area,), indicators=kinds, by_place=())).areas
    assert [(line.shown.words.vi, line.shown.words.en) for line in section.rows][1:] == [
        ("<5", "<5"),
        ("được che", "withheld"),
        ("100", "100"),
    ]
    assert section.rows[2].figure_ids == ()
    assert f"được che ({EVILS})" in section.sentences[0].plain("vi")
    assert f"withheld ({EVILS})" in section.sentences[0].plain("en")


def test_parts_of_a_small_whole_are_not_printed() -> None:
    assert [item.row.cell for item in rows_kept([row(CODE, exactly(3)), part(3, CRIME)], THRESHOLDS)] == [""]


def test_parts_without_a_whole_stand_as_they_are() -> None:
    rows = [row(CODE, None), part(3, CRIME), part(17, EVILS)]
    assert [item.is_withheld for item in rows_kept(rows, THRESHOLDS)] == [False] * 3


def test_the_annex_withholds_a_second_place_of_a_sum_and_every_sentence_that_tells() -> None:
    hanoi, hatinh, huong = PROVINCES["01"].key, PROVINCES["42"].key, COUNTRY.key
    told = facts((1, hanoi, "", 3), (2, hatinh, "", 17), (3, huong, "", 100))
    kept = figures_kept(told, [row(CODE, exactly(120), figure_ids=(1, 2, 3))])
    assert (kept.small, kept.withheld) == ({1}, {2})
    assert kept.sentences == {(9, "Trong đó 3 tin và 17 tin.")}


def test_the_annex_withholds_a_second_part_of_one_report() -> None:
    hanoi = PROVINCES["01"].key
    told = facts((1, hanoi, CRIME, 3), (2, hanoi, EVILS, 17), (3, hanoi, OTHER, 100), (4, hanoi, "", 120))
    kept = figures_kept(told, [row(CODE, exactly(120), figure_ids=(4,))])
    assert (kept.small, kept.withheld) == ({1}, {2})


def test_of_a_sum_too_small_to_hide_in_no_figure_is_printed() -> None:
    told = facts((1, PROVINCES["01"].key, "", 1), (2, PROVINCES["42"].key, "", 5))
    kept = figures_kept(told, [row(CODE, exactly(6), figure_ids=(1, 2))])
    assert (kept.small, kept.withheld) == (set(), {1, 2})


def test_a_withheld_part_takes_its_figures_along() -> None:
    told = facts((1, PROVINCES["01"].key, CRIME, 30), (2, PROVINCES["42"].key, CRIME, 40))
    kept = figures_kept(told, [replace(part(70, CRIME, 1, 2), is_withheld=True)])
    assert kept.withheld == {1, 2}
