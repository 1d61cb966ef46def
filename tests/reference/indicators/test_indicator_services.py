"""The catalogue in the database, and what may not be asked of an indicator."""

import pytest

from chungtay.kernel.errors import Refusal
from chungtay.reference.indicators import queries
from chungtay.reference.indicators.catalogue import catalogue
from chungtay.reference.indicators.models import Indicator
from chungtay.reference.indicators.services import catalogue_load

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]


def test_every_indicator_has_a_row():
    assert set(Indicator.objects.values_list("code", flat=True)) == set(catalogue())


def test_loading_again_keeps_ids():
    before = dict(Indicator.objects.values_list("code", "pk"))
    assert catalogue_load() == 95
    assert dict(Indicator.objects.values_list("code", "pk")) == before


def test_loading_mends_a_flag_that_was_changed_in_the_database():
    Indicator.objects.filter(code="tips.received").update(may_target=True)
    catalogue_load()
    assert not Indicator.objects.get(code="tips.received").may_target


def test_id_and_code_lead_to_each_other():
    assert queries.indicator_code(queries.indicator_id("models.total")) == "models.total"


def test_ids_are_asked_of_the_database_once(django_assert_num_queries):
    queries.indicator_id("models.total")
    with django_assert_num_queries(0):
        queries.indicator_id("tips.received")


@pytest.mark.parametrize("ask", [queries.indicator_id, queries.definition, queries.check_may_rank])
def test_an_unknown_code_is_refused(ask):
    with pytest.raises(Refusal) as refusal:
        ask("models.invented")
    assert refusal.value.code == "DANHMUC-002"


def test_a_target_on_tips_is_refused_with_the_reason():
    with pytest.raises(Refusal) as refusal:
        queries.check_may_target("tips.received")
    assert refusal.value.code == "DANHMUC-003"
    assert "người báo tin" in str(refusal.value)


def test_ranking_by_weapons_is_refused():
    with pytest.raises(Refusal) as refusal:
        queries.check_may_rank("weapons.guns")
    assert refusal.value.code == "DANHMUC-004"


def test_models_may_have_targets_and_be_ranked():
    queries.check_may_target("models.points")
    queries.check_may_rank("models.points")
