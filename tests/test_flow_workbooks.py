"""A workbook's way: downloaded, filled in, received into drafts, sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from chungtay import flow
from chungtay.gathering.intake.drafts.queries import draft_lines
from chungtay.kernel.errors import Refusal
from gathering.intake.workbook_builders import NOVEMBER, OCTOBER, SESSIONS, TIPS, workbook_of

if TYPE_CHECKING:
    from chungtay.gathering.intake.models import Draft
    from chungtay.gathering.intake.workbooks.services import Received
    from chungtay.reference.actors.models import User
    from conftest import Cast

pytestmark = pytest.mark.django_db


def received(by: User, content: bytes) -> Received:
    return flow.workbook_receive(by=by, body=by.body, content=content, filename="thang.xlsx")


def said(draft: Draft) -> dict[str, str]:
    return {line.item.key: line.content.text for line in draft_lines(draft) if line.is_answered}


def test_a_filled_workbook_fills_a_draft_for_each_period(cast: Cast) -> None:
    answer = received(cast.an, workbook_of(cast.an, {(SESSIONS, NOVEMBER): 1234, (TIPS, OCTOBER): 5}))
    assert [said(draft) for draft in answer.drafts] == [{TIPS: "5"}, {SESSIONS: "1.234"}]


def test_a_figure_of_a_workbook_names_its_cell(cast: Cast) -> None:
    [draft] = received(cast.an, workbook_of(cast.an)).drafts
    [line] = [line for line in draft_lines(draft) if line.is_answered]
    assert line.content.locator.startswith("BaoCao!F")


def test_a_neighbours_workbook_is_refused(cast: Cast) -> None:
    with pytest.raises(Refusal, match="BANGTINH-114"):
        received(cast.khoa, workbook_of(cast.an))
