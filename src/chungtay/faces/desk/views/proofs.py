"""The sheet of proof of a report: what sums, what does not, what another report says otherwise, what was copied."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chungtay import flow_proof
from chungtay.faces.desk.audience import REPORTERS, DeskRequest, audience
from chungtay.faces.desk.telling import language
from chungtay.gathering.intake import copies
from chungtay.gathering.intake import queries as intake
from chungtay.kernel.numbers import number_words, quantity_words
from chungtay.reference.indicators.catalogue import cell_name
from chungtay.reference.indicators.queries import definition

if TYPE_CHECKING:
    from chungtay.gathering.intake.proof import Line, Statement

MOST = 60
"""Lines of one kind on a sheet, the plainest contradictions first."""
REASONS = {
    "parts_overlap": gettext_lazy("Các phần cộng lại lớn hơn tổng: có thể đếm trùng, hoặc thuộc hai cách chia."),
    "parts_of_whole": gettext_lazy("Các phần nêu ra là một phần của tổng."),
    "rate_differs": gettext_lazy("Tỷ lệ tính lại khác tỷ lệ nêu trong câu."),
    "told_twice": gettext_lazy("Cùng một số nhưng hai chỗ trong báo cáo ghi khác nhau."),
    "same_count": gettext_lazy("Cùng chỉ tiêu, cùng địa bàn, cùng kỳ mà khác số: xem lại hai bản gốc."),
    "other_date": gettext_lazy("Số hiện có ở hai thời điểm khác nhau."),
    "more_in_less_time": gettext_lazy("Kỳ ngắn hơn lại có số lớn hơn kỳ dài bao trùm nó."),
    "target_and_result": gettext_lazy("Một bên là chỉ tiêu đề ra, một bên là kết quả."),
    "kind_and_point": gettext_lazy("Một bên đếm loại mô hình, một bên đếm điểm, nơi thực hiện."),
    "flow_and_stock": gettext_lazy("Một bên đếm số làm mới trong kỳ, một bên đếm số đang có."),
    "level_not_stated": gettext_lazy("Báo cáo không nói rõ đếm mô hình ở mức nào; chỉ so khi cùng mức."),
}
LABELS = {
    "same": gettext_lazy("trùng toàn văn"),
    "edited": gettext_lazy("chép lại, có sửa"),
    "shared": gettext_lazy("chung nhiều đoạn dài"),
    "": gettext_lazy("có đoạn giống hệt"),
}


@dataclass(frozen=True)
class Told:
    """A statement in words, with where it leads."""

    words: str
    name: str
    period: Any
    report: str
    address: str
    paragraph: int


@audience(*REPORTERS)
def reading_proof(request: DeskRequest, id: int) -> HttpResponse:
    """One sheet for a report that the account may read."""
    reading = intake.reading_get(by=request.user, id=id)
    lines = flow_proof.reading_proof(by=request.user, reading=reading)
    kinds = [
        [line for line in lines if not line.agrees and line.kind != "other"],
        [line for line in lines if line.kind == "other"],
        [line for line in lines if line.agrees],
    ]
    differing, elsewhere, agreeing = ([_line(line) for line in some[:MOST]] for some in kinds)
    context = {
        "section": "readings",
        "crumbs": [(reverse("readings"), _("Báo cáo")), (reverse("reading", args=[id]), _("Đọc báo cáo"))],
        "reading": reading,
        "differing": differing,
        "elsewhere": elsewhere,
        "agreeing": agreeing,
        "more": sum(max(0, len(some) - MOST) for some in kinds),
        "copies": [
            {"copy": copy, "label": LABELS[copy.label], "percent": f"{copy.likeness * 100:.0f}%"}
            for copy in copies.copies_of(by=request.user, reading=reading)
        ],
    }
    return render(request, "desk/proof.html", context)


def _line(line: Line) -> dict[str, Any]:
    return {
        "kind": line.kind,
        "agrees": line.agrees,
        "said": _told(line.said),
        "beside": [_told(statement) for statement in line.beside],
        "computed": "" if line.computed is None else number_words(line.computed, language()),
        "reason": REASONS.get(line.reason, ""),
    }


def _told(statement: Statement) -> Told:
    name = definition(statement.indicator).name(language())
    cell = cell_name(statement.cell, language())
    address = ""
    if statement.figure is not None:
        address = reverse("figure", args=[statement.figure])
    elif statement.reading is not None:
        address = f"{reverse('reading', args=[statement.reading])}#c-{statement.candidate}"
    return Told(
        quantity_words(statement.quantity, language()),
        f"{name} · {cell}" if cell else name,
        statement.period,
        statement.report,
        address,
        statement.paragraph,
    )
