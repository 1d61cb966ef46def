"""Making, withdrawing and following: who may, what is refused, what becomes of the version before."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from chungtay.kernel.errors import NotAllowed, Refusal
from chungtay.kernel.periods import decree_month
from chungtay.kernel.quantities import Quantity
from chungtay.ledger.services import batch_append
from chungtay.ledger.types import Claim
from chungtay.reference.forms.files import form_write
from chungtay.reference.forms.following import follow, follow_all, obligations_follow
from chungtay.reference.forms.models import Form, Obligation
from chungtay.reference.forms.policies import may_see, visible_forms_q
from chungtay.reference.forms.queries import form_get, form_items, forms_open_to
from chungtay.reference.forms.services import obligation_create
from chungtay.reference.forms.texts import RowText, SectionText
from chungtay.reference.forms.versions import (
    form_draft,
    form_from_file,
    form_text,
    version_make,
    version_problems,
    version_withdraw,
)
from chungtay.reference.places.models import Place
from chungtay.reference.places.queries import place_get, predecessors

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]

TODAY = date(2026, 11, 22)


@pytest.fixture
def monthly():
    return form_get("monthly-commune")


@pytest.fixture
def own():
    """A form of one row that Hà Nội may make for itself."""
    rows = (RowText("patrols.shifts"),)
    text = form_text(form_get("monthly-commune"))
    return replace(text, code="patrols-hanoi", owed_by="", rules=(), sections=(SectionText("", "", rows),))


def codes(text, scope=None):
    return [p.code for p in version_problems(text, scope, today=TODAY)]


def test_the_next_version_begins_with_the_next_period(monthly):
    text = form_draft(monthly, today=TODAY)
    assert (text.version, text.valid_from) == (3, date(2026, 12, 15))
    assert codes(text) == []


def test_a_new_version_ends_the_one_before_and_asks_its_own_rows(cast, monthly):
    text = form_draft(monthly)
    made = version_make(by=cast.dung, text=replace(text, sections=text.sections[:1], rules=()), scope=None)
    monthly.refresh_from_db()
    assert monthly.valid_to == made.valid_from - timedelta(days=1)
    assert (made.version, len(form_items(made)), len(form_items(monthly))) == (3, 9, 30)
    assert form_get("monthly-commune", made.valid_from) == made


@pytest.mark.parametrize("name", ["an", "chi", "binh", "hoa"])
def test_only_approvers_of_the_centre_define_forms_of_the_country(cast, monthly, name):
    with pytest.raises(NotAllowed) as refusal:
        version_make(by=getattr(cast, name), text=form_draft(monthly), scope=None)
    assert refusal.value.code == "BIEUMAU-005"


def test_a_province_defines_forms_of_its_own_land_which_neighbours_do_not_see(cast, own):
    form = version_make(by=cast.binh, text=own, scope=place_get("p01@2025"))
    with pytest.raises(NotAllowed):
        version_make(by=cast.giang, text=replace(own, code="other"), scope=place_get("p01@2025"))
    assert [may_see(user, form) for user in (cast.an, cast.binh, cast.dung, cast.giang)] == [True, True, True, False]
    seen = [
        Form.objects.filter(visible_forms_q(user), pk=form.pk).exists() for user in (cast.an, cast.dung, cast.giang)
    ]
    assert seen == [True, True, False]


def test_a_body_answers_forms_of_its_level_and_of_levels_below(cast):
    commune = ["monthly-commune", "plan-targets", "programme-review", "village-monthly"]
    assert [form.code for form in forms_open_to(cast.an)] == commune
    assert [form.code for form in forms_open_to(cast.chi)] == [*commune[:3], "province-quarterly", commune[3]]


def test_a_code_belongs_to_one_land(cast, own, monthly):
    assert codes(form_draft(monthly), place_get("p01@2025")) == ["BIEUMAU-019"]


@pytest.mark.parametrize("on", [date(2026, 12, 20), date(2026, 10, 15), date(2020, 1, 15)])
def test_a_version_that_begins_within_a_period_or_in_the_past_is_refused(monthly, on):
    assert codes(replace(form_draft(monthly, today=TODAY), valid_from=on)) == ["BIEUMAU-018"]


def test_versions_of_a_form_share_their_period_and_who_owes_them(monthly):
    text = replace(form_draft(monthly, today=TODAY), owed_by="front:commune")
    assert codes(text) == ["BIEUMAU-019"]


def test_a_form_for_villages_that_asks_for_tips_is_refused(cast):
    text = form_draft(form_get("village-monthly"))
    sections = (replace(text.sections[0], rows=(*text.sections[0].rows, RowText("tips.received"))), *text.sections[1:])
    with pytest.raises(Refusal) as refusal:
        version_make(by=cast.dung, text=replace(text, sections=sections), scope=None)
    assert refusal.value.code == "BIEUMAU-015"


def test_a_form_goes_out_and_comes_back_as_a_file(monthly):
    assert form_from_file(form_write(form_text(monthly))) == form_text(monthly)


def test_a_file_of_two_forms_is_refused(monthly):
    written = form_write(form_text(monthly))
    with pytest.raises(Refusal) as refusal:
        form_from_file(written + written.removeprefix("forms:\n"))
    assert refusal.value.code == "BIEUMAU-010"


def test_a_version_that_nobody_used_is_withdrawn_and_the_one_before_goes_on(cast, monthly):
    made = version_make(by=cast.dung, text=form_draft(monthly), scope=None)
    version_withdraw(by=cast.dung, form=made)
    monthly.refresh_from_db()
    assert monthly.valid_to is None
    assert form_get("monthly-commune") == monthly


def test_a_version_in_use_is_not_withdrawn(cast, monthly):
    made = version_make(by=cast.dung, text=form_draft(monthly), scope=None)
    period, place = decree_month(2026, 12), cast.bodies["CA-BADINH"].place
    claim = Claim("patrols.shifts", place.pk, period, Quantity.read(Decimal(4)))
    batch_append(by=cast.an, body=cast.an.body, form=made, place=place, period=period, claims=[claim])
    with pytest.raises(Refusal) as refusal:
        version_withdraw(by=cast.dung, form=made)
    assert refusal.value.code == "BIEUMAU-020"
    assert len(form_items(made)) == 30


def test_a_shipped_version_is_not_withdrawn(cast, monthly):
    with pytest.raises(Refusal) as refusal:
        version_withdraw(by=cast.dung, form=monthly)
    assert refusal.value.code == "BIEUMAU-020"


def test_every_unit_of_the_level_owes_from_the_first_day_on(cast, own):
    text = replace(own, owed_by="police:commune", valid_from=date(2026, 12, 15))
    form = version_make(by=cast.binh, text=text, scope=place_get("p01@2025"))
    owed = Obligation.objects.filter(form=form)
    assert owed.count() == 126
    assert set(owed.exclude(body=None).values_list("body__code", flat=True)) == {"CA-BADINH", "CA-NGOCHA"}
    assert follow(form).is_nothing


def test_what_is_owed_ends_with_its_unit_and_begins_with_the_one_that_follows(cast, monthly):
    badinh = cast.bodies["CA-BADINH"]
    old = predecessors(badinh.place).first().old
    obligation_create(form=monthly, body=None, place=old, valid_from=date(2025, 1, 1))
    Form.objects.filter(code="monthly-commune").update(owed_by="")
    monthly.refresh_from_db()
    follow(monthly)
    follow(monthly)
    rows = Obligation.objects.filter(form=monthly).values_list("place_id", "valid_from", "valid_to")
    assert (old.pk, date(2025, 1, 1), date(2025, 6, 30)) in rows
    assert (badinh.place_id, date(2025, 7, 1), None) in rows


def test_a_commune_that_ends_owes_nothing_after_its_last_day(cast, monthly):
    badinh = cast.bodies["CA-BADINH"]
    obligation_create(form=monthly, body=None, place=badinh.place, valid_from=date(2026, 1, 1))
    Place.objects.filter(pk=badinh.place_id).update(valid_to=date(2026, 11, 30))
    obligations_follow(by=cast.dung, form=monthly)
    [obligation] = Obligation.objects.filter(place=badinh.place)
    assert (obligation.valid_to, obligation.body) == (date(2026, 11, 30), badinh)


def test_setting_up_keeps_forms_that_nobody_owes_as_they_are():
    assert follow_all().is_nothing


def test_a_form_tried_out_by_one_does_not_spread_with_its_next_version(cast, monthly):
    badinh = cast.bodies["CA-BADINH"]
    obligation_create(form=monthly, body=badinh, place=badinh.place, valid_from=date(2026, 1, 1))
    version_make(by=cast.dung, text=form_draft(monthly), scope=None)
    assert Obligation.objects.filter(form__code="monthly-commune").count() == 1


def test_whoever_is_asked_later_is_not_late_with_what_was_not_asked(cast, monthly):
    badinh = cast.bodies["CA-BADINH"]
    obligation_create(form=monthly, body=badinh, place=badinh.place, valid_from=date(2026, 1, 1))
    assert obligations_follow(by=cast.dung, form=monthly).opened == 3320
    others = Obligation.objects.exclude(place=badinh.place)
    assert set(others.values_list("valid_from", flat=True)) == {timezone.localdate()}
