"""A draft as a whole: opened for a period, prefilled, thrown away and had back, sent, corrected."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from chungtay import flow
from chungtay.gathering.intake.drafts import queries, services
from chungtay.kernel.errors import NotAllowed, Refusal
from chungtay.kernel.periods import Period, Regime, calendar_month, decree_month, period_before
from chungtay.ledger.queries import figures_of_batch
from chungtay.ledger.types import DecisionKind
from chungtay.reference.places.queries import place_get
from gathering.intake.drafts.conftest import NOVEMBER, filled, opened

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]


def refused(act: Any) -> str:
    with pytest.raises(Refusal) as refusal:
        act()
    return refusal.value.code


def reasons_for(by: Any, draft: Any) -> dict[str, str]:
    return {finding.key: "đã đối chiếu sổ" for finding in flow.draft_findings(by=by, draft=draft)}


def sent(by: Any, draft: Any) -> Any:
    return flow.draft_submit(by=by, draft=draft, reasons=reasons_for(by, draft))


def returned(cast: Any, batch: Any) -> Any:
    flow.batch_decide(by=cast.binh, batch=batch, kind=DecisionKind.RETURNED, reason="thiếu tuần cuối")
    return batch


def line_of(draft: Any, indicator: str) -> Any:
    return next(line for line in queries.draft_lines(draft) if line.item.indicator == indicator)


def test_opening_a_report_again_gives_the_same_draft(cast: Any, draft: Any) -> None:
    assert opened(cast.an) == draft


def test_a_period_that_has_not_begun_is_refused(cast: Any) -> None:
    ahead = timezone.localdate() + timedelta(days=70)
    assert refused(lambda: opened(cast.an, decree_month(ahead.year, ahead.month))) == "NHAP-201"


@pytest.mark.parametrize("period", [calendar_month(2025, 11), Period(NOVEMBER.start, NOVEMBER.end, Regime.SPAN)])
def test_a_period_of_another_clock_is_refused(cast: Any, period: Period) -> None:
    assert refused(lambda: opened(cast.an, period)) == "NHAP-208"


def test_days_that_are_no_month_of_the_decree_are_refused(cast: Any) -> None:
    odd = Period(NOVEMBER.start, NOVEMBER.end - timedelta(days=3), Regime.DECREE_MONTH)
    assert refused(lambda: opened(cast.an, odd)) == "NHAP-208"


def test_someone_elses_territory_is_refused(cast: Any) -> None:
    body, place = cast.an.body, place_get("p42@2025")
    with pytest.raises(NotAllowed):
        flow.draft_open(by=cast.an, body=body, form_code="monthly-commune", place=place, period=NOVEMBER)


@pytest.mark.parametrize("who", ["khoa", "giang", "binh", "hoa"])
def test_a_draft_of_others_is_as_if_it_did_not_exist(cast: Any, draft: Any, who: str) -> None:
    with pytest.raises(NotAllowed) as refusal:
        queries.draft_get(by=getattr(cast, who), id=draft.pk)
    assert refusal.value.code == "NHAP-404"


def test_what_is_sent_is_what_was_typed(cast: Any, draft: Any) -> None:
    batch = sent(cast.an, filled(cast.an, draft))
    figures = [figure.claim for figure in figures_of_batch(batch)]
    assert [claim.quantity.value for claim in figures if claim.quantity] == [100 - n for n in range(len(figures))]


def test_a_sent_draft_takes_nothing_any_more(cast: Any, draft: Any, ids: list[int], write: Any) -> None:
    sent(cast.an, filled(cast.an, draft))
    assert refused(lambda: write(ids[0], "5")) == "NHAP-203"


def test_a_row_without_an_answer_stops_sending(cast: Any) -> None:
    draft = filled(cast.an, opened(cast.an, decree_month(2026, 11)))
    must = next(line.item.id for line in queries.draft_lines(draft) if line.item.must_answer)
    services.cell_write(by=cast.an, draft=draft, item_id=must, text="")
    assert refused(lambda: sent(cast.an, draft)) == "NHAP-210"


def test_a_cell_that_cannot_be_read_stops_sending(cast: Any, draft: Any, ids: list[int], write: Any) -> None:
    filled(cast.an, draft)
    write(ids[3], "1.23")
    assert refused(lambda: sent(cast.an, draft)) == "NHAP-102"


def test_a_report_that_waits_for_a_decision_is_not_opened(cast: Any, draft: Any) -> None:
    sent(cast.an, filled(cast.an, draft))
    assert refused(lambda: opened(cast.an)) == "NHAP-207"


def test_a_returned_report_is_opened_as_it_was_sent(cast: Any, draft: Any) -> None:
    batch = returned(cast, sent(cast.an, filled(cast.an, draft)))
    again = opened(cast.an)
    assert (again.corrects, {line.content.origin for line in queries.draft_lines(again)}) == (batch, {"before"})


def test_only_a_changed_figure_names_the_one_that_it_corrects(cast: Any, draft: Any, ids: list[int]) -> None:
    batch = returned(cast, sent(cast.an, filled(cast.an, draft)))
    again = opened(cast.an)
    services.cell_write(by=cast.an, draft=again, item_id=ids[0], text="150")
    old = figures_of_batch(batch)[0].id
    assert [f.claim.corrects for f in figures_of_batch(sent(cast.an, again)) if f.claim.corrects] == [old]


def test_correcting_what_stands_takes_a_word_why(cast: Any, draft: Any, ids: list[int]) -> None:
    batch = sent(cast.an, filled(cast.an, draft))
    flow.batch_decide(by=cast.binh, batch=batch, kind=DecisionKind.APPROVED)
    again = opened(cast.an)
    services.cell_write(by=cast.an, draft=again, item_id=ids[0], text="150")
    assert refused(lambda: sent(cast.an, again)) == "NHAP-211"
    services.cell_write(by=cast.an, draft=again, item_id=ids[0], text="150", note="đếm thiếu một tổ")
    assert figures_of_batch(sent(cast.an, again))[0].claim.note == "đếm thiếu một tổ"


def test_stocks_of_the_month_before_are_offered_and_flows_are_not(cast: Any, draft: Any) -> None:
    batch = sent(cast.an, filled(cast.an, draft))
    flow.batch_decide(by=cast.binh, batch=batch, kind=DecisionKind.APPROVED)
    after = opened(cast.an, decree_month(2025, 12))
    assert line_of(after, "cameras.installed").content.origin == "offered"
    assert line_of(after, "communication.sessions").version == 0


def test_an_offer_counts_only_once_it_is_taken(cast: Any, draft: Any) -> None:
    batch = sent(cast.an, filled(cast.an, draft))
    flow.batch_decide(by=cast.binh, batch=batch, kind=DecisionKind.APPROVED)
    after = opened(cast.an, decree_month(2025, 12))
    before = len(queries.claims_of_draft(after))
    taken = services.offers_take(by=cast.an, draft=after)
    assert (before, len(queries.claims_of_draft(after))) == (0, len(taken))


def test_last_month_and_a_year_ago_stand_beside_each_row(cast: Any, draft: Any) -> None:
    batch = sent(cast.an, filled(cast.an, draft))
    flow.batch_decide(by=cast.binh, batch=batch, kind=DecisionKind.APPROVED)
    key = queries.draft_lines(draft)[0].item.key
    month, year = (queries.earlier_of(opened(cast.an, p)) for p in (decree_month(2025, 12), decree_month(2026, 11)))
    assert (month[key].last.quantity.value, month[key].year) == (100, None)
    assert (year[key].year.quantity.value, year[key].last) == (100, None)


def test_a_discarded_draft_is_had_back_whole(cast: Any, draft: Any, ids: list[int], write: Any) -> None:
    write(ids[0], "5")
    services.draft_discard(by=cast.an, draft=draft)
    assert list(queries.drafts_visible(cast.an)) == []
    services.draft_restore(by=cast.an, draft=draft)
    assert queries.draft_lines(draft)[0].content.text == "5"


def test_a_report_begun_anew_lets_the_discarded_draft_go(cast: Any, draft: Any) -> None:
    services.draft_discard(by=cast.an, draft=draft)
    fresh = opened(cast.an)
    assert fresh.pk != draft.pk
    assert refused(lambda: services.draft_restore(by=cast.an, draft=draft)) == "NHAP-203"


@pytest.mark.parametrize("period", [decree_month(2026, 1), calendar_month(2026, 1)])
def test_the_period_before_january_is_december(period: Period) -> None:
    assert period_before(period).end.month == 12  # type: ignore[union-attr]
