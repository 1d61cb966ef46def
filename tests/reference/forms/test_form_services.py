"""Forms in force, and who owes them."""

from datetime import date

import pytest

from chungtay.kernel.errors import Refusal
from chungtay.kernel.periods import decree_month, programme_term
from chungtay.reference.forms import holidays, services
from chungtay.reference.forms.files import form_texts
from chungtay.reference.forms.models import Form, FormItem, FormSection, Holiday
from chungtay.reference.forms.queries import (
    deadline_of,
    expected_place_ids,
    form_get,
    form_indicators,
    form_items,
    obligations_in,
    obligations_of,
    version_for,
)
from chungtay.reference.places.queries import place_get, provinces_on

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]

NOVEMBER = decree_month(2026, 11)


@pytest.fixture
def owed(cast):
    """Ba Đình and Ngọc Hà owe the monthly form from 15/11/2025 on, Ba Đình to the end of 2026."""
    form, bodies = form_get("monthly-commune"), cast.bodies
    for code, until in (("CA-BADINH", date(2026, 12, 31)), ("CA-NGOCHA", None)):
        services.obligation_create(
            form=form, body=bodies[code], place=bodies[code].place, valid_from=date(2025, 11, 15), valid_to=until
        )
    return cast


def test_loading_again_changes_nothing():
    before = list(FormItem.objects.order_by("pk").values_list("pk", "indicator_id"))
    assert services.forms_load() == len(form_texts())
    assert list(FormItem.objects.order_by("pk").values_list("pk", "indicator_id")) == before


def test_indicators_of_a_version_in_use_never_change():
    FormItem.objects.filter(form__code="monthly-commune", position=3).delete()
    with pytest.raises(Refusal) as refusal:
        services.forms_load()
    assert refusal.value.code == "BIEUMAU-002"


def test_a_form_gives_its_indicators_in_order():
    shipped = next(text for text in form_texts() if (text.code, text.version) == ("monthly-commune", 2))
    assert form_indicators("monthly-commune") == list(shipped.indicators)


def test_the_rows_of_a_form_come_in_their_sections_with_what_may_be_written():
    rows = {row.key: row for row in form_items(form_get("monthly-commune", NOVEMBER.end))}
    assert len(rows) == 30
    assert rows["communication.participations|"].allows_precision
    assert rows["campaigns.launches|"].two_attest
    camera = rows["models.points|model_kind=security_camera"]
    assert (camera.section("en"), camera.must_answer) == ("V. Self-management models, cameras", False)


def test_headings_and_flags_of_a_known_version_follow_the_text_while_its_rows_keep_their_ids():
    form = form_get("monthly-commune")
    ids = [row.id for row in form_items(form)]
    FormItem.objects.filter(form=form).update(section=None, allows_precision=False)
    FormSection.objects.filter(form=form).delete()
    services.forms_load()
    assert [row.id for row in form_items(form)] == ids
    assert sum(row.allows_precision for row in form_items(form)) == 4
    assert all(row.section_vi for row in form_items(form))


def test_a_version_ends_before_a_later_one_made_here_begins():
    latest = form_get("monthly-commune")
    Form.objects.create(code=latest.code, version=3, regime=latest.regime, valid_from=date(2027, 1, 15))
    services.forms_load()
    latest.refresh_from_db()
    assert latest.valid_to == date(2027, 1, 14)


def test_a_report_is_made_with_the_version_of_its_period_and_is_due_by_its_days():
    latest = form_get("monthly-commune")
    assert version_for(latest, decree_month(2026, 10)).version == 1
    assert deadline_of(latest, decree_month(2025, 11), "commune") == date(2025, 11, 17)
    assert deadline_of(latest, NOVEMBER, "commune") == date(2026, 11, 17)


def test_a_form_is_not_in_force_before_its_first_day():
    with pytest.raises(Refusal) as refusal:
        form_get("monthly-commune", date(2025, 6, 30))
    assert refusal.value.code == "BIEUMAU-001"


