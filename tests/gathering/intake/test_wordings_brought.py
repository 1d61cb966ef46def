"""A table of wordings: tried without writing, brought in whole, taken back whole."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from chungtay.gathering.intake.models import WordingImport, WordingRule
from chungtay.gathering.intake.wording import rules_of, wording_learn, wording_retire
from chungtay.gathering.intake.wordings_brought import Fate, bringing_undo, wordings_bring, wordings_tried
from chungtay.kernel.errors import NotAllowed, Refusal

if TYPE_CHECKING:
    from conftest import Cast

MEETINGS, SESSIONS = "communication.residents_meetings", "communication.sessions"
TABLE = f"""\ufeffcum_tu,chi_tieu,bo
buổi tuyên truyền,{MEETINGS},
buổi họp tổ,{MEETINGS},
Buổi họp tổ,{MEETINGS},
buổi họp tổ,{SESSIONS},
buổi cũ,{SESSIONS},2031-02-01
lượt lạ,no.such,
"""


def in_force(cast: Cast) -> dict[str, str]:
    return {rule.phrase: rule.indicator.code for rule in rules_of(cast.an.body) if rule.retired_at is None}


def test_trying_tells_each_line_and_writes_nothing(one: Any, cast: Cast) -> None:
    wording_learn(by=cast.an, candidate_id=one().pk, phrase="buổi tuyên truyền", indicator=SESSIONS)
    lines = wordings_tried(by=cast.an, table=TABLE)
    fates = [Fate.REPLACES, Fate.NEW, Fate.REFUSED, Fate.REPLACES, Fate.GONE, Fate.REFUSED]
    assert [line.fate for line in lines] == fates
    assert (lines[0].instead_of, lines[2].phrase) == (SESSIONS, "")
    assert WordingRule.objects.count() == 1


def test_what_was_brought_in_is_taken_back_whole(one: Any, cast: Cast) -> None:
    wording_learn(by=cast.an, candidate_id=one().pk, phrase="buổi tuyên truyền", indicator=SESSIONS)
    brought = wordings_bring(by=cast.an, table=TABLE)
    assert in_force(cast) == {"buổi tuyên truyền": MEETINGS, "buổi họp tổ": SESSIONS}
    assert bringing_undo(by=cast.an, id=brought.pk) == (2, 1)
    assert in_force(cast) == {"buổi tuyên truyền": SESSIONS}
    assert bringing_undo(by=cast.an, id=brought.pk) == (0, 0)


def test_what_was_taken_back_since_stays_so(cast: Cast) -> None:
    brought = wordings_bring(by=cast.an, table=f"cum_tu;chi_tieu\nbuổi họp tổ;{MEETINGS}\n")
    wording_retire(by=cast.an, rule_id=rules_of(cast.an.body)[0].pk)
    assert bringing_undo(by=cast.an, id=brought.pk) == (0, 0)


@pytest.mark.parametrize("table", ["", "a,b\n1,2\n", "cum_tu,chi_tieu\n", f"cum_tu,chi_tieu\nTổ,{MEETINGS}\n"])
def test_a_table_without_anything_new_is_refused(cast: Cast, table: str) -> None:
    with pytest.raises(Refusal) as refused:
        wordings_bring(by=cast.an, table=table)
    assert (refused.value.code, WordingImport.objects.count()) == ("DOC-224", 0)


def test_another_bodys_table_is_not_there(cast: Cast) -> None:
    brought = wordings_bring(by=cast.an, table=f"cum_tu,chi_tieu\nbuổi họp tổ,{MEETINGS}\n")
    with pytest.raises(NotAllowed):
        bringing_undo(by=cast.hoa, id=brought.pk)
