"""Bodies, accounts, and who sees what: own, child, sibling, parent, foreign."""

from datetime import date

import pytest
from django.db.models import Q

from chungtay.kernel.errors import Refusal
from chungtay.reference.actors import queries, services
from chungtay.reference.actors.models import Body
from chungtay.reference.actors.policies import is_above, sees_place, visible_q
from chungtay.reference.places.models import Place
from chungtay.reference.places.queries import place_by_code, place_get

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]

ON = date(2025, 11, 1)


def spot(name: str) -> Place:
    """A place by the word used in the table below."""
    if name.isdigit():
        return place_by_code(name, on=ON if name != "00001" else date(2020, 1, 1), level="commune")
    return place_get(name)


# who, place, sees. 00004 Ba Đình and 00008 Ngọc Hà in Hà Nội (p01), p42 Hà Tĩnh, 00001 Phúc Xá: an old ward of Hà Nội.
SEES = [
    ("an", "00004", True),
    ("an", "00008", False),
    ("an", "p01@2025", False),
    ("an", "vn", False),
    ("an", "p42@2025", False),
    ("khoa", "00004", False),
    ("binh", "00004", True),
    ("binh", "00008", True),
    ("binh", "00001", True),
    ("binh", "p01@2025", True),
    ("binh", "vn", False),
    ("binh", "p42@2025", False),
    ("giang", "00004", False),
    ("giang", "p01@2025", False),
    ("giang", "p42@2025", True),
    ("dung", "vn", True),
    ("dung", "00004", True),
    ("dung", "00001", True),
    ("hoa", "00004", True),
    ("hoa", "p42@2025", False),
]


@pytest.mark.parametrize(("who", "place", "sees"), SEES)
def test_an_account_sees_its_territory_and_nothing_else(cast, who: str, place: str, sees: bool):
    assert sees_place(getattr(cast, who), spot(place)) is sees


@pytest.mark.parametrize(("who", "place", "sees"), SEES)
def test_the_filter_agrees_with_the_question(cast, who: str, place: str, sees: bool):
    user, wanted = getattr(cast, who), spot(place)
    assert Place.objects.filter(visible_q(user, prefix=""), pk=wanted.pk).exists() is sees


def test_an_administrator_sees_no_figures(cast):
    cast.dung.role = "administrator"
    assert not sees_place(cast.dung, spot("00004"))
    assert not Body.objects.filter(visible_q(cast.dung)).exists()


def test_a_closed_account_sees_nothing(cast):
    services.account_close(user=cast.binh)
    assert not sees_place(cast.binh, spot("00004"))


@pytest.mark.parametrize(
    ("upper", "lower", "above"),
    [
        ("CA-HN", "CA-BADINH", True),
        ("BCA", "CA-BADINH", True),
        ("BCA", "CA-HN", True),
        ("CA-BADINH", "CA-HN", False),
        ("CA-BADINH", "CA-NGOCHA", False),
        ("CA-HT", "CA-BADINH", False),
        ("CA-HN", "CA-HN", False),
        ("MT-HN", "CA-BADINH", False),
    ],
)
def test_who_stands_above_whom(cast, upper: str, lower: str, above: bool):
    assert is_above(cast.bodies[upper], cast.bodies[lower]) is above


def codes_of_body(cast, **changes: object) -> list[str]:
    values = {
        "code": "CA-MOI",
        "name_vi": "Công an phường",
        "name_en": "Ward police",
        "line": "police",
        "level": "commune",
        "place": spot("00008"),
        "parent": cast.bodies["CA-HN"],
    }
    with pytest.raises(Refusal) as refusal:
        services.body_create(**(values | changes))
    return [problem.code for problem in refusal.value.problems]


def test_a_body_of_another_line_cannot_stand_above(cast):
    assert codes_of_body(cast, parent=cast.bodies["MT-HN"]) == ["DONVI-004"]


def test_a_body_of_the_same_level_cannot_stand_above(cast):
    assert codes_of_body(cast, parent=cast.bodies["CA-BADINH"]) == ["DONVI-004"]


