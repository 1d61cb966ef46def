"""Q8: who owed a report and from whom one came, by district and month over ten years.

The invented nation owes nothing by itself. Within `owing`, every commune owes the monthly form as long as it exists;
the rows are taken back afterwards, so that no other question counts by them.
"""

from __future__ import annotations

from collections import defaultdict
from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING

import pyarrow.compute as pc

from benchmarks.warehouse.asked import FORM, SPAN

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pyarrow as pa

    from chungtay.reference.places.models import Place


@contextmanager
def owing() -> Iterator[None]:
    """Every commune owes; undone at the end."""
    from django.db import transaction

    from chungtay.reference.forms.queries import form_get
    from chungtay.reference.forms.services import obligations_for_places
    from chungtay.reference.places.queries import place_get, places_in

    lives: dict[tuple[date, date | None], dict[Place, None]] = defaultdict(dict)
    for place in places_in(place_get("vn")):
        if place.level == "commune":
            lives[place.valid_from or date(1900, 1, 1), place.valid_to][place] = None
    with transaction.atomic():
        form = form_get(FORM)
        for (since, until), places in lives.items():
            obligations_for_places(form=form, places=places, valid_from=since, valid_to=until)
        yield
        transaction.set_rollback(True)


def ask() -> pa.Table:
    """By district and month."""
    from chungtay.results.warehouse.arrivals import arrivals

    return arrivals(FORM, "vn", SPAN, by="district")


def told(table: pa.Table) -> tuple[int, float]:
    """(rows, reports received)."""
    return table.num_rows, float(pc.sum(table["received"]).as_py())


NORMALIZED = """
    SELECT p.district, m.month, count(*) AS expected, count(r.place) AS received
    FROM place p JOIN owed o USING (place) JOIN month m ON m.month BETWEEN o.first_month AND o.last_month
        LEFT JOIN report r ON r.place = p.place AND r.month = m.month
    WHERE p.district <> p.place GROUP BY 1, 2"""
