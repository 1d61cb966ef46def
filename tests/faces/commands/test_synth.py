"""An invented nation in a ledger, and the past that one in a warehouse is given."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from chungtay.faces.commands.synth_ledger import accounts, ledger_fill
from chungtay.kernel.errors import Refusal
from chungtay.ledger import queries as ledger
from chungtay.ledger.invented import transactions_invent
from chungtay.reference.places.queries import places_by_id
from chungtay.results.warehouse.synth.nation import Nation

pytestmark = pytest.mark.django_db


def test_a_small_nation_reports_on_both_sides_of_the_reform_and_bears_its_mark() -> None:
    by, approver = accounts()
    count = ledger_fill(Nation(500), by=by, approver=approver, progress=lambda done, of: None)
    known = list(ledger.rows_known())
    places = places_by_id({row.place_id for row in known})
    assert {place.vintage for place in places.values()} == {"2013", "2025"}
    assert 0 < len(known) < count
    assert ledger.batches_get({row.batch.id for row in known}).popitem()[1].is_illustration


def test_an_invented_past_is_given_to_an_empty_ledger_alone() -> None:
    by, _ = accounts()
    days = [datetime(2016, 1, day, 12, tzinfo=UTC) for day in (15, 16)]
    transactions_invent(by=by, moments=days)
    assert ledger.transaction_at(days[1]) == 2
    with pytest.raises(Refusal, match="SOCAI-020"):
        transactions_invent(by=by, moments=days)
