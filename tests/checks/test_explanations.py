"""What the reporter says to a finding; what was checked; and that a form goes up mended and explained."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from chungtay import flow
from chungtay.checks import queries
from chungtay.checks.rules.reasons import NOT_ENOUGH_HISTORY
from chungtay.checks.services import finding_explain, findings_raise
from chungtay.gathering.approval import policies
from chungtay.kernel.errors import NotAllowed, Refusal
from chungtay.kernel.periods import day, decree_month, decree_quarter, programme_term
from chungtay.kernel.quantities import Quantity
from chungtay.ledger.queries import batch_status, batches_visible, figures_beside
from chungtay.ledger.services import batch_append, decision_append
from chungtay.ledger.types import Claim, DecisionKind
from chungtay.reference.forms.queries import form_get, form_items
from chungtay.reference.indicators.queries import definition
from gathering.senders import APPROVED, NOVEMBER, claim, impossible, sent

if TYPE_CHECKING:
    from chungtay.ledger.models import Batch
    from chungtay.reference.actors.models import User
    from conftest import Cast

TERM = programme_term(2013, 2018)


def one_finding(by: User) -> Any:
    (finding,) = queries.findings_of(sent(by, *impossible(by)).pk)
    return finding


def test_the_reporter_explains_and_the_finding_still_blocks(cast: Cast) -> None:
    finding = one_finding(cast.an)
    said = finding_explain(by=cast.an, finding_id=finding.pk, reason="  Sổ gốc   ghi như vậy ")
    assert said.reason == "Sổ gốc ghi như vậy"
    assert queries.explanations_of(finding.batch_id) == {finding.pk: said}
    assert queries.blocking(finding.batch_id) == [finding]


@pytest.mark.parametrize(("who", "code"), [("binh", "KT-906"), ("khoa", "KT-404"), ("hoa", "KT-906")])
def test_nobody_explains_for_another_body(cast: Cast, who: str, code: str) -> None:
    finding = one_finding(cast.an)
    with pytest.raises(NotAllowed) as refused:
        finding_explain(by=getattr(cast, who), finding_id=finding.pk, reason="lý do")
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("reason", "code"), [("  ", "KT-902"), ("x" * 501, "KT-902"), ("Ông Nguyễn Văn Thử báo", "KT-905")]
)
def test_a_reason_is_given_and_names_nobody(cast: Cast, reason: str, code: str) -> None:
    with pytest.raises(Refusal) as refused:
        finding_explain(by=cast.an, finding_id=one_finding(cast.an).pk, reason=reason)
    assert refused.value.code == code


def test_what_was_said_stands_and_after_a_decision_nothing_is_added(cast: Cast) -> None:
    finding = one_finding(cast.an)
    finding_explain(by=cast.an, finding_id=finding.pk, reason="lý do")
    with pytest.raises(Refusal, match="KT-908"):
        finding_explain(by=cast.an, finding_id=finding.pk, reason="lý do khác")
    other = one_finding(cast.khoa)
    decision_append(by=cast.binh, batch=other.batch, kind=DecisionKind.RETURNED, reason="xem lại")
    with pytest.raises(Refusal, match="KT-907"):
        finding_explain(by=cast.khoa, finding_id=other.pk, reason="lý do")


def test_what_was_checked_is_kept_with_what_could_not_be_told(cast: Cast) -> None:
    counts = {count.rule.code: count for count in queries.rule_counts(sent(cast.an).pk)}
    assert counts["KT-026"].open == {NOT_ENOUGH_HISTORY: 1}
    assert (counts["KT-005"].passed, counts["KT-005"].failed) == (1, 0)
    assert "KT-001" not in counts


def test_a_sound_batch_is_checked_once_though_nothing_was_found(cast: Cast) -> None:
    batch = sent(cast.an)
    before = queries.rule_counts(batch.pk)
    findings_raise(batch_id=batch.pk, form_rules=(), asked=form_items(batch.form))
    assert queries.rule_counts(batch.pk) == before


def filled(by: User, period: Any = NOVEMBER, **values: int) -> list[Claim]:
    """Every row of the form: ten of each, or as told by the indicator's code with _ for the dot."""
    claims = []
    for item in form_items(form_get("monthly-commune", period.end)):
        value = values.get(item.indicator.replace(".", "_"), 10)
        when = day(period.end) if definition(item.indicator).nature in ("stock", "distinct") else period
        claims.append(Claim(item.indicator, by.body.place_id, when, Quantity.read(value), cell=item.cell))
    return claims


def send(by: User, claims: list[Claim], period: Any = NOVEMBER, reasons: dict[str, str] | None = None) -> Batch:
    return flow.figures_submit(
        by=by,
        body=by.body,
        form_code="monthly-commune",
        place=by.body.place,
        period=period,
        claims=claims,
        reasons={} if reasons is None else reasons,
    )


def test_a_clean_form_goes_up(cast: Cast) -> None:
    assert batch_status(send(cast.an, filled(cast.an)).pk) is DecisionKind.SUBMITTED


def test_a_form_with_rows_unanswered_is_not_sent(cast: Cast) -> None:
    later = decree_month(2026, 11)
    with pytest.raises(Refusal) as refused:
        send(cast.an, [c for c in filled(cast.an, later) if c.indicator != "pledges.signed"], later)
    assert {p.code for p in refused.value.problems} == {"DUYET-306"}
    assert "KT-025" in refused.value.problems[0].message_vi
    assert batches_visible(cast.an).count() == 0


