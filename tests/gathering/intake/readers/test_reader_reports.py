"""Whole invented reports with the figures their author marked."""

import json
import time

import pytest
from reading_builders import Expected, figures, period_text, reading, report

from chungtay.gathering.intake.readers import Candidate, to_json

NAMES = [
    "tong_ket_tinh",
    "ngay_hoi_thi_xa",
    "phuong_sau_sap_xep",
    "bao_cao_nam",
    "toan_quoc",
    "hoi_phu_nu_huyen",
    "xa_ba_cap",
    "hoi_cuu_chien_binh",
    "ban_chi_dao_tinh",
    "quan_lien_ket",
]


def _pairs(name: str) -> tuple[list[tuple[Expected, Candidate | None]], list[Candidate]]:
    text, expected, _ = report(name)
    found = {c.start: c for c in figures(text)}
    pairs = [(item, found.pop(item.start, None)) for item in expected]
    return pairs, list(found.values())


@pytest.mark.parametrize("name", NAMES)
def test_every_marked_figure_is_found_with_its_value(name: str) -> None:
    pairs, _ = _pairs(name)
    assert [e.surface for e, c in pairs if c is None or c.value != e.value] == []


@pytest.mark.parametrize("name", NAMES)
def test_nothing_else_is_taken_for_a_figure(name: str) -> None:
    assert [c.surface for c in _pairs(name)[1]] == []


@pytest.mark.parametrize("name", NAMES)
def test_indicator_place_precision_and_period_are_as_marked(name: str) -> None:
    wrong = []
    for item, found in _pairs(name)[0]:
        assert found is not None
        read = (found.indicator, found.place, found.approx, period_text(found) if item.period else "")
        if read != (item.code, item.place, item.approx, item.period):
            wrong.append((item.surface, read))
    assert wrong == []


@pytest.mark.parametrize("name", NAMES)
def test_the_document_tells_its_own_date_and_place(name: str) -> None:
    text, _, head = report(name)
    read = reading(text)
    assert (read.document_date, read.default_place) == (head["date"], head["place"])


def test_the_json_form_has_the_commands_fields() -> None:
    text, _, _ = report("tong_ket_tinh")
    rows = json.loads(json.dumps(to_json(reading(text), "a.txt")))
    names = "document start end surface value value_to of approx unit indicator breakdown qualifier parent status place"
    assert set(rows[0]) == {*names.split(), "period", "confidence"}
    assert all(text[row["start"] : row["end"]] == row["surface"] for row in rows)


def test_a_long_text_takes_time_in_proportion() -> None:
    text = " ".join(report(name)[0] for name in NAMES).replace("\n", " ").replace(".", ",")
    start = time.process_time()
    reading(text * 10)
    assert time.process_time() - start < 12
