"""Points of community models: their lives, who may write them, what is known of them, and what is kept from view."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.utils.timezone import localdate

from chungtay.gathering.registers.community import queries, services
from chungtay.gathering.registers.community.queries import Asked, Standing
from chungtay.gathering.registers.community.services import First
from chungtay.kernel.errors import NotAllowed, Refusal
from chungtay.kernel.periods import programme_term
from chungtay.reference.places.queries import place_by_code, place_get

if TYPE_CHECKING:
    from chungtay.gathering.registers.community.models import ModelPoint
    from conftest import Cast

pytestmark = pytest.mark.django_db
LAUNCH = date(2025, 8, 1)


@pytest.fixture
def register(cast: Cast) -> Cast:
    """The cast with the catalogue's kinds and scales at hand."""
    services.register_load()
    return cast


def point(by: Any, name: str = "Camera an ninh tổ 5", kind: str = "Camera an ninh", **more: Any) -> ModelPoint:
    found = queries.kind_named(kind) or services.kind_add(by=by, name=kind)
    values = {"place": by.body.place, "lead": "police", "first": First("launch", LAUNCH)} | more
    return services.point_register(by=by, kind=found, name=name, **values)


def refused(code: str) -> Any:
    return pytest.raises(Refusal, check=lambda refusal: refusal.code == code)


def test_a_point_lives_from_launch_to_its_end(register: Cast) -> None:
    made = point(register.an)
    services.step_add(by=register.an, point=made, kind="run", on=LAUNCH + timedelta(30))
    ended = services.step_add(by=register.an, point=made, kind="end", on=localdate(), end_reason="no_longer_needed")
    assert (ended.state, ended.launched_on, ended.version) == ("ended", LAUNCH, 3)


def test_an_end_before_the_launch_is_refused(register: Cast) -> None:
    made = point(register.an)
    with refused("DSM-111"):
        services.step_add(by=register.an, point=made, kind="end", on=LAUNCH - timedelta(9), reason="Không còn phù hợp")


def test_a_struck_step_counts_no_more_and_stays_to_be_seen(register: Cast) -> None:
    made = point(register.an)
    services.step_add(by=register.an, point=made, kind="rest", on=localdate(), reason="Hỏng thiết bị")
    [last, _] = queries.events_of(made)
    assert last.step is not None
    back = services.step_strike(by=register.an, point=made, step_id=last.step.pk, reason="Ghi nhầm điểm")
    assert back.state == "launched"
    assert len(queries.events_of(made)) == 2


def test_a_point_whose_only_step_is_struck_never_was(register: Cast) -> None:
    made = point(register.an)
    [event] = queries.events_of(made)
    assert event.step is not None
    services.step_strike(by=register.an, point=made, step_id=event.step.pk, reason="Đăng ký nhầm")
    assert not queries.points_found(register.an, Asked(), localdate()).exists()


def test_the_same_point_under_another_spelling_is_told(register: Cast) -> None:
    point(register.an, "Camera an ninh – Tổ 05")
    with refused("DSM-106"):
        point(register.an, "CAMERA AN NINH TỔ 5", kind="Mô hình Camera giám sát an ninh", is_another=True)
    assert point(register.an, "Camera an ninh tổ 6").pk


def test_a_commune_that_did_not_exist_then_is_refused(register: Cast) -> None:
    with refused("DSM-121"):
        point(register.an, first=First("launch", date(2020, 5, 1)))


def test_through_the_change_of_borders_a_point_gets_its_new_commune(register: Cast) -> None:
    old = place_by_code("00004", on=date(2024, 1, 1), level="commune")
    heirs = [link.new for link in _successors(old)]
    made = point(register.chi, place=old, now=heirs[0], first=First("launch", date(2024, 1, 1)))
    assert made.place == heirs[0]
    stays = list(made.stays.order_by("valid_from").values_list("place", "valid_to"))
    assert stays == [(old.pk, date(2025, 6, 30)), (heirs[0].pk, None)]


def _successors(old: Any) -> Any:
    from chungtay.reference.places.queries import successors

    return successors(old)


def test_what_nobody_saw_for_twelve_months_is_unknown_not_effective(register: Cast) -> None:
    made = point(register.an)
    [scale, *_] = queries.scales_for(made.place, LAUNCH)
    grade = next(g for g in scale.grades.all() if g.is_effective)
    services.point_assess(by=register.an, point=made, grade_id=grade.pk, on=LAUNCH, document="12/BC-CAP")
    soon, late = LAUNCH + timedelta(300), LAUNCH + timedelta(400)
    assert queries.totals(register.an, soon)[Standing.EFFECTIVE] == 1
    told = queries.totals(register.an, late)
    assert (told[Standing.EFFECTIVE], told[Standing.UNKNOWN]) == (0, 1)


