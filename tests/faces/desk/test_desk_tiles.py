"""Headline figures: their parts, who may see which, and of how many reports a total is the sum."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest
from desk_builders import TERM, national_programme
from django.utils import translation

from chungtay import flow
from chungtay.faces.desk import counts
from chungtay.faces.desk.parts import part_of, parts_apart, parts_in_view, parts_shown
from chungtay.kernel.periods import programme_term
from chungtay.kernel.quantities import Quantity, Total
from chungtay.ledger.types import Claim, DecisionKind
from chungtay.results.warehouse.questions import Basis, Row

CRIME, EVILS, POLITICAL = (f"tip_category={key}" for key in ("crime", "social_evils", "political_security"))
_HALF = "total of what 9 of 9 communes stated, 2 of them for a part of the period"
PARISH, CAMERA, OTHER = (f"model_kind={key}" for key in ("peaceful_parish", "security_camera", "other"))


@pytest.fixture(autouse=True)
def in_vietnamese() -> Any:
    with translation.override("vi"):
        yield


@pytest.fixture
def stated(cast: Any) -> Any:
    """Hà Nội's approved report: tips with their kinds, and commendations of which only the parts were stated."""
    values = {
        ("tips.received", ""): 900,
        ("tips.received", CRIME): 600,
        ("tips.received", POLITICAL): 250,
        ("awards.front", "recipient_kind=collective"): 68,
        ("awards.front", "recipient_kind=individual"): 1,
    }
    place = cast.chi.body.place
    claims = [Claim(code, place.pk, TERM, Quantity.read(value), cell=cell) for (code, cell), value in values.items()]
    batch = flow.figures_submit(
        by=cast.chi, body=cast.chi.body, form_code="programme-review", place=place, period=TERM, claims=claims
    )
    flow.batch_decide(by=cast.dung, batch=batch, kind=DecisionKind.APPROVED)
    return national_programme()


def page_of(client: Any, programme: Any) -> str:
    return str(client.get(f"/chuong-trinh/{programme.pk}/?ky={TERM}").content.decode())


def test_an_indicator_of_which_only_parts_were_stated_is_shown_with_them(cast: Any, enter: Any, stated: Any) -> None:
    page = page_of(enter(cast.chi), stated)
    assert "chỉ nêu từng phần, không nêu số chung" in page
    assert re.search(r"Tập thể</a> <b>68</b>.*?Cá nhân</a> <b>1</b>", page, re.S)


def test_an_area_with_parts_alone_is_not_called_silent(cast: Any, enter: Any, stated: Any) -> None:
    area = page_of(enter(cast.chi), stated).split("Công tác khen thưởng")[1].split("</section>")[0]
    assert "Chưa có số liệu nào được duyệt." not in area


def test_the_first_page_shows_parts_too(cast: Any, enter: Any, stated: Any) -> None:
    assert "Tập thể</a> <b>68</b>" in enter(cast.chi).get("/").content.decode()


def test_a_part_leads_to_its_own_figures(cast: Any, enter: Any, stated: Any) -> None:
    address = f"/chuong-trinh/{stated.pk}/chi-tieu/tips.received/?ky={TERM}&phan={CRIME}"
    page = enter(cast.chi).get(address).content.decode()
    assert ">600</a>" in page
    assert ">250</a>" not in page


def test_a_part_that_rests_on_one_figure_leads_straight_to_its_sentence(cast: Any, enter: Any, stated: Any) -> None:
    client = enter(cast.chi)
    address = re.search(r'href="(/so-lieu/\d+/)">Tội phạm<', page_of(client, stated))
    assert address is not None
    assert "600" in client.get(address[1]).content.decode()


def test_a_part_that_nobody_stated_does_not_exist(cast: Any, enter: Any, stated: Any) -> None:
    address = f"/chuong-trinh/{stated.pk}/chi-tieu/tips.received/?ky={TERM}&phan={EVILS}"
    assert enter(cast.chi).get(address).status_code == 404


def row(code: str, cell: str, value: int, **more: Any) -> Row:
    usual = {"stated": 1, "received": 1, "expected": 1, "level": "commune"}
    return Row(code, "x", TERM, cell, Basis.REPORTED, Total(*[Quantity.read(value).value] * 3), **(usual | more))


def shown(rows: list[Row], whole: Row | None, place: Any, by: Any) -> dict[str, str]:
    return {part.name: part.words for part in parts_shown(rows, whole, place, by, lambda row: row.cell)}


def test_political_security_is_seen_from_the_province_up(cast: Any) -> None:
    rows = [row("tips.received", POLITICAL, 30), row("tips.received", CRIME, 70)]
    names = [set(shown(rows, None, user.body.place, user)) for user in (cast.chi, cast.an)]
    assert names == [{"An ninh chính trị", "Tội phạm"}, set()]