def test_a_body_above_holds_the_territory(cast):
    assert codes_of_body(cast, parent=cast.bodies["CA-HT"]) == ["DONVI-004"]


def test_all_problems_of_a_body_are_told_at_once(cast):
    problems = codes_of_body(cast, code="CA-HN", name_en=" ", valid_from=ON, valid_to=date(2020, 1, 1))
    assert problems == ["DONVI-002", "DONVI-003", "DONVI-005"]


def test_nothing_is_written_when_a_body_is_refused(cast):
    before = Body.objects.count()
    codes_of_body(cast, line="army")
    assert Body.objects.count() == before


def codes_of_account(cast, **changes: object) -> list[str]:
    values = {"username": "moi", "password": "mot-mat-khau-du-dai", "display_name": "Cán bộ", "role": "reporter"}
    with pytest.raises(Refusal) as refusal:
        services.account_create(**(values | changes), body=cast.bodies["CA-HN"])
    return [problem.code for problem in refusal.value.problems]


@pytest.mark.parametrize("username", ["an", "Nguyễn", "a b", ""])
def test_a_name_that_is_taken_or_not_plain_is_refused(cast, username: str):
    assert codes_of_account(cast, username=username) == ["TAIKHOAN-002"]


def test_a_role_must_be_known(cast):
    assert codes_of_account(cast, role="king") == ["TAIKHOAN-003"]


def test_a_short_password_is_refused(cast):
    assert codes_of_account(cast, password="ngan") == ["TAIKHOAN-004"]


def test_a_weak_password_is_refused_outside_a_demonstration(cast, settings):
    settings.DEMO = False
    assert codes_of_account(cast, password="ngan", weak_password_ok=True) == ["TAIKHOAN-004"]


def test_a_demonstration_may_have_a_weak_password(cast):
    user = services.account_create(
        username="thu",
        password="ngan",
        display_name="Cán bộ",
        body=cast.bodies["CA-HN"],
        role="reporter",
        weak_password_ok=True,
    )
    assert user.check_password("ngan")


def test_an_account_without_a_password_cannot_sign_in(cast):
    user = services.account_create(
        username="thu", password=None, display_name="Cán bộ", body=cast.bodies["CA-HN"], role="reporter"
    )
    assert not user.has_usable_password()


def test_a_new_password_is_checked_as_well(cast):
    with pytest.raises(Refusal):
        services.password_set(user=cast.an, password="ngan")
    services.password_set(user=cast.an, password="mot-mat-khau-khac-2026")
    assert queries.user_get("an").check_password("mot-mat-khau-khac-2026")


def test_bodies_come_from_the_centre_down(cast):
    assert [body.code for body in queries.bodies_all()] == [
        "BCA",
        "CA-HN",
        "CA-HT",
        "MT-HN",
        "CA-BADINH",
        "CA-NGOCHA",
    ]


def test_the_body_of_a_place_depends_on_the_line(cast):
    hanoi = place_get("p01@2025")
    assert queries.body_of_place(hanoi, "police") == cast.bodies["CA-HN"]
    assert queries.body_of_place(hanoi, "front") == cast.bodies["MT-HN"]
    assert queries.body_of_place(hanoi, "committee") is None


def test_bodies_by_their_ids_are_read_at_once(cast, django_assert_num_queries):
    with django_assert_num_queries(1):
        found = queries.bodies_by_id([cast.bodies["BCA"].pk, 0])
        assert [body.place.key for body in found.values()] == ["vn"]


def test_an_unknown_body_and_account_are_refused(db):
    with pytest.raises(Refusal, match="DONVI-001"):
        queries.body_get("CA-XX")
    with pytest.raises(Refusal, match="TAIKHOAN-001"):
        queries.user_get("nobody")


def test_approvers_of_the_centre_are_found(cast):
    assert queries.approvers_of_the_centre() == [cast.dung]
    assert queries.accounts_of(cast.bodies["CA-HN"]) == [cast.binh, cast.chi]


def test_the_country_sees_all_also_beside_another_condition(cast) -> None:
    assert Body.objects.filter(visible_q(cast.dung) | Q(code="none")).count() == Body.objects.count()