def test_a_round_confirms_many_points_and_is_taken_back_as_one(register: Cast) -> None:
    ids = [point(register.an, f"Camera an ninh tổ {n}").pk for n in (1, 2, 3)]
    made = services.points_confirm(by=register.an, point_ids=ids, on=localdate())
    known = queries.points_found(register.an, Asked(), localdate())
    assert set(known.values_list("known_on", "version")) == {(localdate(), 2)}
    assert services.round_undo(by=register.an, round_id=made.pk) == 3
    assert set(known.values_list("known_on", "version")) == {(LAUNCH, 3)}


def test_another_body_confirms_independently_and_a_stranger_not_at_all(register: Cast) -> None:
    made = point(register.an)
    services.points_confirm(by=register.binh, point_ids=[made.pk], on=localdate())
    [seen, _] = queries.events_of(made)
    assert seen.seen is not None
    assert seen.seen.is_independent
    for stranger in (register.giang, register.khoa, register.hoa):
        with pytest.raises(NotAllowed):
            services.points_confirm(by=stranger, point_ids=[made.pk], on=localdate())


def test_near_names_of_kinds_are_proposed_and_united_never_added_twice(register: Cast) -> None:
    made = point(register.an, kind="Camera an ninh ngõ phố")
    newer = services.kind_add(by=register.an, name="Mô hình “Camera an ninh ngõ, phố”")
    assert newer == made.kind
    other = services.kind_add(by=register.binh, name="Camera an ninh trên ngõ phố")
    [pair] = [p for p in queries.likenesses(register.binh) if p.older == made.kind]
    assert pair.newer == other
    assert services.kinds_unite(by=register.binh, gone=made.kind, into=other).points == 1
    assert queries.kind_named("camera an ninh ngo pho") == other


def test_united_kinds_are_taken_apart_with_what_went_along_and_in_their_order(register: Cast) -> None:
    binh, names = register.binh, ("Camera an ninh ngõ phố", "Camera an ninh trên ngõ phố", "Camera trên ngõ phố")
    first, second, third = (services.kind_add(by=register.an, name=name) for name in names)
    made = point(register.an, kind=names[0])
    one = services.kinds_unite(by=binh, gone=first, into=second)
    later = point(register.an, "Camera tổ 9", kind=names[0])
    two = services.kinds_unite(by=binh, gone=second, into=third)
    with refused("DSM-109"):
        services.uniting_undo(by=binh, id=one.pk)
    assert (two.points, [u.pk for u in queries.unitings(binh)], queries.unitings(register.hoa)) == (2, [two.pk], [])
    with pytest.raises(NotAllowed):
        services.uniting_undo(by=register.hoa, id=two.pk)
    assert [services.uniting_undo(by=binh, id=held.pk) for held in (two, one)] == [2, 1]
    assert [queries.kind_named(name) for name in names] == [first, second, third]
    made.refresh_from_db()
    later.refresh_from_db()
    assert (made.kind, made.version, later.kind, later.version) == (first, 5, second, 3)
    with refused("DSM-108"):
        services.uniting_undo(by=binh, id=one.pk)


def test_a_sensitive_kind_is_another_kind_outside_its_commune(register: Cast) -> None:
    made = point(register.an, "Giáo xứ bình yên khu 2", kind="Giáo xứ bình yên")
    assert queries.point_seen(register.an, made.pk, localdate()).name == made.name
    hidden = queries.point_seen(register.binh, made.pk, localdate())
    assert (hidden.name, hidden.kind) == ("", None)
    for asked in (Asked(search="giao xu"), Asked(kind=made.kind_id)):
        assert queries.points_found(register.an, asked, localdate()).exists()
        assert not queries.points_found(register.binh, asked, localdate()).exists()
    assert queries.totals_by_kind(register.binh, LAUNCH) == [(None, 1, 0, 0)]
    with refused("DSM-161"):
        queries.coverage(register.binh, within=register.binh.body.place, on=localdate(), kind=made.kind)


def test_a_new_kind_about_clans_or_drug_users_is_sensitive_by_its_name(register: Cast) -> None:
    assert services.kind_add(by=register.an, name="Dòng họ Phúc Lộc bình yên").is_sensitive
    assert services.kind_add(by=register.an, name="Giúp người cai nghiện").is_sensitive
    assert not services.kind_add(by=register.an, name="Chợ an toàn").is_sensitive


@pytest.mark.parametrize("text", ["Ông Nguyễn Văn An báo", "gọi 0912345678"])
def test_texts_that_lead_to_a_person_are_refused(register: Cast, text: str) -> None:
    with refused("NGUON-106"):
        point(register.an, first=First("launch", LAUNCH, reason=text))