def test_sensitive_kinds_are_other_kinds_outside_their_commune(cast: Any) -> None:
    rows = [row("models.points", cell, value) for cell, value in ((PARISH, 2), (CAMERA, 9), (OTHER, 4))]
    commune = cast.an.body.place
    assert shown(rows, None, commune, cast.binh) == {"Camera an ninh": "9", "Loại khác": "6"}
    assert shown(rows, None, commune, cast.an)["Giáo xứ, xứ đạo bình yên"] == "2"
    assert part_of(rows, PARISH, None, commune, cast.binh) is None


def test_a_merged_part_is_the_sum_of_all_its_figures(cast: Any) -> None:
    rows = [row("models.points", PARISH, 2, figure_ids=(7,)), row("models.points", OTHER, 4, figure_ids=(3,))]
    (merged,) = parts_in_view(rows, cast.an.body.place, cast.binh)
    assert (merged.cell, merged.figure_ids) == (OTHER, (3, 7))


def test_sensitive_kinds_of_places_counted_once_are_left_out(cast: Any) -> None:
    rows = [row("models.communes_covered", PARISH, 1), row("models.communes_covered", CAMERA, 1)]
    assert set(shown(rows, None, cast.an.body.place, cast.binh)) == {"Camera an ninh"}


def test_a_sensitive_part_of_a_province_is_not_listed_commune_by_commune(cast: Any) -> None:
    own = row("models.points", PARISH, 12)
    summed = replace(own, basis=Basis.ROLLED_UP, stated=5, expected=9)
    province = cast.binh.body.place
    assert part_of([own], PARISH, None, province, cast.binh) is not None
    assert part_of([summed], PARISH, None, province, cast.binh) is None
    assert [part.address for part in parts_shown([summed], None, province, cast.binh, lambda row: row.cell)] == [""]


def test_a_sensitive_part_leads_on_where_provinces_stated_it(cast: Any, enter: Any, stated: Any) -> None:
    page = enter(cast.dung).get(f"/chuong-trinh/{stated.pk}/?ky={TERM}").content.decode()
    address = re.search(r'href="(/so-lieu/\d+/)">An ninh chính trị<', page)
    assert address is not None
    assert "250" in enter(cast.dung).get(address[1]).content.decode()


def test_evidence_without_a_whole_shows_the_parts_and_no_empty_table(cast: Any, enter: Any, stated: Any) -> None:
    page = enter(cast.chi).get(f"/chuong-trinh/{stated.pk}/chi-tieu/awards.front/?ky={TERM}").content.decode()
    assert "Tập thể</a> <b>68</b>" in page
    assert "Số này cộng từ đâu" not in page


def test_one_small_part_cannot_be_had_from_the_rest(cast: Any) -> None:
    rows = [row("tips.received", CRIME, 17), row("tips.received", EVILS, 3), row("tips.received", POLITICAL, 80)]
    whole = row("tips.received", "", 100)
    words = shown(rows, whole, cast.binh.body.place, cast.hoa)
    assert words == {"An ninh chính trị": "80", "Tội phạm": "được che", "Tệ nạn xã hội": "<5"}
    assert part_of(rows, CRIME, whole, cast.binh.body.place, cast.hoa) is None


def test_a_small_whole_has_no_parts(cast: Any) -> None:
    assert shown([row("tips.received", CRIME, 3)], row("tips.received", "", 3), cast.binh.body.place, cast.hoa) == {}


@pytest.fixture
def apart(cast: Any) -> Any:
    """Hà Nội's approved numbers of communes with a kind of model: counted once each, and without the list of them."""
    place = cast.chi.body.place
    values = {CAMERA: 109, "model_kind=self_managed_area": 181}
    claims = [Claim("models.communes_covered", place.pk, TERM, Quantity.read(v), cell=c) for c, v in values.items()]
    batch = flow.figures_submit(
        by=cast.chi, body=cast.chi.body, form_code="programme-review", place=place, period=TERM, claims=claims
    )
    flow.batch_decide(by=cast.dung, batch=batch, kind=DecisionKind.APPROVED)
    return national_programme()


def test_what_cannot_be_added_leads_to_who_stated_it(cast: Any, enter: Any, apart: Any) -> None:
    client = enter(cast.dung)
    page = client.get(f"/chuong-trinh/{apart.pk}/?ky={TERM}").content.decode()
    assert "Có ở 1 báo cáo cấp dưới, không cộng được vì không có danh sách" in page
    address = re.search(r'href="(/so-lieu/\d+/)">Thành phố Hà Nội: Camera an ninh</a> <b>109</b>', page)
    assert address is not None
    assert client.get(address[1]).status_code == 200


