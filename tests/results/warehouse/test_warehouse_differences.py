"""Questions as known at a day, and the difference of two instants in the ledger, with who, when and why."""

from datetime import datetime, time, timedelta
from typing import Any

import pytest
from django.utils import timezone
from warehouse_builders import HANOI, NOVEMBER, SESSIONS, Office

from chungtay.kernel.errors import NotAllowed, Refusal
from chungtay.ledger.queries import transaction_now
from chungtay.ledger.types import DecisionKind
from chungtay.results.warehouse.differences import Difference, explain
from chungtay.results.warehouse.instants import instant_known
from chungtay.results.warehouse.moves import MoveKind
from chungtay.results.warehouse.questions import By, Question
from chungtay.results.warehouse.services import generation_build

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]
TIPS = "tips.received"


def difference(then: int, user: Any = None, indicator: str = SESSIONS, **extra: Any) -> Difference:
    question = Question((indicator,), extra.pop("place", HANOI), NOVEMBER, **extra)
    [found] = explain(question, then, transaction_now(), user)
    return found


@pytest.mark.parametrize("built", [False, True])
def test_a_difference_names_body_version_decision_and_reason(office: Office, built: bool) -> None:
    first = office.reports("CA-BADINH", 15)
    office.reports("CA-NGOCHA", 20)
    then = transaction_now()
    office.reports("CA-BADINH", 18)
    office.decides(office.reports("CA-NGOCHA", 25), DecisionKind.WITHDRAWN)
    if built:
        generation_build()
    found = difference(then)
    [step] = found.steps
    assert (found.before.total.value, found.after.total.value, found.change) == (35, 38, 3)
    assert (step.move.kind, step.old.batch_id, step.figure.version) == (MoveKind.CORRECTED, first.pk, 2)
    assert (step.deed.kind, step.deed.batch_id) == ("approved", step.figure.batch_id)


def test_what_was_withdrawn_says_why(office: Office) -> None:
    batch = office.reports("CA-BADINH", 15)
    then = transaction_now()
    office.decides(batch, DecisionKind.WITHDRAWN)
    [step] = difference(then).steps
    assert (step.move.kind, step.move.change, step.deed.reason) == (MoveKind.ENDED, -15, "số liệu sai")


def test_every_row_of_a_wide_question_has_its_own_difference(office: Office) -> None:
    then = transaction_now()
    office.reports("CA-BADINH", 15)
    office.reports("CA-NGOCHA", 20)
    found = explain(Question((SESSIONS,), HANOI, NOVEMBER, by=By.COMMUNE), then, transaction_now())
    assert sorted(item.change for item in found) == [15, 20]


def test_another_territorys_difference_does_not_exist(office: Office) -> None:
    with pytest.raises(NotAllowed, match="KHO-404"):
        difference(0, office.cast.giang)


def test_a_difference_that_would_tell_a_small_count_is_kept_from_outsiders(office: Office) -> None:
    office.reports("CA-BADINH", 40, indicator=TIPS)
    then = transaction_now()
    office.reports("CA-BADINH", 42, indicator=TIPS)
    kept, told = difference(then, office.cast.dung, TIPS), difference(then, office.cast.binh, TIPS)
    assert (kept.is_kept, kept.steps, kept.before, kept.after) == (True, (), None, None)
    assert (told.is_kept, told.change) == (False, 2)


def test_a_small_figure_among_large_ones_keeps_the_whole_difference(office: Office) -> None:
    then = transaction_now()
    office.reports("CA-BADINH", 40, indicator=TIPS)
    assert not difference(then, office.cast.dung, TIPS).is_kept
    office.reports("CA-NGOCHA", 3, indicator=TIPS)
    assert difference(then, office.cast.dung, TIPS).is_kept


def test_a_part_of_what_may_be_small_is_told_to_no_outsider(office: Office) -> None:
    then, cell = transaction_now(), "tip_category=crime"
    office.reports("CA-BADINH", 40, indicator=TIPS, cell=cell)
    assert difference(then, office.cast.dung, TIPS, cells=cell).is_kept


@pytest.mark.parametrize("code", ["mediation.success_rate", "models.communes_covered"])
def test_what_does_not_add_has_no_difference_by_figures(office: Office, code: str) -> None:
    with pytest.raises(Refusal, match="KHO-023"):
        difference(0, indicator=code)


def test_a_later_instant_before_an_earlier_one_is_refused(office: Office) -> None:
    with pytest.raises(Refusal, match="KHO-024"):
        difference(transaction_now() + 1)


# --- instants -------------------------------------------------------------------------------------


@pytest.fixture
def dated(office: Office, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Two reports, recorded at nine o'clock five and three days ago; the last transactions of each."""
    ends = []
    morning = timezone.make_aware(datetime.combine(timezone.localdate(), time(9)))
    for days, code in ((5, "CA-BADINH"), (3, "CA-NGOCHA")):
        with monkeypatch.context() as patched:
            patched.setattr("django.utils.timezone.now", lambda days=days: morning - timedelta(days=days))
            office.reports(code, 10)
        ends.append(transaction_now())
    return ends


def day(ago: int, form: str) -> str:
    return f"{timezone.localdate() - timedelta(days=ago):{form}}"


@pytest.mark.parametrize("form", ["%Y-%m-%d", "%d/%m/%Y", "ngày %d/%m/%Y", "%d/%m/%Y lúc 9 giờ", "%Y-%m-%dT09:00"])
def test_a_day_or_an_instant_in_either_writing_is_its_last_transaction(dated: list[int], form: str) -> None:
    assert instant_known(day(5, form)).transaction == dated[0]
    assert instant_known(day(3, form)).transaction == dated[1]


def test_between_two_transactions_the_earlier_one_is_known(dated: list[int]) -> None:
    assert instant_known(day(3, "%Y-%m-%dT08:59")).transaction == dated[0]
    assert instant_known(day(4, "%d/%m/%Y")).transaction == dated[0]


def test_a_number_is_a_transaction_of_its_own(dated: list[int]) -> None:
    assert instant_known(f"#{dated[0]}").transaction == dated[0]
    assert instant_known(str(dated[1])).transaction == dated[1]


def test_before_the_first_transaction_the_first_day_is_named(dated: list[int]) -> None:
    with pytest.raises(Refusal, match="KHO-022") as refused:
        instant_known(day(6, "%Y-%m-%d"))
    assert day(5, "%d/%m/%Y") in refused.value.problems[0].in_words("vi")


@pytest.mark.parametrize("text", ["2999-01-01", "01/01/2999", "#999999", "2999-01-01T10:00:00Z"])
def test_what_has_not_come_is_refused(dated: list[int], text: str) -> None:
    with pytest.raises(Refusal, match="KHO-021"):
        instant_known(text)


@pytest.mark.parametrize("text", ["", "hôm qua", "2026-13-01", "31/02/2026", "sáng 01/11/2026", "11/2026"])
def test_what_is_no_instant_is_refused_with_how_to_write_one(db: None, text: str) -> None:
    with pytest.raises(Refusal, match="KHO-020"):
        instant_known(text)
