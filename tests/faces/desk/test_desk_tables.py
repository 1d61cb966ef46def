"""Tables as files."""

from typing import Any

from chungtay.faces.desk.tables import Cell, Table, csv_answer
from chungtay.results.reviews.labels import DEMO_MARK


def test_a_table_of_a_demonstration_says_so_in_its_name_and_head_and_no_other_does(settings: Any) -> None:
    table, told = Table(("cum_tu",), [[Cell("buổi họp tổ")]]), []
    for settings.DEMO in (True, False):
        answer = csv_answer(table, "cach-viet")
        told.append((DEMO_MARK.vi in answer.content.decode(), "minh-hoa-" in answer["Content-Disposition"]))
    assert told == [(True, True), (False, False)]
