from datetime import date
from typing import Any

import pytest
from warehouse_builders import Office

from chungtay.reference.forms.queries import form_get
from chungtay.reference.forms.services import obligation_create


@pytest.fixture
def office(cast: Any) -> Office:
    """Two communes of Hà Nội owe the monthly form; the ledger is empty."""
    form = form_get("monthly-commune")
    for code in ("CA-BADINH", "CA-NGOCHA"):
        body = cast.bodies[code]
        obligation_create(form=form, body=body, place=body.place, valid_from=date(2025, 7, 1))
    return Office(cast, form)
