"""Forms on the desk: reading them, making the next version button by button, files in and out."""

import json
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.urls import reverse
from django.utils import timezone

from chungtay.kernel.periods import Regime
from chungtay.reference.forms.calendar import period_of
from chungtay.reference.forms.models import Form
from chungtay.reference.forms.queries import form_get, form_items

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]


@pytest.fixture
def monthly():
    return form_get("monthly-commune")


@pytest.fixture
def centre(cast, enter):
    return enter(cast.dung)


def fields_of(page) -> dict[str, list[str]]:
    """What the page would send: the working version as it stands in it."""
    working = page.context["working"]
    sent = {
        name: [value if isinstance(value, str) else f"{value:%d/%m/%Y}"]
        for name, value in working.head.items()
        if value
    }
    sent |= {f"due-{level}": [days] for level, days in working.due.items()}
    sent["line"] = [str(line.id) for line in working.lines]
    for line in working.lines:
        sent |= {f"{name}-{line.id}": [getattr(line, name)] for name in ("row", "vi", "en") if getattr(line, name)}
        sent |= {f"{name}-{line.id}": ["on"] for name in ("precision", "optional") if getattr(line, name)}
    sent["rule"] = [json.dumps(rule) for rule in working.rules]
    return sent


def rows_of(page) -> list[str]:
    return [line.row for line in page.context["working"].lines if line.row]


def test_the_list_shows_what_is_in_force_and_finds_by_what_a_form_asks(cast, enter):
    browser = enter(cast.an)
    codes = [line["form"].code for line in browser.get(reverse("forms"), {"tim": "camera"}).context["lines"]]
    assert codes == ["monthly-commune", "plan-targets", "programme-review", "village-monthly"]
    assert len(browser.get(reverse("forms"), {"moi": "1"}).context["lines"]) == 6


def test_a_version_shows_its_sections_rules_deadlines_and_changes(cast, enter, monthly):
    text = enter(cast.an).get(reverse("form_version", args=[monthly.pk])).content.decode()
    for words in (
        "V. Mô hình tự quản, camera",
        "trong đó:",
        "Nếu “Buổi (đợt) tuyên truyền” &gt; 0",
        "Khác phiên bản 1",
    ):
        assert words in text
    assert "Lập phiên bản mới" not in text


def test_english_is_complete(cast, enter, monthly):
    text = enter(cast.dung, "en").get(reverse("form_version", args=[monthly.pk])).content.decode()
    assert "Make a new version" in text
    assert "of which" in text


def test_a_row_is_found_added_beneath_its_whole_moved_and_removed(centre, monthly):
    address = reverse("form_next", args=[monthly.pk])
    page = centre.post(address, fields_of(centre.get(address)) | {"do": "find", "find": "tieng keng"})
    assert page.context["found"][0][0] == "models.points|model_kind=security_gong"
    page = centre.post(address, fields_of(page) | {"do": "add:models.points|model_kind=security_gong"})
    at = rows_of(page).index("models.points|model_kind=security_gong")
    assert rows_of(page)[at - 1] == "models.points|model_kind=fire_safe_cluster"
    page = centre.post(address, fields_of(page) | {"do": f"up:{page.context['working'].focus}"})
    assert rows_of(page)[at - 1] == "models.points|model_kind=security_gong"
    page = centre.post(address, fields_of(page) | {"do": f"remove:{page.context['working'].focus}"})
    assert len(rows_of(page)) == 30


def test_a_removed_row_takes_its_rules_with_it(centre, monthly):
    address = reverse("form_next", args=[monthly.pk])
    page = centre.get(address)
    line = next(line for line in page.context["working"].lines if line.row == "patrols.shifts")
    page = centre.post(address, fields_of(page) | {"do": f"remove:{line.id}"})
    assert len(page.context["rules"]) == 9


def test_rules_are_added_in_words_and_refused_where_they_cannot_hold(centre, monthly):
    address = reverse("form_next", args=[monthly.pk])
    good = {"do": "rule:at_most", "at_most-part": "tips.useful", "at_most-whole": "tips.received"}
    page = centre.post(address, fields_of(centre.get(address)) | good)
    assert page.context["rules"][-1][1] == "“Tin có giá trị” ≤ “Tin dân cung cấp”"
    page = centre.post(address, fields_of(page) | good | {"at_most-whole": "tips.useful"})
    assert page.context["working"].bad_rule
    cap = {"do": "rule:bounds", "bounds-key": "tips.received", "bounds-high": "0"}
    page = centre.post(address, fields_of(page) | cap)
    assert "không được giao chỉ tiêu: Tin dân cung cấp ≤ 0" in page.context["working"].bad_rule
    assert len(page.context["rules"]) == 13


