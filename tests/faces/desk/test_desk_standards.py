"""The page of standards: what an officer states there by hand."""

from __future__ import annotations

from typing import Any

import pytest

from chungtay.gathering.registers.standards.models import Scope

pytestmark = pytest.mark.django_db
RESIDENTIAL_AREA = 1


def test_what_an_officer_states_by_hand_counts_on_a_demonstration_too(cast: Any, enter: Any) -> None:
    form = {"do": "scope", f"scope-{RESIDENTIAL_AREA}": "4"}
    assert enter(cast.an).post("/so-theo-doi/tieu-chuan/?bo=1&nam=2025", form).status_code == 302
    scope = Scope.objects.get()
    assert (scope.inside, scope.is_illustration) == (4, False)