def test_coverage_counts_communes_of_that_day_with_a_known_point(register: Cast) -> None:
    point(register.an)
    hanoi = place_get("p01@2025")
    now = queries.coverage(register.binh, within=hanoi, on=localdate())
    before = queries.coverage(register.binh, within=hanoi, on=LAUNCH + timedelta(1))
    earlier = queries.coverage(register.binh, within=hanoi, on=LAUNCH - timedelta(1))
    assert [sum(row.known + row.unknown for row in rows) for rows in (now, before, earlier)] == [1, 1, 0]
    [share] = queries.shares(before, {hanoi.pk: hanoi}, on_old_map=False)
    assert (share.covered, share.communes) == (1, 126)


def test_teams_have_as_many_people_as_on_the_day_asked(register: Cast) -> None:
    made = point(register.an)
    team = services.team_add(by=register.an, point=made, name="Tổ 1", since=LAUNCH, members=5)
    services.team_strength(by=register.an, team=team, since=LAUNCH + timedelta(60), members=8)
    assert [queries.teams_of(made, LAUNCH + timedelta(n))[0].members for n in (10, 60)] == [5, 8]
    with refused("DSM-151"):
        services.team_add(by=register.an, point=made, name="TỔ 01", since=LAUNCH)


def test_a_team_written_by_mistake_is_struck_with_a_reason_and_can_be_had_back(register: Cast) -> None:
    made = point(register.an)
    team = services.team_add(by=register.an, point=made, name="Tổ 1", since=LAUNCH, members=5)
    services.team_strike(by=register.an, team=team, reason="Ghi hai lần")
    team.refresh_from_db()
    assert queries.counts_of("models.teams", made.place, programme_term(2020, 2026))[0].value == 0
    services.team_add(by=register.an, point=made, name="Tổ 1", since=LAUNCH)
    for deed in (services.team_strike, services.team_restore):
        with refused("DSM-154" if deed is services.team_strike else "DSM-151"):
            deed(by=register.an, team=team, reason="Nhầm")
    assert [team.is_void for team in queries.teams_of(made, localdate())] == [False, True]


def draft(by: Any, row: int, name: str, **more: Any) -> services.Draft:
    kind = queries.kind_named("Camera an ninh")
    assert kind is not None
    values = {"place": by.body.place, "lead": "police", "steps": (First("launch", LAUNCH),)} | more
    return services.Draft(row=row, kind=kind, name=name, **values)


def test_of_a_list_bad_rows_are_told_and_good_ones_kept_only_if_asked(register: Cast) -> None:
    an = register.an
    early = {"steps": (First("launch", date(2020, 1, 1)),)}
    rows = [draft(an, 2, "Camera khu 1"), draft(an, 3, "CAMERA KHU 01"), draft(an, 4, "Camera khu 2", **early)]
    told = services.points_bring(by=an, drafts=rows)
    assert [(p.where.vi, p.code) for p in told.problems] == [("dòng 3", "DSM-106"), ("dòng 4", "DSM-121")]  # type: ignore[attr-defined]
    assert told.points == queries.points_found(an, Asked(), localdate()).count() == 0
    assert services.points_bring(by=an, drafts=rows, keep_good=True).points == 1


def test_a_list_is_taken_back_except_points_written_to_since(register: Cast) -> None:
    an = register.an
    rows = [draft(an, n, f"Camera khu {n}", seen_on=localdate()) for n in (1, 2, 3)]
    brought = services.points_bring(by=an, drafts=rows)
    assert brought.id is not None
    first = queries.points_found(an, Asked(), localdate()).earliest("pk")
    services.step_add(by=an, point=first, kind="run", on=localdate())
    assert services.bringing_undo(by=an, id=brought.id) == (2, 1)
    assert [p.pk for p in queries.points_found(an, Asked(), localdate())] == [first.pk]


def test_counts_for_indicators_name_their_rows_with_versions_and_their_members(register: Cast) -> None:
    an, period = register.an, programme_term(2025, localdate().year)
    made = point(an, is_replica=True)
    point(an, "Điểm cũ", kind="Tiếng kẻng an ninh")
    services.points_confirm(by=an, point_ids=[made.pk], on=localdate())
    hanoi = place_get("p01@2025")
    [whole, camera] = queries.counts_of("models.communes_covered", hanoi, period)
    assert (whole.value, whole.members, camera.rows) == (1, ("c00004@2025",), ((made.pk, 2),))
    assert queries.counts_of("models.kinds", hanoi, period)[0].members == ("security_camera",)
    values = {code: queries.counts_of(code, hanoi, period)[0].value for code in ("models.total", "models.replicated")}
    assert values == {"models.total": 2, "models.replicated": 1}
