"""Cells of a draft: what is kept of what was typed, whose word stands, and what is taken back."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chungtay.gathering.intake.drafts import queries, services
from chungtay.gathering.intake.drafts.services import CellText
from chungtay.kernel.errors import NotAllowed, Refusal
from gathering.intake.drafts.conftest import opened

TYPED = ["0", "7", "1.234", "kbc", "", "12a", "1,5"]
pytestmark = [pytest.mark.django_db, pytest.mark.postgres]


def contents(draft: Any) -> list[tuple[str, str, str]]:
    return [line.content.said for line in queries.draft_lines(draft)]


def test_a_number_is_kept_as_it_was_typed(draft: Any, ids: list[int], write: Any) -> None:
    write(ids[0], " 1.234 ")
    assert contents(draft)[0] == ("1.234", "", "")


def test_a_short_word_becomes_a_kind_of_nothing(draft: Any, ids: list[int], write: Any) -> None:
    write(ids[0], "kct")
    assert contents(draft)[0] == ("", "refused", "")


def test_a_chosen_zero_is_written_as_one(draft: Any, ids: list[int], write: Any) -> None:
    write(ids[0], "", absence="zero")
    assert contents(draft)[0] == ("0", "", "")


def test_a_slip_of_the_fingers_is_kept_and_told(draft: Any, ids: list[int], write: Any) -> None:
    answer = write(ids[0], "12a")
    assert (answer.problem.code, answer.is_kept, contents(draft)[0][0]) == ("NHAP-101", True, "12a")


@pytest.mark.parametrize("text", ["Nguyễn Văn Thử", "0912 345 678", "x" * 200])
def test_what_may_be_a_person_is_not_kept(draft: Any, ids: list[int], write: Any, text: str) -> None:
    answer = write(ids[0], text)
    assert (answer.is_kept, contents(draft)[0]) == (False, ("", "", ""))


def test_a_note_that_names_somebody_is_not_kept(draft: Any, ids: list[int], write: Any) -> None:
    answer = write(ids[0], "5", note="theo ông Nguyễn Văn Thử")
    assert (answer.problem.code, contents(draft)[0]) == ("NHAP-204", ("", "", ""))


def test_a_note_stays_when_only_the_number_changes(draft: Any, ids: list[int], write: Any) -> None:
    write(ids[0], "5", note="đếm lại cuối tháng")
    write(ids[0], "6")
    assert contents(draft)[0] == ("6", "", "đếm lại cuối tháng")


def test_who_did_not_see_the_others_number_does_not_write_over_it(
    draft: Any, ids: list[int], write: Any, colleague: Any
) -> None:
    write(ids[0], "15", seen=0, by=colleague)
    answer = write(ids[0], "12", seen=0)
    assert (answer.conflict, answer.theirs.text, contents(draft)[0][0]) == (True, "15", "15")


def test_who_saw_it_may_write_over_it(draft: Any, ids: list[int], write: Any, colleague: Any) -> None:
    seen = write(ids[0], "15", seen=0, by=colleague).cell.version
    assert not write(ids[0], "12", seen=seen).conflict
    assert contents(draft)[0][0] == "12"


def test_two_who_write_the_same_agree(ids: list[int], write: Any, colleague: Any) -> None:
    write(ids[0], "15", seen=0, by=colleague)
    assert not write(ids[0], "15", seen=0).conflict


def test_two_who_write_different_rows_keep_both(draft: Any, ids: list[int], write: Any, colleague: Any) -> None:
    for number, item_id in enumerate(ids):
        write(item_id, str(number), seen=0, by=colleague if number % 2 else None)
    assert [text for text, _, _ in contents(draft)] == [str(n) for n in range(len(ids))]


def test_undoing_gives_back_what_stood_before(draft: Any, ids: list[int], write: Any, cast: Any) -> None:
    for text in ("5", "6", "kbc"):
        write(ids[0], text)
    stood = []
    for _ in range(4):
        services.cell_undo(by=cast.an, draft=draft)
        stood.append(contents(draft)[0][0])
    assert stood == ["6", "5", "", ""]


def test_undoing_goes_back_through_the_rows_in_time(draft: Any, ids: list[int], write: Any, cast: Any) -> None:
    write(ids[0], "5")
    write(ids[1], "6")
    assert [cell.item_id for cell in services.cell_undo(by=cast.an, draft=draft)] == [ids[1]]
    assert [cell.item_id for cell in services.cell_undo(by=cast.an, draft=draft)] == [ids[0]]


def test_a_pasted_block_is_undone_as_one(draft: Any, ids: list[int], cast: Any) -> None:
    services.cells_write(by=cast.an, draft=draft, cells=[CellText(item_id, "7") for item_id in ids[:5]])
    assert len(services.cell_undo(by=cast.an, draft=draft)) == 5
    assert set(contents(draft)) == {("", "", "")}


def test_two_deeds_sent_together_are_undone_one_by_one(draft: Any, ids: list[int], cast: Any) -> None:
    cells = [CellText(ids[0], "12", deed="1"), CellText(ids[1], "7", deed="2"), CellText(ids[2], "8", deed="2")]
    services.cells_write(by=cast.an, draft=draft, cells=cells)
    assert {cell.item_id for cell in services.cell_undo(by=cast.an, draft=draft)} == {ids[1], ids[2]}
    assert [line.content.text for line in queries.draft_lines(draft)][:3] == ["12", "", ""]


def test_nobody_undoes_what_a_colleague_wrote(
    draft: Any, ids: list[int], write: Any, cast: Any, colleague: Any
) -> None:
    write(ids[0], "5")
    write(ids[0], "6", by=colleague)
    assert services.cell_undo(by=cast.an, draft=draft) == []
    services.cell_undo(by=colleague, draft=draft)
    assert contents(draft)[0][0] == "5"


def test_a_row_of_another_form_is_refused(write: Any) -> None:
    with pytest.raises(Refusal) as refused:
        write(10**6, "5")
    assert refused.value.code == "NHAP-206"


@pytest.mark.parametrize("who", ["khoa", "giang", "binh", "hoa", "dung"])
def test_nobody_else_writes_into_a_draft(ids: list[int], write: Any, cast: Any, who: str) -> None:
    with pytest.raises(NotAllowed) as refused:
        write(ids[0], "5", by=getattr(cast, who))
    assert refused.value.code == "NHAP-202"


def test_a_reporter_of_the_province_enters_for_its_commune(draft: Any, ids: list[int], write: Any, cast: Any) -> None:
    write(ids[0], "5", by=cast.chi)
    assert contents(draft)[0][0] == "5"


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.tuples(st.integers(0, 3), st.sampled_from(["0", "7", "1.234", "kbc", "", "12a", "1,5"])), max_size=12)
)
def test_undoing_everything_leads_back_to_the_beginning(cast: Any, typed: list[tuple[int, str]]) -> None:
    draft = opened(cast.an)
    before = contents(draft)
    ids = [line.item.id for line in queries.draft_lines(draft)]
    for row, text in typed:
        services.cell_write(by=cast.an, draft=draft, item_id=ids[row], text=text)
    while services.cell_undo(by=cast.an, draft=draft):
        pass
    assert contents(draft) == before
    services.draft_discard(by=cast.an, draft=draft)
