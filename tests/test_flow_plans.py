"""A plan comes in as a document and becomes tasks that show the sentence which asks for them."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.utils.timezone import localdate

from chungtay import flow_plans
from chungtay.gathering.intake.plans import queries, services
from chungtay.gathering.intake.plans.services import Settled
from chungtay.gathering.programmes import life, planning, tasks
from chungtay.gathering.programmes.papers import ConferenceDraft, conference_add
from chungtay.gathering.programmes.queries import areas, programme_get
from chungtay.gathering.programmes.services import programmes_load
from chungtay.gathering.programmes.tasks import TaskDraft
from chungtay.kernel.errors import NotAllowed, Refusal
from chungtay.reference.places.queries import place_get

pytestmark = pytest.mark.django_db
YEAR = localdate().year + 1
PLAN = f"""KẾ HOẠCH
Thực hiện Chương trình phối hợp năm {YEAR}
Số: 21/KH-CAT
ngày 15 tháng 01 năm 2026
II. NHIỆM VỤ
1. Giao Đơn vị CA-HN chủ trì, phối hợp với Đơn vị MT-HN mở lớp tập huấn lực lượng nòng cốt, xong trong quý II.
2. Giao Đơn vị CA-BADINH vận động Nhân dân cung cấp 50 tin báo trong tháng 6.
3. Công an các xã rà soát mô hình trước ngày 30/9.
""".encode()


@pytest.fixture
def read(cast: Any) -> Any:
    programmes_load()
    return received(cast)


def received(cast: Any, content: bytes = PLAN, **said: Any) -> Any:
    programme = programme_get("07/CTrPH-BCA-MTTW")
    return flow_plans.plan_receive(
        by=cast.binh, programme=programme, year=YEAR, content=content, **{"filename": "ke-hoach.txt", **said}
    )


def test_what_was_read_names_bodies_and_days_and_says_what_it_leaves_out(cast: Any, read: Any) -> None:
    training, tips, many = queries.candidates_of(read)
    assert (training.owner, training.due) == (cast.bodies["CA-HN"], date(YEAR, 6, 30))
    assert training.partners == [cast.bodies["MT-HN"].pk]
    assert (tips.asks_quota, "50" in tips.title) == (True, False)
    assert many.owner is None
    assert [queries.is_sure(one) for one in (training, tips, many)] == [True, False, False]


def test_a_confirmed_item_is_a_task_with_its_sentence_and_the_plan_as_source(cast: Any, read: Any) -> None:
    [sure] = [one for one in queries.candidates_of(read) if queries.is_sure(one)]
    [task] = services.sure_give(by=cast.binh, id=read.pk, only=[sure.pk]).tasks
    found = life.task_get(by=cast.binh, id=task.pk)
    assert found.excerpt is not None
    assert "xong trong quý II" in found.excerpt.text
    assert (found.plan_id, found.paper_id) == (read.plan_id, read.paper_id)
    assert found.paper is not None
    assert (found.paper.number, found.paper.source_id) == ("21/KH-CAT", read.source_id)


def test_an_item_is_decided_once_and_what_was_dropped_comes_back(cast: Any, read: Any) -> None:
    many = queries.candidates_of(read)[2]
    services.candidate_drop(by=cast.binh, id=many.pk)
    assert many.due is not None
    settled = Settled(many.title, cast.an.body, many.due)
    with pytest.raises(Refusal, match="CTPH-031"):
        services.candidate_give(by=cast.binh, id=many.pk, settled=settled)
    services.candidate_take_back(by=cast.binh, id=many.pk)
    assert services.candidate_give(by=cast.binh, id=many.pk, settled=settled).owner_id == cast.an.body_id


def test_the_same_plan_again_is_the_reading_that_is_there(cast: Any, read: Any) -> None:
    services.candidate_drop(by=cast.binh, id=queries.candidates_of(read)[2].pk)
    assert received(cast).pk == read.pk
    assert queries.left_of(queries.candidates_of(read)).dropped == 1


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "DOC-002"),
        ("BÁO CÁO\nI. KẾT QUẢ\n1. Đã mở 12 lớp tập huấn.".encode(), "CTPH-030"),
        ("KẾ HOẠCH\nMẬT\nII. NHIỆM VỤ\n1. Mở lớp tập huấn trong quý II.".encode(), "NGUON-101"),
        (b"PK\x03\x04 no archive", "DOC-"),
    ],
)
def test_what_is_no_plan_is_refused_and_nothing_is_kept(cast: Any, content: bytes, code: str) -> None:
    programmes_load()
    with pytest.raises(Refusal, match=code):
        received(cast, content)
    assert list(planning.plans_visible(cast.binh)) == []


def test_another_body_does_not_learn_of_what_is_being_read(cast: Any, read: Any) -> None:
    with pytest.raises(NotAllowed, match="DOC-404"):
        queries.reading_get(by=cast.giang, id=read.pk)
    with pytest.raises(NotAllowed, match="DOC-404"):
        services.candidate_drop(by=cast.an, id=queries.candidates_of(read)[0].pk)


def test_what_is_open_begins_the_plan_of_the_next_year(cast: Any, read: Any) -> None:
    [sure] = [one for one in queries.candidates_of(read) if queries.is_sure(one)]
    [task] = services.sure_give(by=cast.binh, id=read.pk, only=[sure.pk]).tasks
    following = planning.plan_follow(by=cast.binh, plan=read.plan, task_ids=[task.pk])
    [carried] = planning.open_tasks(cast.binh, following)
    assert (carried.carried_from_id, carried.due, carried.title) == (task.pk, date(YEAR + 1, 6, 30), task.title)
    assert [p.body_id for p in carried.partners.all()] == [cast.bodies["MT-HN"].pk]
    told = planning.standings(cast.binh, [read.plan, following])
    assert (told[read.plan.pk].off, told[following.pk].open, told[following.pk].percent) == (1, 1, 0)


def test_after_a_programme_s_last_year_what_is_open_goes_on_in_the_one_that_follows(cast: Any, read: Any) -> None:
    before, after = (programme_get(number) for number in ("09/CTr-BCA-MTTW", "07/CTrPH-BCA-MTTW"))
    last = planning.plan_open(by=cast.binh, programme=before, year=2023)
    area = next(one for one in areas(before) if one.name_vi in {other.name_vi for other in areas(after)})
    draft = TaskDraft(
        before, cast.bodies["CA-HN"], "Tập huấn lực lượng nòng cốt", date(YEAR, 6, 30), plan=last, area=area
    )
    task = tasks.task_give(by=cast.binh, draft=draft)
    following = planning.plan_follow(by=cast.binh, plan=last, task_ids=[task.pk])
    [carried] = planning.open_tasks(cast.binh, following)
    assert (following.programme, following.year, following.before) == (after, 2024, last)
    assert (carried.programme, carried.carried_from_id, carried.area.name_vi) == (after, task.pk, area.name_vi)


def test_a_task_that_is_not_open_any_more_is_not_carried_on_in_silence(cast: Any, read: Any) -> None:
    [sure] = [one for one in queries.candidates_of(read) if queries.is_sure(one)]
    [task] = services.sure_give(by=cast.binh, id=read.pk, only=[sure.pk]).tasks
    planning.plan_follow(by=cast.binh, plan=read.plan, task_ids=[task.pk])
    with pytest.raises(Refusal, match="CTPH-022"):
        planning.plan_follow(by=cast.binh, plan=read.plan, task_ids=[task.pk])


def test_words_of_a_request_pass_the_gate_and_name_the_office(cast: Any, read: Any) -> None:
    asked = "Đề nghị Đơn vị CA-HN tổng kết các mô hình camera trước ngày 20/12."
    found = flow_plans.text_receive(by=cast.binh, plan=read.plan, text=asked, request="Chủ tịch UBND thành phố")
    [item] = queries.candidates_of(found)
    [task] = services.sure_give(by=cast.binh, id=found.pk, only=[item.pk]).tasks
    assert (task.request, task.plan_id) == ("Chủ tịch UBND thành phố", read.plan_id)


def test_who_asked_is_an_office_and_no_person(cast: Any, read: Any) -> None:
    asked = "Đề nghị Đơn vị CA-HN tổng kết các mô hình camera trước ngày 20/12."
    with pytest.raises(Refusal, match="NGUON-106"):
        flow_plans.text_receive(by=cast.binh, plan=read.plan, text=asked, request="Ông Nguyễn Văn Bình")


def test_words_for_the_day_and_the_name_of_the_file_hide_persons(cast: Any) -> None:
    programmes_load()
    lines = "II. NHIỆM VỤ\n1. Mở lớp tập huấn lực lượng nòng cốt.\nThời gian: theo ý kiến ông Nguyễn Văn Bình"
    found = received(
        cast, lines.encode(), filename="ông Nguyễn Văn Bình.txt", number="9/KH", issued_on=localdate(), title=""
    )
    assert found.paper is not None
    [item] = queries.candidates_of(found)
    assert ["█" in text and "Bình" not in text for text in (found.paper.title, item.due_words)] == [True, True]


def test_only_an_officer_brings_in_what_a_conference_concluded(cast: Any, read: Any) -> None:
    held = ConferenceDraft(3, place_get("p01@2025"), date(2026, 6, 1), "Hội nghị sơ kết", "", "", None)
    conference = conference_add(by=cast.binh, programme=read.programme, draft=held)
    cast.binh.role = "partner"
    with pytest.raises(NotAllowed, match="CTPH-403"):
        flow_plans.conclusions_receive(by=cast.binh, conference=conference, content=PLAN, filename="ket-luan.txt")
