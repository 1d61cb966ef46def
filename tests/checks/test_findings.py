"""Findings of a batch: kept, told in words, set aside with a reason."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from chungtay.checks import queries
from chungtay.checks.models import Checkup, Finding
from chungtay.checks.services import finding_waive, findings_keep, findings_raise
from chungtay.kernel.errors import NotAllowed, Refusal
from chungtay.ledger.queries import figures_about
from chungtay.ledger.services import decision_append
from gathering.senders import APPROVED, claim, impossible, sent

if TYPE_CHECKING:
    from chungtay.reference.actors.models import User
    from conftest import Cast


def one_finding(by: User) -> Finding:
    (finding,) = queries.findings_of(sent(by, *impossible(by)).pk)
    return finding


def test_what_the_rules_find_is_kept_with_its_positions(cast: Cast) -> None:
    finding = one_finding(cast.an)
    assert (finding.rule, finding.severity, finding.positions) == ("KT-002", "block", [1, 2])


def test_a_finding_is_told_in_both_languages(cast: Cast) -> None:
    finding = one_finding(cast.an)
    vi, en = (queries.finding_words(finding, language) for language in ("vi", "en"))
    assert (vi.where, en.where) == ("Số liệu 2, số liệu 1", "Figure 2, figure 1")
    assert "phần 11, tổng 10" in vi.in_words("vi")
    assert "part 11, whole 10" in en.in_words("en")


def test_a_draft_and_the_finding_kept_of_it_read_the_same(cast: Cast) -> None:
    (draft,) = queries.preview(impossible(cast.an))
    assert queries.finding_words(draft) == queries.finding_words(one_finding(cast.an))


def test_a_sound_batch_has_no_findings(cast: Cast) -> None:
    assert queries.findings_of(sent(cast.an).pk) == []


def test_raising_again_keeps_what_was_found(cast: Cast) -> None:
    finding = one_finding(cast.an)
    assert findings_raise(batch_id=finding.batch_id) == [finding]


def test_a_new_version_is_not_compared_with_the_one_it_corrects(cast: Cast) -> None:
    first = sent(cast.an, claim(cast.an, "communication.sessions", 12))
    decision_append(by=cast.binh, batch=first, kind=APPROVED)
    second = sent(cast.an, claim(cast.an, "communication.sessions", 15))
    assert queries.findings_of(second.pk) == []


def test_another_bodys_figure_about_the_same_place_is_asked_about(cast: Cast) -> None:
    first = sent(cast.an, claim(cast.an, "communication.sessions", 12))
    decision_append(by=cast.binh, batch=first, kind=APPROVED)
    own = claim(cast.an, "communication.sessions", 15)
    found = queries.preview([own], queries.others_only(sent(cast.khoa).pk, figures_about(place=first.place)))
    assert [draft.rule for draft in found] == ["KT-006"]


def test_political_tips_of_a_commune_block_and_nothing_sets_that_aside(cast: Cast) -> None:
    batch = sent(cast.an, claim(cast.an, "tips.received", 3, "tip_category=political_security"))
    (finding,) = queries.blocking(batch.pk)
    with pytest.raises(Refusal) as refused:
        finding_waive(by=cast.binh, finding_id=finding.pk, reason="đã hỏi xã")
    assert (finding.rule, refused.value.code) == ("KT-013", "KT-903")


def test_an_approver_sets_a_finding_aside_with_a_reason(cast: Cast) -> None:
    finding = one_finding(cast.an)
    waiver = finding_waive(by=cast.binh, finding_id=finding.pk, reason="  Văn bản gốc   viết như vậy ")
    assert waiver.reason == "Văn bản gốc viết như vậy"
    assert queries.blocking(finding.batch_id) == []
    assert queries.waivers_of(finding.batch_id) == {finding.pk: waiver}


@pytest.mark.parametrize("reason", ["", "   ", "x" * 501])
def test_without_a_reason_or_with_an_endless_one_nothing_is_set_aside(cast: Cast, reason: str) -> None:
    finding = one_finding(cast.an)
    with pytest.raises(Refusal) as refused:
        finding_waive(by=cast.binh, finding_id=finding.pk, reason=reason)
    assert refused.value.code == "KT-902"
    assert queries.blocking(finding.batch_id) == [finding]


@pytest.mark.parametrize(
    ("who", "code"), [("an", "KT-901"), ("hoa", "KT-901"), ("giang", "KT-404"), ("khoa", "KT-404")]
)
def test_who_may_not_set_findings_aside(cast: Cast, who: str, code: str) -> None:
    finding = one_finding(cast.an)
    with pytest.raises(NotAllowed) as refused:
        finding_waive(by=getattr(cast, who), finding_id=finding.pk, reason="lý do")
    assert refused.value.code == code


def test_a_finding_is_set_aside_once(cast: Cast) -> None:
    finding = one_finding(cast.an)
    finding_waive(by=cast.binh, finding_id=finding.pk, reason="lý do")
    with pytest.raises(Refusal) as refused:
        finding_waive(by=cast.dung, finding_id=finding.pk, reason="lý do khác")
    assert refused.value.code == "KT-904"


@pytest.mark.postgres
def test_many_findings_at_once_are_kept_as_each_by_itself(cast: Cast) -> None:
    first, second = sent(cast.an), sent(cast.khoa, claim(cast.khoa, "communication.sessions", 12))
    Checkup.objects.all().delete()
    (broken,) = [r for r in queries.reports(impossible(cast.an)) if r.findings]
    many = replace(broken, findings=broken.findings * 30)
    findings_keep(found={first.pk: [broken], second.pk: [many]})
    (alone,), others = queries.findings_of(first.pk), queries.findings_of(second.pk)
    told = {(f.rule, f.key, f.severity, str(f.positions), str(f.details), f.found_at) for f in [alone, *others]}
    assert (len(others), len(told)) == (30, 1)
    assert [(c.rule.code, c.failed) for c in queries.rule_counts(second.pk)] == [("KT-002", 30)]