def test_the_preview_shows_what_changes_and_saving_makes_the_version(centre, monthly):
    address = reverse("form_next", args=[monthly.pk])
    page = centre.get(address)
    line = next(line for line in page.context["working"].lines if line.row == "documents.issued")
    page = centre.post(address, fields_of(page) | {"do": f"remove:{line.id}"})
    page = centre.post(address, fields_of(page) | {"do": "preview"})
    assert page.context["changes"] == [("−", "Văn bản chỉ đạo, hướng dẫn")]
    assert page.context["problems"] == []
    made = centre.post(address, fields_of(page) | {"do": "save"})
    third = Form.objects.get(code="monthly-commune", version=3)
    assert made["Location"] == reverse("form_version", args=[third.pk])
    assert len(form_items(third)) == 29


def test_saving_with_a_wrong_day_keeps_everything_typed(centre, monthly):
    address = reverse("form_next", args=[monthly.pk])
    sent = fields_of(centre.get(address)) | {"do": "save", "valid_from": "20/12/2099", "name_vi": "Tên đang gõ"}
    page = centre.post(address, sent)
    assert page.status_code == 422
    assert page.context["problems"][0].code == "BIEUMAU-018"
    assert page.context["working"].head["name_vi"] == "Tên đang gõ"
    for wrong in ({"valid_from": "mai"}, {"due-commune": "hai"}):
        assert centre.post(address, sent | wrong).status_code == 422
    assert Form.objects.filter(code="monthly-commune").count() == 2


def test_a_province_makes_a_form_of_its_own_land(cast, enter):
    browser = enter(cast.binh)
    start = period_of(Regime.DECREE_MONTH, timezone.localdate()).end + timedelta(days=1)
    sent = {
        "do": "save", "code": "tuan-tra", "name_vi": "Tuần tra", "name_en": "Patrols", "regime": "decree_month",
        "valid_from": f"{start:%d/%m/%Y}", "due-commune": "2", "line": "0", "row-0": "patrols.shifts",
    }  # fmt: skip
    assert browser.post(reverse("form_new"), sent).status_code == 302
    form = Form.objects.get(code="tuan-tra")
    assert form.scope.key == "p01@2025"
    assert enter(cast.giang).get(reverse("form_version", args=[form.pk])).status_code == 404


def test_an_approver_of_a_province_looks_at_the_page_for_the_country_and_saves_nothing(cast, enter, monthly):
    browser, address = enter(cast.binh), reverse("form_next", args=[monthly.pk])
    page = browser.get(address)
    assert not page.context["may_save"]
    assert browser.post(address, fields_of(page) | {"do": "save"}).status_code == 403


def test_a_file_goes_out_and_comes_back_as_the_page_of_the_next_version(centre, monthly):
    content = centre.get(reverse("form_file", args=[monthly.pk])).content.decode()
    page = centre.post(reverse("form_import"), {"text": content})
    assert page.context["at"] == reverse("form_next", args=[monthly.pk])
    assert len(rows_of(page)) == 30


def test_a_wrong_file_is_refused_with_its_line(centre, monthly):
    content = centre.get(reverse("form_file", args=[monthly.pk])).content.decode()
    page = centre.post(reverse("form_import"), {"text": content.replace("tips.useful", "tips.usefull", 1)})
    assert page.status_code == 422
    assert page.context["problems"][0].where.startswith("dòng ")


def test_a_version_not_used_is_withdrawn_with_a_button(centre, monthly):
    address = reverse("form_next", args=[monthly.pk])
    centre.post(address, fields_of(centre.get(address)) | {"do": "save"})
    third = Form.objects.get(code="monthly-commune", version=3)
    assert centre.post(reverse("form_withdraw", args=[third.pk])).status_code == 302
    assert not Form.objects.filter(pk=third.pk).exists()


def test_what_is_owed_is_brought_in_line_with_a_button(centre, monthly):
    Form.objects.filter(pk=monthly.pk).update(valid_to=date(2027, 1, 14))
    page = centre.post(reverse("form_follow", args=[monthly.pk]), follow=True)
    assert "thêm 3321" in page.content.decode()
    assert page.context["owed"] == 3321


def test_every_part_of_the_stylesheet_is_closed_before_the_next_begins():
    depth, text = 0, Path(finders.find("desk/desk.css")).read_text(encoding="utf-8")
    for line in text.splitlines():
        assert not (line.startswith("/* ") and depth), line
        depth += line.count("{") - line.count("}")
    assert depth == 0
