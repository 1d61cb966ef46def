"""The catalogue walked row by row: what it says must add up and must keep the rules on rights."""

from dataclasses import replace

import pytest

from chungtay.reference.indicators import catalogue as module
from chungtay.reference.indicators.catalogue import (
    Definition,
    catalogue,
    cell_name,
    cell_problems,
    dimensions,
    is_sensitive_cell,
    member_name,
    member_named,
    validate,
)

EVERY = list(catalogue().values())


def mistakes(definition: Definition) -> list[str]:
    return list(module._mistakes(definition))


def test_the_shipped_catalogue_has_no_mistakes():
    assert validate() == []


def test_all_indicators_of_the_field_are_there():
    assert len(EVERY) == 95
    assert catalogue()["models.total"].reading_label == "models_count"


@pytest.mark.parametrize("indicator", EVERY, ids=lambda d: d.code)
def test_nobody_may_set_a_target_on_what_must_not_be_chased(indicator: Definition):
    chased = ("tips.", "reintegration.", "weapons.", "context.", "disputes.", "mediation.cases_received")
    if indicator.code.startswith(chased):
        assert not indicator.may_target
        assert not indicator.may_rank
        assert indicator.reason_vi
        assert indicator.reason_en


@pytest.mark.parametrize("indicator", EVERY, ids=lambda d: d.code)
def test_counts_on_persons_and_disputes_are_public_from_province_and_quarter(indicator: Definition):
    if indicator.code.startswith(("tips.", "disputes.", "mediation.cases", "reintegration.", "context.")):
        assert (indicator.public_floor, indicator.public_period) == ("province", "quarter")


@pytest.mark.parametrize("indicator", EVERY, ids=lambda d: d.code)
def test_both_languages_are_complete_and_differ(indicator: Definition):
    assert indicator.definition_vi != indicator.definition_en
    assert indicator.definition_vi.endswith(".")
    assert indicator.definition_en.endswith(".")


def test_kinds_are_united_and_never_added():
    kinds = catalogue()["models.kinds"]
    assert (kinds.nature, kinds.over_places, kinds.over_time) == ("distinct", "union", "last")


def test_mediation_success_is_divided_by_cases_conducted():
    rate = catalogue()["mediation.success_rate"]
    assert (rate.numerator, rate.denominator) == ("mediation.cases_successful", "mediation.cases_conducted")


def test_a_target_on_tips_would_be_a_mistake():
    assert "may never be a target or a ranking" in mistakes(replace(catalogue()["tips.received"], may_target=True))


def test_a_ratio_that_sums_would_be_a_mistake():
    assert mistakes(replace(catalogue()["standard.rate"], over_places="sum")) == [
        "ratio cannot be sum over places and ratio over time"
    ]


def test_tips_public_in_a_commune_would_be_a_mistake():
    assert mistakes(replace(catalogue()["tips.useful"], public_floor="commune")) == ["public below province"]


def test_models_and_meetings_are_never_apportioned_at_a_border():
    never = ("models.", "awards.", "force.teams", "mediation.teams", "communication.residents_meetings")
    assert not [d.code for d in EVERY if d.code.startswith(never) and d.may_apportion]


def test_no_dimension_breaks_down_by_belief_or_origin():
    assert not {"religion", "ethnicity", "belief", "opinion"} & set(dimensions())


def test_kinds_that_touch_faith_clan_and_the_past_of_persons_are_sensitive():
    sensitive = {m.key for m in dimensions()["model_kind"].members if m.sensitive}
    assert sensitive == {"self_managed_clan", "peaceful_parish", "reintegration", "drug_free_area"}


def test_tips_on_political_security_exist_from_province_up_and_are_never_public():
    member = dimensions()["tip_category"].member("political_security")
    assert member is not None
    assert (member.floor, member.public) == ("province", False)
    assert is_sensitive_cell("tip_category=political_security")
    assert not is_sensitive_cell("tip_category=crime")


def test_a_member_has_a_name_in_both_languages():
    assert member_name("tip_category", "social_evils") == "Tệ nạn xã hội"
    assert member_name("tip_category", "social_evils", "en") == "Social evils"


def test_an_unknown_member_is_shown_by_its_key():
    assert member_name("tip_category", "gossip") == "gossip"


def test_a_cell_is_said_in_words():
    assert cell_name("recipient_kind=collective") == "Tập thể"
    assert cell_name("") == ""


@pytest.mark.parametrize(
    ("cell", "problems"),
    [
        ("", []),
        ("tip_category=crime", []),
        ("tip_category=gossip", ["member"]),
        ("sex=female", ["dimension"]),
    ],
)
def test_a_cell_is_checked_against_the_indicator(cell: str, problems: list[str]):
    assert cell_problems(catalogue()["tips.received"], cell) == problems


def test_the_catalogue_cannot_be_changed_in_memory():
    with pytest.raises(TypeError):
        catalogue()["tips.received"] = catalogue()["models.total"]  # type: ignore[index]


@pytest.mark.parametrize("name", ["Camera an ninh", "CAMERA AN NINH", "camera  an-ninh", "Camera an ninh về ANTT"])
def test_a_member_is_found_by_its_name_however_it_is_written(name):
    assert member_named("model_kind", name) == "security_camera"


def test_a_member_is_found_by_another_name_of_its_own():
    assert member_named("model_kind", "CLB phòng chống tội phạm") == "crime_prevention_club"


@pytest.mark.parametrize("name", ["Camera an ninh và loa", "Camera", ""])
def test_part_of_a_name_or_more_than_it_names_no_member(name):
    assert member_named("model_kind", name) is None


def test_a_name_shared_by_two_members_is_a_mistake():
    gong = replace(dimensions()["model_kind"].members[0], key="gong", aliases=("Camera an ninh",))
    shared = replace(dimensions()["model_kind"], members=(dimensions()["model_kind"].members[0], gong))
    assert list(module._shared_names(shared))
