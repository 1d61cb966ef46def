from datetime import date
from typing import Any

import pytest
from ledger_builders import Desk

from chungtay.reference.forms.queries import form_get


@pytest.fixture
def desk(cast: Any) -> Desk:
    """A desk with an empty ledger."""
    body = cast.bodies["CA-BADINH"]
    return Desk(
        cast.an, cast.binh, cast.giang, body, form_get("monthly-commune", date(2025, 11, 14)), cast.bodies["CA-NGOCHA"]
    )
