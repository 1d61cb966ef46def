"""Points of community models in words: their kinds, states, steps and grades in the page's language."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chungtay.faces.desk.telling import language
from chungtay.gathering.registers.community.queries import STATES, STEPS, EndReason, Lead, Standing, State, StepKind
from chungtay.kernel.errors import side
from chungtay.reference.indicators.catalogue import member_name
from chungtay.results.publishing.answers.choices import ANSWERS, POINT

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from django.utils.functional import Promise

    from chungtay.gathering.registers.community.models import ModelKind
    from chungtay.gathering.registers.community.queries import Seen
    from chungtay.gathering.registers.lists.keyset import Named

STANDINGS: dict[str, Promise] = {
    Standing.KNOWN: gettext_lazy("Đang hoạt động"),
    Standing.EFFECTIVE: gettext_lazy("Hiệu quả"),
    Standing.UNKNOWN: gettext_lazy("Chưa rõ tình trạng"),
    Standing.COMING: gettext_lazy("Đang chuẩn bị"),
    Standing.DORMANT: gettext_lazy("Tạm ngừng"),
    Standing.ENDED: gettext_lazy("Đã kết thúc"),
    Standing.VOID: gettext_lazy("Ghi nhầm"),
}
PILLS = {
    Standing.KNOWN: "approved",
    Standing.EFFECTIVE: "approved",
    Standing.UNKNOWN: "warn",
    Standing.COMING: "drafting",
    Standing.VOID: "dropped",
}
LEADS: dict[str, Promise] = {
    Lead.POLICE: gettext_lazy("Công an"),
    Lead.FRONT: gettext_lazy("Mặt trận Tổ quốc"),
    Lead.COMMITTEE: gettext_lazy("Ủy ban nhân dân"),
    Lead.WOMEN: gettext_lazy("Hội Phụ nữ"),
    Lead.YOUTH: gettext_lazy("Đoàn Thanh niên"),
    Lead.VETERANS: gettext_lazy("Hội Cựu chiến binh"),
    Lead.FARMERS: gettext_lazy("Hội Nông dân"),
    Lead.UNION: gettext_lazy("Công đoàn"),
    Lead.BORDER_GUARD: gettext_lazy("Bộ đội Biên phòng"),
    Lead.SCHOOL: gettext_lazy("Nhà trường"),
    Lead.RESIDENTS: gettext_lazy("Thôn, tổ dân phố"),
    Lead.OTHER: gettext_lazy("Cơ quan khác"),
}


def kind_words(kind: ModelKind | Named | None) -> str:
    """What a kind is called; one that is kept from view is another kind."""
    if kind is None:
        return _("Loại khác")
    return kind.name_en if language() == "en" and kind.name_en else kind.name_vi


def point_words(seen: Seen[Any]) -> str:
    """What a point is called; one of a kind that is kept from view has a number alone."""
    return seen.name or _("Điểm mô hình số %(n)d") % {"n": seen.point.pk}


def state_words(state: str) -> str:
    """A state of a life."""
    return side(STATES[State(state)], language()).capitalize()


def step_words(kind: str) -> str:
    """A step of a life."""
    return side(STEPS[StepKind(kind)], language())


def reasons() -> list[tuple[str, str]]:
    """Why a point may end, as officers choose it; merging is a step of its own."""
    return [(r, reason_words(r)) for r in EndReason.values if r != EndReason.MERGED]


def reason_words(reason: str) -> str:
    """Why a point ended."""
    return member_name("reason", reason, language()) if reason else ""


Counts = list[tuple[str, int | None]]


def voices_words(voices: Iterable[tuple[date, Mapping[str, int | None]]]) -> list[tuple[date, Counts]]:
    """What residents say of a point: each month with every answer of the list and its count, None for too few or none:
    which of the two it was is nobody's business."""
    words = ANSWERS[POINT]
    return [(month, [(side(words[a], language()), of.get(a)) for a in words]) for month, of in voices]