def test_what_cannot_be_added_is_said_in_english_too(cast: Any, enter: Any, apart: Any) -> None:
    client = enter(cast.dung)
    client.cookies["django_language"] = "en"
    page = client.get(f"/chuong-trinh/{apart.pk}/?ky={TERM}").content.decode()
    assert "In 1 report from below, cannot be added without lists of what was counted" in page


def test_the_place_that_stated_it_shows_its_own_number(cast: Any, enter: Any, apart: Any) -> None:
    page = page_of(enter(cast.chi), apart)
    assert "Camera an ninh</a> <b>109</b>" in page
    assert "không cộng được" not in page


def test_small_numbers_that_stand_apart_are_hidden_from_others(cast: Any) -> None:
    rows = [row("tips.received", "", 100), row("tips.received", CRIME, 3), row("tips.received", EVILS, 97)]
    told = parts_apart(rows, cast.an.body.place, cast.hoa, lambda row: row.cell)
    assert [part.words for part in told] == ["100", "<5", "được che"]


def below(stated: int, expected: int, level: str = "commune", partial: int = 0) -> Row:
    found = row("tips.received", "", 9, stated=stated, received=stated, expected=expected, level=level)
    return replace(found, basis=Basis.ROLLED_UP, partial=partial)


@pytest.mark.parametrize(
    ("found", "of", "vi", "en"),
    [
        (below(69, 3321), "country", "Tổng của 69/3.321 xã có báo cáo", "Total of 69 of 3,321 communes with a report"),
        (
            below(3, 63, "province"),
            "country",
            "Tổng của 3/63 tỉnh có báo cáo",
            "Total of 3 of 63 provinces with a report",
        ),
        (below(2, 2), "province", "Đủ 2 xã có báo cáo", "All 2 communes reported"),
        (below(1, 1), "commune", "Đơn vị đã báo cáo", "This unit reported"),
        (below(1, 1, "province"), "province", "Đơn vị đã báo cáo", "This unit reported"),
        (
            below(1, 1, partial=1),
            "commune",
            "Đơn vị đã báo cáo, chưa đủ kỳ",
            "This unit reported, for a part of the period",
        ),
        (below(0, 1), "commune", "Đơn vị chưa báo cáo", "This unit has not reported"),
        (
            below(1, 1),
            "province",
            "Đã có báo cáo của xã duy nhất phải báo cáo",
            "The only commune that owes a report has reported",
        ),
        (below(0, 5), "province", "Chưa có báo cáo nào của 5 xã", "No report yet from 5 communes"),
    ],
)
def test_the_heading_says_who_reported(found: Row, of: str, vi: str, en: str) -> None:
    said = []
    for language in ("vi", "en"):
        with translation.override(language):
            said.append(counts.coverage([found], of).words)
    assert said == [vi, en]


@pytest.mark.parametrize(
    ("found", "of", "vi", "en"),
    [
        (
            below(1, 1, partial=1),
            "commune",
            "cộng các kỳ đơn vị đã báo cáo, chưa đủ kỳ",
            "sum of the periods that the unit reported, for a part of the period",
        ),
        (below(9, 9, partial=2), "country", "tổng của 9/9 xã có nêu, 2 nơi chưa đủ kỳ", _HALF),
        (below(1, 3), "province", "tổng của 1/3 xã có nêu", "total of what 1 of 3 communes stated"),
        (below(2, 1), "province", "tổng của 2 xã có nêu", "total of the 2 communes that stated it"),
        (below(1, 1), "province", "số của xã duy nhất phải báo cáo", "from the only commune that owes a report"),
        (below(4, 4), "province", "tổng của đủ 4 xã", "total of all 4 communes"),
    ],
)
def test_a_total_says_what_it_stands_on(found: Row, of: str, vi: str, en: str) -> None:
    said = []
    for language in ("vi", "en"):
        with translation.override(language):
            said.append(counts.note(found, of))
    assert said == [vi, en]


def test_batches_of_other_years_are_not_listed(cast: Any, enter: Any, stated: Any) -> None:
    place, later = cast.chi.body.place, programme_term(2024, 2025)
    claim = Claim("tips.received", place.pk, later, Quantity.read(70))
    flow.figures_submit(
        by=cast.chi, body=cast.chi.body, form_code="programme-review", place=place, period=later, claims=[claim]
    )
    listed = page_of(enter(cast.chi), stated).split("Đợt số liệu mới nhất")[1]
    assert "giai đoạn 2013-2018" in listed
    assert "2024-2025" not in listed
