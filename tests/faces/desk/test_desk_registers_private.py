"""What no table, finding or file of the registers may keep, looked for in every column that the database has."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils.timezone import localdate
from test_desk_bringing import GOOD, book, confirmed, kinds_at_hand, sent

__all__ = ["kinds_at_hand"]
pytestmark = pytest.mark.django_db
SECRET, KEY = "Nguyễn Văn Mật", "nguyen van mat"
NUMBER = "0912345678"


def tables() -> dict[str, str]:
    """All that stands in every table as one text. The search's tables hold words of the columns of others alone."""
    found = {}
    with connection.cursor() as cursor:
        for name in connection.introspection.table_names(cursor):
            if "_words" in name:
                continue
            cursor.execute(f'SELECT * FROM "{name}"')
            found[name] = repr(cursor.fetchall())
    return found


def test_a_cell_with_a_name_or_number_stays_in_no_table_finding_or_file(cast: Any, enter: Any) -> None:
    client = enter(cast.an)
    rows = [[2, f"Camera nhà ông {SECRET}", "Camera an ninh", "06/09/2025", ""], [3, f"Camera {NUMBER}", *GOOD[2:]]]
    page = confirmed(client, sent(client, book(GOOD, *rows)))
    assert len(page.context["lines"]) == 2
    address = page.redirect_chain[-1][0]
    answer = client.get(f"{address}sai/")
    files = b"".join(answer.streaming_content) if answer.streaming else answer.content
    client.post(address, {"do": "keep-good"})
    shown = page.content.decode() + files.decode("utf-8", "ignore")
    held = {name for name, text in tables().items() if any(word in text for word in (SECRET, KEY, NUMBER))}
    assert held == set()
    assert SECRET not in shown
    assert NUMBER not in shown


def test_counting_on_a_sheet_leaves_running_numbers_alone_and_confirming_it_their_total(cast: Any, enter: Any) -> None:
    an, address = enter(cast.an), "/so-theo-doi/so-dem/"
    month = f"{localdate() - timedelta(days=62):%Y-%m}"
    an.post(address, {"do": "open", "topic": "tips", "axis": "1", "ky": month})
    before = tables()
    [sheet] = [line for line in (an.get(f"{address}?ky={month}").context["own"]) if line["sheet"]]
    for press in ("more", "more", "less", "more"):
        an.post(f"{address}{sheet['sheet'].pk}/", {press: "tips.received:crime"})
    pressed = tables()
    assert {name for name, text in pressed.items() if text != before[name]} <= {
        "tallies_tallyline",
        "actors_opensession",
    }
    assert pressed["tallies_tallyline"].count("tips.received") == before["tallies_tallyline"].count("tips.received")
    an.post(f"{address}{sheet['sheet'].pk}/", {"do": "confirm", "v:tips.received:crime": "6"})
    kept = {name for name, text in tables().items() if text != pressed[name]}
    assert kept <= {"tallies_tallyline", "tallies_tallysheet", "actors_opensession"}
