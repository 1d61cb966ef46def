"""What the public is told beside a figure."""

from decimal import Decimal

import pytest
from django.utils import translation

from chungtay.faces.portal.figures import _notes
from chungtay.results.publishing.models import PublicFigure


@pytest.mark.parametrize(("share", "told"), [("0.0030", "dưới 1%"), ("0.0260", "3%")])
def test_a_small_estimated_part_is_never_told_as_none(share: str, told: str) -> None:
    with translation.override("vi"):
        notes = list(_notes(PublicFigure(estimated_share=Decimal(share))))
    assert notes == [f"ước tính {told}, do chia theo ranh giới mới"]
