"""One thing once; and what no reason sets aside."""

from __future__ import annotations

import pytest

from checks.builders import COMMUNE, COUNTRY, DISTRICT, HANOI, MORE_THAN, VILLAGE, claim, codes, found, on, report
from chungtay.checks.rules import RULES, rule_get
from chungtay.checks.rules.verdicts import Severity
from chungtay.ledger.types import FigureStatus

POLITICAL = "tip_category=political_security"


def test_two_values_for_one_thing_block_and_both_are_read_out() -> None:
    (draft,) = found(claim("tips.received", 41), claim("tips.received", 42))
    assert (draft.rule, draft.severity, draft.positions) == ("KT-005", Severity.BLOCK, (1, 2))
    assert draft.read.vi == "41 và 42"


def test_the_same_thing_twice_would_be_counted_twice_even_if_the_words_agree() -> None:
    assert codes(claim("tips.received", 15_000, precision=MORE_THAN), claim("tips.received", 15_230)) == ["KT-005"]


def test_different_cells_places_periods_and_statuses_are_different_things() -> None:
    figures = [
        claim("models.points", 41, period=on(2018)),
        claim("models.points", 3, "model_kind=security_gong", period=on(2018)),
        claim("models.points", 42, place=COMMUNE, period=on(2019)),
        claim("models.points", 43, period=on(2019)),
        claim("models.points", 50, period=on(2018), status=FigureStatus.TARGET),
    ]
    assert report("KT-005", *figures).findings == ()


def test_another_report_with_another_number_is_only_asked_about() -> None:
    (draft,) = found(claim("models.built", 41), related=(claim("models.built", 42),))
    assert (draft.rule, draft.severity, draft.positions) == ("KT-006", Severity.WARN, (1,))
    assert "mục 100 của sổ cái" in draft.where.vi


def test_another_report_that_says_more_than_does_not_contradict() -> None:
    other = claim("models.built", 40, precision=MORE_THAN)
    result = report("KT-006", claim("models.built", 41), related=(other,))
    assert (result.findings, len(result.untestable)) == ((), 1)


def test_two_reports_with_one_number_agree() -> None:
    assert report("KT-006", claim("models.built", 41), related=(claim("models.built", 41),)).passed == 1


@pytest.mark.parametrize("place", [VILLAGE, COMMUNE, DISTRICT, 999])
def test_political_tips_below_province_or_of_an_unknown_place_block(place: int) -> None:
    assert "KT-013" in codes(claim("tips.received", 3, POLITICAL, place=place))


@pytest.mark.parametrize("place", [HANOI, COUNTRY])
def test_political_tips_of_a_province_or_the_country_pass(place: int) -> None:
    assert codes(claim("tips.received", 3, POLITICAL, place=place)) == []


def test_tips_of_a_village_or_of_one_day_are_too_fine() -> None:
    assert "KT-014" in codes(claim("tips.received", 3, place=VILLAGE))
    assert "KT-014" in codes(claim("tips.received", 3, place=COMMUNE, period=on(2025)))


def test_tips_of_a_commune_crossed_two_ways_are_too_fine() -> None:
    assert "KT-014" in codes(claim("tips.received", 3, "tip_category=crime;topic=drugs", place=COMMUNE))


def test_tips_of_a_commune_by_kind_are_fine() -> None:
    assert report("KT-014", claim("tips.received", 3, "tip_category=crime", place=COMMUNE)).passed == 1


def test_a_target_on_tips_blocks_with_the_catalogues_reason() -> None:
    (draft,) = found(claim("tips.received", 500, status=FigureStatus.TARGET))
    assert draft.rule == "KT-015"
    assert "bảo vệ người báo tin" in draft.expected.vi


def test_a_target_on_sessions_is_fine() -> None:
    assert report("KT-015", claim("communication.sessions", 500, status=FigureStatus.TARGET)).passed == 1


def test_rules_on_rights_and_on_the_sums_themselves_are_never_waivable() -> None:
    never = {"KT-005", "KT-007", "KT-013", "KT-014", "KT-015", "KT-017", "KT-025"}
    assert {r.code for r in RULES if not r.waivable} == never


def test_every_rule_has_its_own_code_and_both_languages() -> None:
    assert len({r.code for r in RULES}) == len(RULES)
    assert all(t for r in RULES for t in (r.title.vi, r.title.en, r.explanation.vi, r.explanation.en))
    assert rule_get("KT-001").severity is Severity.BLOCK