def asked_about(cast: Cast) -> list[Any]:
    """More useful tips than tips: a block that an approver may set aside, so that the reporter says why."""
    with pytest.raises(Refusal) as refused:
        send(cast.an, filled(cast.an, tips_useful=11))
    return refused.value.problems


def test_a_form_is_sent_when_every_question_has_its_reason(cast: Cast) -> None:
    assert {p.code for p in asked_about(cast)} == {"DUYET-305"}
    claims = filled(cast.an, tips_useful=11)
    drafts = queries.preview(claims, form_rules=())
    batch = send(cast.an, claims, reasons={d.key: "Tin tháng trước xác minh xong tháng này" for d in drafts})
    assert batch_status(batch.pk) is DecisionKind.SUBMITTED
    assert queries.unexplained(batch.pk) == []
    assert set(queries.reasons_given(batch.pk).values()) == {"Tin tháng trước xác minh xong tháng này"}


def test_what_is_explained_still_has_to_be_set_aside_by_an_approver(cast: Cast) -> None:
    claims = filled(cast.an, tips_useful=11)
    batch = send(cast.an, claims, reasons={d.key: "Xác minh dồn từ tháng trước" for d in queries.preview(claims)})
    with pytest.raises(Refusal, match="DUYET-303"):
        policies.check_decide(cast.binh, batch, APPROVED)


def test_a_reason_that_names_a_person_sends_nothing(cast: Cast) -> None:
    claims = filled(cast.an, tips_useful=11)
    with pytest.raises(Refusal, match="KT-905"):
        send(cast.an, claims, reasons={d.key: "Ông Nguyễn Văn Thử báo" for d in queries.preview(claims)})
    assert batches_visible(cast.an).count() == 0


def test_figures_that_nobody_fills_in_go_up_with_their_questions(cast: Cast) -> None:
    batch = flow.figures_submit(
        by=cast.an,
        body=cast.an.body,
        form_code="monthly-commune",
        place=cast.an.body.place,
        period=NOVEMBER,
        claims=impossible(cast.an),
    )
    assert [f.rule for f in queries.unexplained(batch.pk)] == ["KT-002"]


def test_the_bodys_own_months_are_the_history_of_the_next(cast: Cast) -> None:
    for number in range(1, 11):
        period = decree_month(2025, number + 1)
        old = Claim("communication.sessions", cast.an.body.place_id, period, Quantity.read(100 + number % 3))
        decision_append(by=cast.binh, batch=_unchecked(cast.an, old, period), kind=APPROVED)
    period = decree_month(2025, 12)
    late = flow.figures_submit(
        by=cast.an,
        body=cast.an.body,
        form_code="monthly-commune",
        place=cast.an.body.place,
        period=period,
        claims=[Claim("communication.sessions", cast.an.body.place_id, period, Quantity.read(180))],
    )
    assert [f.rule for f in queries.findings_of(late.pk)] == ["KT-026"]


def _unchecked(by: User, old: Claim, period: Any) -> Batch:
    form = form_get("monthly-commune")
    return batch_append(by=by, body=by.body, form=form, place=by.body.place, period=period, claims=[old])


def test_another_bodys_figures_of_the_days_are_found_and_ones_own_are_left_out(cast: Cast) -> None:
    batch = sent(cast.an, claim(cast.an, "communication.sessions", 12))
    decision_append(by=cast.binh, batch=batch, kind=APPROVED)
    place = cast.an.body.place
    assert len(figures_beside(place=place, period=NOVEMBER, exclude_body=cast.khoa.body)) == 1
    assert figures_beside(place=place, period=NOVEMBER, exclude_body=cast.an.body) == []
    assert figures_beside(place=place, period=NOVEMBER, indicators=["pledges.signed"]) == []
    assert figures_beside(place=place, period=decree_month(2025, 12)) == []


def test_figures_that_wait_for_approval_are_not_beside_anything(cast: Cast) -> None:
    sent(cast.an)
    assert figures_beside(place=cast.an.body.place, period=NOVEMBER) == []


def test_what_the_front_states_of_the_same_days_is_told_beside_the_polices_number(cast: Cast) -> None:
    chi, front = cast.chi, cast.bodies["MT-HN"]
    theirs = Claim("pledges.signed", chi.body.place_id, TERM, Quantity.read(45_000))
    old = batch_append(
        by=cast.hoa, body=front, form=form_get("programme-review"), place=front.place, period=TERM, claims=[theirs]
    )
    decision_append(by=cast.dung, batch=old, kind=APPROVED)
    mine = flow.figures_submit(
        by=chi,
        body=chi.body,
        form_code="programme-review",
        place=chi.body.place,
        period=TERM,
        claims=[Claim("pledges.signed", chi.body.place_id, TERM, Quantity.read(41_000))],
    )
    (finding,) = queries.findings_of(mine.pk)
    assert finding.rule == "KT-027"
    assert finding.details["read"]["en"] == "this report 41,000; Body MT-HN states 45,000"


def test_months_are_compared_with_the_quarter_of_another_form(cast: Cast) -> None:
    chi = cast.chi

    def stated(form_code: str, period: Any, shifts: int) -> Batch:
        return flow.figures_submit(
            by=chi,
            body=chi.body,
            form_code=form_code,
            place=chi.body.place,
            period=period,
            claims=[Claim("training.classes", chi.body.place_id, period, Quantity.read(shifts))],
        )

    for month, shifts in ((1, 10), (2, 20), (3, 30)):
        decision_append(by=cast.dung, batch=stated("monthly-commune", decree_month(2026, month), shifts), kind=APPROVED)
    assert [f.rule for f in queries.findings_of(stated("province-quarterly", decree_quarter(2026, 1), 75).pk)] == [
        "KT-028"
    ]
