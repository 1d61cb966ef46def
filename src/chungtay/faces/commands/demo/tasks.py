"""An invented half-year of running a programme: documents, a conference, and tasks at every stage, all marked."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

from chungtay.gathering.programmes import papers, tasks
from chungtay.gathering.programmes.papers import ConferenceDraft, PaperDraft
from chungtay.gathering.programmes.queries import programme_get
from chungtay.gathering.programmes.tasks import TaskDraft

if TYPE_CHECKING:
    from chungtay.faces.commands.demo.cast import Cast
    from chungtay.reference.actors.models import User

PROGRAMME = "07/CTrPH-BCA-MTTW"
PLAN, CONFERENCE_INTERIM = 2, 3


def create(cast: Cast) -> int:
    """Of the centre, a province and one of its communes; gives how many tasks there are."""
    programme, today = programme_get(PROGRAMME), timezone.localdate()
    centre, province, commune = (cast.accounts[name] for name in ("duyet.tw", "duyet.ht", "duyet.xa"))
    said = PaperDraft(PLAN, "15/KH-MINH-HOA", "Kế hoạch triển khai năm (giả định)", date(2026, 1, 15), 2026)
    plan = papers.paper_add(by=centre, programme=programme, draft=said)
    for by, number in ((province, "21/KH-MINH-HOA"), (commune, "4/KH-MINH-HOA")):
        below = PaperDraft(PLAN, number, "Kế hoạch thực hiện chương trình (giả định)", date(2026, 2, 10), 2026)
        papers.paper_add(by=by, programme=programme, draft=below)
    held = ConferenceDraft(
        CONFERENCE_INTERIM,
        province.body.place,
        date(2026, 7, 15),
        "Hội nghị sơ kết sáu tháng (giả định)",
        "Lãnh đạo Công an tỉnh; lãnh đạo Ủy ban Mặt trận tỉnh",
        "Báo cáo sơ kết sáu tháng",
        90,
    )
    conference = papers.conference_add(by=province, programme=programme, draft=held)

    def give(by: User, owner: User, title: str, days: int, **source: object) -> int:
        due = today + timedelta(days=days)
        draft = TaskDraft(programme, owner.body, title, due, **source)  # type: ignore[arg-type]
        return tasks.task_give(by=by, draft=draft, is_illustration=True).pk

    asked = "Xác nhận lại các mô hình quá 12 tháng chưa xác nhận"
    review = give(centre, province, "Tổ chức sơ kết ba năm thực hiện chương trình", 40, paper=plan)
    confirm = give(province, commune, asked, 9, conference=conference)
    give(province, commune, "Ra mắt mô hình camera an ninh tại các khu dân cư chưa có", 60, conference=conference)
    training = give(province, province, "Mở lớp tập huấn cho lực lượng nòng cốt", 25, request="Thường trực Ban Chỉ đạo")
    tasks.task_progress(by=commune, id=confirm, percent=60, text="Đã xác nhận phần lớn mô hình của phường")
    tasks.task_progress(by=province, id=review, percent=20, text="Đã gửi đề cương sơ kết tới các xã")
    tasks.task_end(by=province, id=training, text="Đã mở lớp, có danh sách đơn vị dự lưu tại cơ quan")
    return 4
