"""The life of a programme: documents that were issued, conferences held, tasks given and worked on."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils.timezone import localdate

from chungtay.gathering.programmes import life, papers, tasks
from chungtay.gathering.programmes.life import Sieve
from chungtay.gathering.programmes.papers import ConferenceDraft, PaperDraft
from chungtay.gathering.programmes.services import AreaDraft, programme_create
from chungtay.gathering.programmes.tasks import TaskDraft
from chungtay.kernel.errors import NotAllowed, Refusal
from chungtay.kernel.periods import programme_term
from chungtay.reference.places.queries import place_get

SOON = localdate() + timedelta(days=10)
PLAN = PaperDraft(2, "12/KH-CAT", "Kế hoạch triển khai năm", date(2025, 12, 1), 2025)


@pytest.fixture
def programme(cast: Any) -> Any:
    """The programme of Hà Nội."""
    return programme_create(
        by=cast.binh,
        number="01/CTr-CA-MTTQ",
        title_vi="Chương trình",
        title_en="Programme",
        place=place_get("p01@2025"),
        term=programme_term(2023, 2033),
        parties=[cast.bodies["CA-HN"]],
        areas=[AreaDraft("Tuyên truyền", "Communication", ("communication.sessions",))],
    )


def given(cast: Any, programme: Any, **changes: Any) -> Any:
    draft = {
        "programme": programme,
        "owner": cast.an.body,
        "title": "Rà soát các mô hình đã lâu chưa xác nhận",
        "due": SOON,
        "request": "Thường trực Ban Chỉ đạo",
    }
    return tasks.task_give(by=changes.pop("by", cast.binh), draft=TaskDraft(**{**draft, **changes}))


def code_of(deed: Any, *args: Any, **named: Any) -> str:
    with pytest.raises((Refusal, NotAllowed)) as refused:
        deed(*args, **named)
    return refused.value.code


def test_a_task_goes_from_given_to_done_and_every_step_stays(cast: Any, programme: Any) -> None:
    task = given(cast, programme)
    tasks.task_progress(by=cast.an, id=task.pk, percent=40, text="Đã rà soát 12 mô hình")
    tasks.task_end(by=cast.binh, id=task.pk, text="Có báo cáo kèm theo")
    found = life.task_get(by=cast.an, id=task.pk)
    assert (found.state, found.percent) == (life.TaskState.DONE, 100)
    assert [step.percent for step in life.steps_of(found)] == [100, 40, None]


def test_what_was_ended_by_mistake_is_as_far_as_it_had_come(cast: Any, programme: Any) -> None:
    task = given(cast, programme)
    tasks.task_progress(by=cast.an, id=task.pk, percent=40, text="Xong bước một")
    tasks.task_end(by=cast.binh, id=task.pk, text="Xong")
    assert tasks.task_reopen(by=cast.binh, id=task.pk, reason="Bấm nhầm").percent == 40


def test_nobody_gives_a_task_to_a_body_beside_above_or_elsewhere(cast: Any, programme: Any) -> None:
    assert code_of(given, cast, programme, by=cast.giang) == "CTPH-403"
    assert code_of(given, cast, programme, by=cast.an, owner=cast.binh.body) == "CTPH-403"


def test_a_neighbours_account_does_not_learn_of_a_task(cast: Any, programme: Any) -> None:
    task = given(cast, programme)
    assert code_of(life.task_get, by=cast.giang, id=task.pk) == "CTPH-404"
    assert code_of(tasks.task_comment, by=cast.giang, id=task.pk, text="Xin hỏi") == "CTPH-404"


@pytest.mark.parametrize(
    "title",
    [
        "Phấn đấu tiếp nhận 200 tin tố giác",
        "Tăng 10% số nguồn tin trong quý",
        "Lập danh sách 15 đối tượng trên địa bàn",
    ],
)
def test_no_task_sets_a_quota_on_tips_or_persons(title: str) -> None:
    assert [found.code for found in tasks.quota_problems(title)] == ["CTPH-019"]


@pytest.mark.parametrize(
    "title", ["Ra mắt 3 mô hình camera", "Hướng dẫn người dân nơi nhận tin tố giác", "Mở 12 lớp tập huấn"]
)
def test_numbers_of_what_a_body_does_are_no_quota(title: str) -> None:
    assert tasks.quota_problems(title) == []


def test_neither_request_nor_target_of_a_task_sets_a_quota(cast: Any, programme: Any) -> None:
    with pytest.raises(Refusal) as refused:
        given(cast, programme, request="Yêu cầu 200 tin tố giác", target="Phát hiện 15 vụ")
    assert [found.code for found in refused.value.problems] == ["CTPH-019", "CTPH-019"]


def test_a_task_names_nobody_and_has_a_source_and_a_day_to_come(cast: Any, programme: Any) -> None:
    with pytest.raises(Refusal) as refused:
        given(cast, programme, title="Giao ông Nguyễn Văn Bình theo dõi", request="", due=date(2025, 1, 1))
    assert {found.code for found in refused.value.problems} == {"CTPH-011", "CTPH-017", "NGUON-106"}


def test_a_conclusion_of_a_conference_is_a_task_that_names_it(cast: Any, programme: Any) -> None:
    held = ConferenceDraft(3, place_get("p01@2025"), date(2026, 6, 1), "Hội nghị sơ kết", "Phó Chủ tịch UBND", "", 120)
    conference = papers.conference_add(by=cast.binh, programme=programme, draft=held)
    task = given(cast, programme, conference=conference, request="")
    assert life.task_get(by=cast.an, id=task.pk).conference_id == conference.pk


def test_the_tree_tells_which_communes_have_a_plan(cast: Any, programme: Any) -> None:
    papers.paper_add(by=cast.an, programme=programme, draft=PLAN)
    lines = life.issued_by(cast.binh, programme, place_get("p01@2025"), date(2025, 12, 31))
    assert [line.place.pk for line in lines if line.has_issued] == [cast.an.body.place_id]
    assert len(lines) == 126
    assert life.issued_by(cast.giang, programme, place_get("p01@2025"), date(2025, 12, 31)) == []


def test_a_document_struck_by_mistake_comes_back_unless_its_number_was_written_again(cast: Any, programme: Any) -> None:
    paper = papers.paper_add(by=cast.an, programme=programme, draft=PLAN)
    assert code_of(papers.paper_add, by=cast.an, programme=programme, draft=PLAN) == "CTPH-013"
    papers.paper_strike(by=cast.an, id=paper.pk, reason="Nhầm năm")
    papers.paper_add(by=cast.an, programme=programme, draft=PLAN)
    assert code_of(papers.paper_strike, by=cast.an, id=paper.pk, reason="") == "CTPH-013"


def test_a_committee_under_a_new_name_ends_the_one_before(cast: Any, programme: Any) -> None:
    place = place_get("p01@2025")
    said = {"by": cast.binh, "programme": programme, "place": place}
    first = papers.committee_add(**said, name="Ban Chỉ đạo 09", since=date(2024, 1, 1))
    papers.committee_add(**said, name="Ban Chỉ đạo phòng, chống tội phạm", since=date(2025, 7, 1))
    first.refresh_from_db()
    assert first.until == date(2025, 6, 30)


def test_a_late_task_is_shown_to_the_body_above_after_a_week(cast: Any, programme: Any) -> None:
    task = given(cast, programme)
    type(task).objects.filter(pk=task.pk).update(due=localdate() - timedelta(days=8))
    assert [found.pk for found in life.tasks_waiting(cast.binh)] == [task.pk]
    assert [found.pk for found in life.tasks_sieved(cast.an, Sieve(kind="late", search="mo hinh"))] == [task.pk]
    assert life.tasks_waiting(cast.giang) == []


def test_all_late_tasks_of_a_body_are_counted(cast: Any, programme: Any) -> None:
    for _ in range(3):
        given(cast, programme)
    given(cast, programme, due=SOON - timedelta(days=2))
    [late] = life.late_below(cast.binh, SOON + timedelta(days=1))
    assert (late.body, late.tasks, late.days) == (cast.an.body, 4, 3)