def test_the_version_in_force_on_the_day_is_given():
    first = form_get("programme-review")
    Form.objects.filter(pk=first.pk).update(valid_to=date(2023, 12, 31))
    second = Form.objects.create(
        code=first.code, version=2, name_vi="Mới", name_en="New", regime=first.regime, valid_from=date(2024, 1, 1)
    )
    assert form_get("programme-review", date(2018, 12, 31)) == first
    assert form_get("programme-review", date(2024, 5, 1)) == second


def test_a_province_expects_its_communes(owed):
    communes = {owed.bodies[code].place_id for code in ("CA-BADINH", "CA-NGOCHA")}
    assert set(expected_place_ids("monthly-commune", NOVEMBER, place_get("p01@2025"))) == communes


def test_a_commune_expects_only_itself(owed):
    badinh = owed.bodies["CA-BADINH"].place
    assert expected_place_ids("monthly-commune", NOVEMBER, badinh) == [badinh.pk]


def test_a_neighbouring_province_expects_none_of_them(owed):
    assert expected_place_ids("monthly-commune", NOVEMBER, place_get("p42@2025")) == []


def test_what_has_ended_is_expected_no_more(owed):
    ngocha = owed.bodies["CA-NGOCHA"].place_id
    assert expected_place_ids("monthly-commune", decree_month(2027, 2), place_get("p01@2025")) == [ngocha]


def test_what_has_not_begun_is_not_expected_yet(owed):
    assert expected_place_ids("monthly-commune", decree_month(2025, 11), place_get("p01@2025")) == []


def test_the_nation_expects_63_provinces_of_the_first_programme(cast):
    places = dict.fromkeys(provinces_on(date(2023, 12, 31)))
    form = form_get("programme-review")
    arguments = {"form": form, "places": places, "valid_from": date(2013, 1, 1), "valid_to": date(2023, 12, 31)}
    assert services.obligations_for_places(**arguments) == 63
    assert services.obligations_for_places(**arguments) == 0
    assert len(expected_place_ids("programme-review", programme_term(2013, 2023), place_get("vn"))) == 63


def test_the_same_obligation_said_twice_stands_once(owed):
    badinh = owed.bodies["CA-BADINH"]
    services.obligation_create(
        form=form_get("monthly-commune"), body=badinh, place=badinh.place, valid_from=date(2025, 11, 15)
    )
    assert [o.valid_to for o in obligations_of(badinh, date(2026, 3, 1))] == [None]


def test_an_obligation_that_ends_before_it_begins_is_refused(owed):
    badinh = owed.bodies["CA-BADINH"]
    with pytest.raises(Refusal) as refusal:
        services.obligation_create(
            form=form_get("monthly-commune"),
            body=badinh,
            place=badinh.place,
            valid_from=date(2026, 1, 1),
            valid_to=date(2025, 1, 1),
        )
    assert refusal.value.code == "BIEUMAU-003"


def test_a_territory_lists_what_is_owed_in_it(owed):
    assert len(obligations_in(place_get("p01@2025"), date(2026, 1, 1), "monthly-commune")) == 2


def test_a_day_off_that_an_administrator_adds_moves_the_deadline(cast):
    form, november = form_get("monthly-commune"), decree_month(2025, 11)
    assert deadline_of(form, november, "commune") == date(2025, 11, 17)
    cast.an.role = "administrator"
    holidays.holiday_add(by=cast.an, on=date(2025, 11, 17), name_vi="Nghỉ", name_en="Day off")
    assert deadline_of(form, november, "commune") == date(2025, 11, 18)


def test_nobody_else_adds_days_off(cast):
    with pytest.raises(Refusal) as refusal:
        holidays.holiday_add(by=cast.binh, on=date(2025, 11, 17), name_vi="Nghỉ", name_en="Day off")
    assert refusal.value.code == "BIEUMAU-004"
    assert not Holiday.objects.filter(on=date(2025, 11, 17)).exists()
