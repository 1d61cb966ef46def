"""Points are assessed by the scales of the province, which are data; another body's grade is an independent one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml
from django.db import transaction
from django.db.models import F, Max, Q
from django.utils import timezone

from chungtay.gathering.registers.community import policies, transitions
from chungtay.gathering.registers.community.living import check_day
from chungtay.gathering.registers.community.models import Assessment, ModelPoint, RatingGrade, RatingScale
from chungtay.gathering.registers.community.refusals import may_not, refusal
from chungtay.gathering.registers.community.wording import check_texts
from chungtay.kernel.errors import Both
from chungtay.kernel.text import squeeze
from chungtay.reference.actors.queries import Level, Role
from chungtay.reference.indicators.catalogue import dimensions
from chungtay.reference.places.queries import territory_q

if TYPE_CHECKING:
    from collections.abc import Sequence

    from chungtay.reference.actors.models import User
    from chungtay.reference.places.models import Place

_DATA = Path(__file__).parent / "data" / "scales.yaml"
_MOST_GRADES = 8


@dataclass(frozen=True)
class GradeText:
    """A grade as it is written; `is_effective` None: the grade says nothing of it."""

    name_vi: str
    name_en: str
    member: str = "unrated"
    is_effective: bool | None = None


@lru_cache(maxsize=1)
def _shipped() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(_DATA.read_text(encoding="utf-8"))
    return found


@transaction.atomic
def scales_load() -> int:
    """The scales that come with the product; gives how many were new. May be run again; one in use is left alone."""
    fresh = 0
    for code, told in _shipped().items():
        scale, is_new = RatingScale.objects.get_or_create(
            code=code, defaults={"name_vi": told["vi"], "name_en": told["en"]}
        )
        if is_new:
            _grades(scale, [GradeText(g["vi"], g["en"], g["member"], g.get("effective")) for g in told["grades"]])
            fresh += 1
    return fresh


def may_add_scale(by: User) -> bool:
    """Whether the account makes scales: an approver of a province, or of the centre for all."""
    return by.role == Role.APPROVER and by.body.level in (Level.PROVINCE, Level.CENTRE)


def scales_seen(by: User, on: date) -> list[RatingScale]:
    """The scales that have not ended by a day: the country's, and those of provinces that the account's territory holds
    or lies in."""
    own = by.body.place
    around = Q(place=None) | territory_q(own) | Q(place=own.home_province_id)
    lasting = Q(valid_to=None) | Q(valid_to__gte=on)
    found = RatingScale.objects.filter(around, lasting).select_related("place").prefetch_related("grades")
    return list(found.order_by(F("place").desc(nulls_last=True), "code"))


@transaction.atomic
def scale_add(
    *, by: User, code: str, name_vi: str, name_en: str, grades: Sequence[GradeText], valid_from: date | None = None
) -> RatingScale:
    """A scale of the approver's own territory. NotAllowed DSM-403 below a province; Refusals DSM-141 without a name or
    2 to 8 grades, with a code in use, or a grade that is no member of the catalogue's ratings; NGUON-101, -106."""
    if not may_add_scale(by):
        raise may_not("Thang xếp loại do người duyệt cấp tỉnh lập", "Scales are made by approvers of provinces")
    check_texts(name_vi, name_en, *(text for grade in grades for text in (grade.name_vi, grade.name_en)))
    known = dimensions()["rating"]
    is_right = squeeze(name_vi) and squeeze(name_en) and 2 <= len(grades) <= _MOST_GRADES
    is_right = is_right and all(known.member(grade.member) for grade in grades)
    if not is_right or RatingScale.objects.filter(code=code).exists():
        expected = Both(f"mã mới, tên, 2 - {_MOST_GRADES} mức", f"a new code, a name, 2 - {_MOST_GRADES} grades")
        raise refusal("DSM-141", code, expected, "thang xếp loại không đủ", "the scale is not complete")
    place = None if by.body.level == Level.CENTRE else by.body.place
    scale = RatingScale.objects.create(
        code=code, name_vi=squeeze(name_vi), name_en=squeeze(name_en), place=place, valid_from=valid_from
    )
    _grades(scale, grades)
    return scale


def may_end_scale(by: User, scale: RatingScale, on: date) -> bool:
    """Whether the account says until when a scale is used: who may make it, of those that were made and last still.
    Scales that come with the product stay, so that every commune has one."""
    own = None if by.body.level == Level.CENTRE else by.body.place_id
    lasts = scale.valid_to is None or scale.valid_to >= on
    return may_add_scale(by) and scale.place_id == own and scale.code not in _shipped() and lasts


