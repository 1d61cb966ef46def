"""Villages when their commune ends: to its one successor by themselves, to a part of it when an administrator says."""

from datetime import date, timedelta
from typing import Any

import pytest

from chungtay.kernel.errors import NotAllowed, Refusal
from chungtay.reference.actors.queries import Role, body_get
from chungtay.reference.actors.services import account_create
from chungtay.reference.forms import queries as forms
from chungtay.reference.forms import villages as room
from chungtay.reference.forms.following import follow, follow_all
from chungtay.reference.places.models import Place, Succession
from chungtay.reference.places.queries import place_get, place_path, village_ids_on, villages_of, villages_stranded

pytestmark = pytest.mark.postgres
LAST = date(2030, 6, 30)
AFTER = LAST + timedelta(days=1)
BA_DINH, NGOC_HA, GIANG_VO = "c00004@2025", "c00008@2025", "c00025@2025"


@pytest.fixture
def keeper(cast: Any) -> Any:
    """The administrator of Hà Nội's police; two villages of Ba Đình are registered, which ends on the last of June."""
    by = account_create(username="qt", password=None, display_name="QT", body=cast.chi.body, role=Role.ADMINISTRATOR)
    room.villages_register(by=by, commune=place_get(BA_DINH), text="Thôn 1\nThôn 2", valid_from=date(2026, 1, 1))
    return by


def ended(*heirs: str) -> None:
    """Ba Đình's last day, and what it became: whole where it is one."""
    old, share = place_get(BA_DINH), 1 / len(heirs)
    Place.objects.filter(pk=old.pk).update(valid_to=LAST)
    kind = "whole" if len(heirs) == 1 else "part"
    for key in heirs:
        Succession.objects.create(
            old=old, new=place_get(key), on_date=AFTER, kind=kind, scope="all", share=share, share_method="official"
        )


def village(number: int = 1) -> Place:
    return place_get(f"v00004.00{number}@2025")


def owed(number: int = 1) -> list[tuple[date, date | None]]:
    return [(o.valid_from, o.valid_to) for o in forms.duties_of(body_get(f"THON-00004.00{number}"))]


def on_day(monkeypatch: pytest.MonkeyPatch, day: date) -> None:
    monkeypatch.setattr(room.timezone, "localdate", lambda: day)


def test_they_go_to_the_one_successor_on_the_day_after_the_last_and_not_before(keeper: Any) -> None:
    before = owed()
    ended(NGOC_HA)
    assert (room.villages_follow(LAST), village().parent_id) == (0, place_get(BA_DINH).pk)
    assert (room.villages_follow(AFTER), village().parent_id) == (2, place_get(NGOC_HA).pk)
    assert (room.villages_follow(AFTER), owed()) == (0, before)


def test_where_they_were_before_stays_known(keeper: Any) -> None:
    ended(NGOC_HA)
    room.villages_follow(AFTER)
    names = [place_path(village(), day)[-2].full_name for day in (LAST, AFTER)]
    assert names == ["Phường Ba Đình", "Phường Ngọc Hà"]
    assert [len(village_ids_on(place_get(key), day)) for key in (BA_DINH, NGOC_HA) for day in (LAST, AFTER)] == [
        2,
        0,
        0,
        2,
    ]


def test_their_bodies_report_to_the_committee_of_the_successor(keeper: Any) -> None:
    ended(NGOC_HA)
    room.villages_follow(AFTER)
    body = body_get("THON-00004.001")
    assert (body.parent and body.parent.code, body.name_vi) == ("UB-00008", "Thôn 1, Phường Ngọc Hà")


def test_a_new_village_of_the_successor_has_a_code_of_its_own(keeper: Any) -> None:
    ended(NGOC_HA)
    room.villages_follow(AFTER)
    made = room.villages_register(by=keeper, commune=place_get(NGOC_HA), text="Thôn 9", valid_from=AFTER)
    assert [body.code for body in made] == ["THON-00008.001"]
    assert len(villages_of(place_get(NGOC_HA))) == 3


def test_after_a_split_they_stay_unsettled_and_owe_nothing(keeper: Any) -> None:
    ended(NGOC_HA, GIANG_VO)
    assert room.villages_follow(AFTER) == 0
    assert [last for _, last in owed()] == [LAST]
    stranded = villages_stranded(AFTER)
    assert [(s.village.name, [heir.key for heir in s.heirs]) for s in stranded] == [
        ("Thôn 1", [NGOC_HA, GIANG_VO]),
        ("Thôn 2", [NGOC_HA, GIANG_VO]),
    ]


def test_following_the_form_opens_nothing_for_an_unsettled_one(keeper: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    ended(NGOC_HA, GIANG_VO)
    on_day(monkeypatch, AFTER)
    follow_all()
    follow(forms.form_get("village-monthly"))
    assert [last for _, last in owed()] == [LAST]


def test_a_settled_one_owes_from_the_day_it_is_settled(keeper: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    ended(NGOC_HA, GIANG_VO)
    room.villages_follow(AFTER)
    on_day(monkeypatch, settled := AFTER + timedelta(days=40))
    room.village_settle(by=keeper, village=village(), to=place_get(GIANG_VO))
    assert [first for first, last in owed() if last is None] == [settled]
    assert [s.village.name for s in villages_stranded(settled)] == ["Thôn 2"]
    assert [len(village_ids_on(place_get(key), AFTER)) for key in (BA_DINH, GIANG_VO)] == [1, 1]


def test_one_goes_nowhere_but_to_a_part_of_its_commune_that_ended(keeper: Any) -> None:
    with pytest.raises(Refusal, match="DIABAN-046"):
        room.village_settle(by=keeper, village=village(), to=place_get(NGOC_HA))
    ended(NGOC_HA, GIANG_VO)
    with pytest.raises(Refusal, match="DIABAN-046"):
        room.village_settle(by=keeper, village=village(), to=place_get("c00070@2025"))


def test_only_an_administrator_of_the_land_settles(keeper: Any, cast: Any) -> None:
    ended(NGOC_HA, GIANG_VO)
    committee = body_get("UB-00004")
    approver = account_create(username="duyet", password=None, display_name="D", body=committee, role=Role.APPROVER)
    elsewhere = account_create(
        username="qt2", password=None, display_name="Q", body=cast.giang.body, role=Role.ADMINISTRATOR
    )
    for by in (cast.an, approver, elsewhere):
        with pytest.raises(NotAllowed, match="DIABAN-404"):
            room.village_settle(by=by, village=village(), to=place_get(NGOC_HA))


def test_a_form_of_the_old_land_alone_ends_with_it(keeper: Any) -> None:
    form = forms.form_get("village-monthly")
    type(form).objects.filter(pk=form.pk).update(scope=place_get(BA_DINH))
    ended(NGOC_HA)
    room.villages_follow(AFTER)
    assert [last for _, last in owed()] == [LAST]