@transaction.atomic
def scale_end(*, by: User, id: int, since: date) -> RatingScale:
    """From a day on a scale is used no more; grades that were given by it stay. Until that day it can be said anew.

    NotAllowed DSM-403; Refusal DSM-145 a day before the scale began, or not after the last grade given by it.
    """
    scale = RatingScale.objects.select_for_update(of=("self",)).filter(pk=id).first()
    if scale is None or not may_end_scale(by, scale, timezone.localdate()):
        raise may_not("Chỉ nơi lập thang mới cho thôi dùng", "A scale is ended by who made it")
    given = Assessment.objects.filter(grade__scale=scale, struck_at=None).aggregate(last=Max("on_date"))["last"]
    first = max(filter(None, (scale.valid_from, given)), default=date.min)
    if since <= first:
        expected = Both(f"sau {first:%d/%m/%Y}", f"after {first.isoformat()}")
        vi = "thang bắt đầu hoặc đã dùng để xếp loại đến ngày ấy"
        raise refusal("DSM-145", f"{since:%d/%m/%Y}", expected, vi, "the scale began or was used until that day")
    scale.valid_to, scale.ended_by = since - timedelta(days=1), by
    scale.save(update_fields=["valid_to", "ended_by"])
    return scale


def _grades(scale: RatingScale, grades: Sequence[GradeText]) -> None:
    RatingGrade.objects.bulk_create(
        RatingGrade(
            scale=scale,
            position=position,
            name_vi=grade.name_vi,
            name_en=grade.name_en,
            member=grade.member,
            is_effective=grade.is_effective,
        )
        for position, grade in enumerate(grades, 1)
    )


def scales_for(place: Place, on: date) -> list[RatingScale]:
    """The scales by which points of a commune are assessed on a day: its province's, else the country's."""
    in_force = (Q(valid_from=None) | Q(valid_from__lte=on)) & (Q(valid_to=None) | Q(valid_to__gte=on))
    found = RatingScale.objects.filter(in_force).prefetch_related("grades").order_by("code")
    own = [scale for scale in found if scale.place_id is not None and scale.place_id == place.home_province_id]
    return own or [scale for scale in found if scale.place_id is None]


@transaction.atomic
def point_assess(
    *,
    by: User,
    point: ModelPoint,
    grade_id: int,
    on: date,
    document: str = "",
    document_on: date | None = None,
    remark: str = "",
) -> Assessment:
    """A grade of a scale of the point's province, on the evidence of a document.

    NotAllowed DSM-404, -403. Refusals DSM-142 a grade of no such scale; DSM-143 a point that does not work or did not
    on that day; DSM-112; DSM-144 no document and no remark; NGUON-101, -106.
    """
    policies.check_attest(by, point)
    check_texts(document, remark)
    held = ModelPoint.objects.select_for_update(of=("self",)).select_related("place").get(pk=point.pk)
    check_day(on)
    grade = next((g for s in scales_for(held.place, on) for g in s.grades.all() if g.pk == grade_id), None)
    if grade is None:
        expected = Both("một mức trong thang của tỉnh", "a grade of the province's scale")
        raise refusal("DSM-142", str(grade_id), expected, "không có mức này", "there is no such grade")
    if held.state not in transitions.WORKING or held.launched_on is None or on < held.launched_on:
        expected = Both("điểm đang hoạt động, sau ngày ra mắt", "a point that works, after its launch")
        raise refusal("DSM-143", f"{on:%d/%m/%Y}", expected, "chưa xếp loại được", "it cannot be assessed")
    if not squeeze(document) and not squeeze(remark):
        expected = Both("số văn bản hoặc căn cứ", "a document or the grounds")
        raise refusal("DSM-144", "", expected, "thiếu căn cứ xếp loại", "nothing is given as evidence")
    made = Assessment.objects.create(
        point=held,
        grade=grade,
        on_date=on,
        body=by.body,
        document=squeeze(document),
        document_on=document_on,
        remark=squeeze(remark),
        is_independent=held.body_id != by.body_id,
        made_by=by,
    )
    reckon(held)
    return made


@transaction.atomic
def assessment_strike(*, by: User, point: ModelPoint, assessment_id: int, reason: str) -> None:
    """A grade given wrongly counts no more. NotAllowed DSM-404, -403 for another body's; Refusals DSM-113, NGUON-…"""
    policies.check_attest(by, point)
    check_texts(reason)
    if not squeeze(reason):
        expected = Both("lý do sửa", "why it is struck")
        raise refusal("DSM-113", "", expected, "thiếu lý do", "no reason is given")
    struck = Assessment.objects.filter(pk=assessment_id, point=point, struck_at=None, body=by.body).update(
        struck_by=by, struck_at=timezone.now(), struck_why=squeeze(reason)
    )
    if not struck:
        raise may_not("Chỉ cơ quan đã xếp loại mới sửa được", "Only the body that gave the grade strikes it")
    reckon(point)


def reckon(point: ModelPoint) -> None:
    """The grade that stands: the latest that counts, an independent one before the keeper's own of the same day."""
    counted = Assessment.objects.filter(point=point, struck_at=None).select_related("grade")
    last = counted.order_by("-on_date", "-is_independent", "-pk").first()
    ModelPoint.objects.filter(pk=point.pk).update(
        grade=last.grade if last else None,
        assessed_on=last.on_date if last else None,
        is_effective=last.grade.is_effective if last else None,
        version=F("version") + 1,
        changed_at=timezone.now(),
    )
