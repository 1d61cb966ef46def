"""The public API: publications, indicators, places, figures, points and reviews of the shelf, by pages.

What the description of the API says of an address stands beside its view; `openapi.py` only gathers it.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils import timezone

from chungtay.faces.api.open.answering import A_MINUTE, Answer, json_answer, machine, missing
from chungtay.faces.api.open.data import place_public, publication_public
from chungtay.faces.api.open.parameters import Parameter, asked_of
from chungtay.kernel.errors import Both, Refusal
from chungtay.results.publishing import queries as shelf
from chungtay.results.publishing.opendata import queries
from chungtay.results.publishing.opendata.columns import FIGURES, POINTS, figure_row, point_row
from chungtay.results.publishing.opendata.metadata import data_address, site, subjects_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.http import HttpRequest

    from chungtay.results.publishing.models import Publication, PublicFigure, PublicPoint, Release
    from chungtay.results.publishing.shelf.queries import PublicIndicator

MOST = 1_000
LEVELS = ("country", "province", "district", "commune")
_SIZE = Parameter("size", "whole", "Số dòng một trang", "Lines on a page", default=100, most=MOST)
_AFTER = Parameter("after", "whole", "Đi tiếp sau dòng này (next của trang trước)", "Go on behind this line", default=0)
PAGING = (_AFTER, _SIZE)
FIGURES_ASKED = (
    Parameter("publication", "word", "Mã đợt công bố; trống là số đang có hiệu lực", "A publication; else what stands"),
    Parameter("indicator", "word", "Mã chỉ tiêu", "Code of an indicator"),
    Parameter("cell", "word", "Phân tổ; total là tổng số", "A breakdown; total is the whole"),
    Parameter("place", "word", "Khóa địa bàn, như p01@2025", "Key of a place, as p01@2025"),
    Parameter("level", "word", "Cấp", "Level", among=LEVELS),
    Parameter("from", "day", "Kỳ kết thúc từ ngày này về sau", "Periods that end on or after", default=None),
    Parameter("to", "day", "Kỳ bắt đầu đến ngày này", "Periods that begin on or before", default=None),
    *PAGING,
)
POINTS_ASKED = (
    Parameter("kind", "word", "Mã loại mô hình", "Code of a kind of model"),
    Parameter("place", "word", "Khóa xã hoặc tỉnh", "Key of a commune or province"),
    *PAGING,
)


@machine
def index(request: HttpRequest) -> Answer:
    """What there is, and where."""
    asked_of(request, ())
    api = f"{site()}/api/cong-khai/v1/"
    names = ("publications", "indicators", "figures", "kinds", "reviews", "changes")
    told = {name: f"{api}{name}" for name in names}
    return json_answer(
        {
            "title": {"vi": "Dữ liệu công khai của Chung Tay", "en": "Public data of Chung Tay"},
            "is_illustration": settings.DEMO,
            "licence": settings.DATA_LICENCE,
            "openapi": f"{api}openapi.json",
            "catalogue": data_address("danh-muc.jsonld"),
            "log": f"{site()}/cong-khai/so/checkpoint",
            **told,
        }
    )


@machine
def publications(request: HttpRequest) -> Answer:
    """Publications that are public, newest first."""
    asked_of(request, ())
    return _list([_publication(found) for found in shelf.publications_visible()])


@machine
def publication(request: HttpRequest, code: str) -> Answer:
    """One publication."""
    asked_of(request, ())
    return json_answer(_publication(publication_public(code)))


@machine
def indicators(request: HttpRequest) -> Answer:
    """Indicators of which something is public."""
    asked_of(request, ())
    return _list([_indicator(found) for found in shelf.indicators_public()])


@machine
def figures(request: HttpRequest) -> Answer:
    """Figures by pages, in an order that does not move."""
    values = asked_of(request, FIGURES_ASKED)
    if values["publication"]:
        publication_public(values["publication"])
    place = place_public(values["place"]) if values["place"] else None
    asked = queries.Asked(
        publication=values["publication"],
        indicator=values["indicator"],
        cell={"": None, "total": ""}.get(values["cell"], values["cell"]),
        place=(place.code, place.vintage) if place else None,
        level=values["level"],
        start=values["from"],
        end=values["to"],
    )
    if values["from"] and values["to"] and values["from"] > values["to"]:
        raise Refusal.of(
            "MO-006",
            "from, to",
            read=f"{values['from']}, {values['to']}",
            expected=Both("from không sau to", "from not after to"),
            vi="Khoảng thời gian ngược",
            en="The period runs backward",
        )
    page, following = queries.figures_page(asked, after=values["after"], size=max(1, values["size"]))
    return _list([_figure(found) for found in page], following, request)


@machine
def figure(request: HttpRequest, id: int) -> Answer:
    """One figure; where it was corrected, the one that stands in its place."""
    asked_of(request, ())
    found = shelf.figure(id) if id < 2**62 else None
    if found is None:
        raise missing(str(id)[:20], "Không có số liệu này", "There is no such figure")
    standing = shelf.figure_now(found)
    told = _figure(found)
    told["standing"] = standing.pk if standing is not None else None
    return json_answer(told)


@machine
def points(request: HttpRequest) -> Answer:
    """Community model points of a kind or a place."""
    values = asked_of(request, POINTS_ASKED)
    if bool(values["kind"]) == bool(values["place"]):
        raise Refusal.of(
            "MO-007",
            "kind, place",
            expected=Both("đúng một trong hai", "exactly one of the two"),
            vi="Hỏi theo loại hoặc theo địa bàn",
            en="Ask by kind or by place",
        )
    begin, size = values["after"], max(1, values["size"])
    if values["place"]:
        unit = place_public(values["place"])
        found = shelf.points_of_place(unit.code, unit.vintage)[begin : begin + size + 1]
    else:
        found = list(shelf.points_of_kind(values["kind"])[begin : begin + size + 1]) if begin < 2**31 else []
    following = begin + size if len(found) > size else 0
    return _list([_point(item) for item in found[:size]], following, request)


@machine
def kinds(request: HttpRequest) -> Answer:
    """Kinds of model of which points are public."""
    asked_of(request, ())
    told = [
        {"kind": k.kind, "name": {"vi": k.name_vi, "en": k.name_en}, "points": k.points} for k in shelf.kinds_public()
    ]
    return _list(told)


@machine
def reviews(request: HttpRequest) -> Answer:
    """Public renditions of reviews."""
    asked_of(request, ())
    return _list([_review(found) for found in shelf.reviews_public()])


@machine
def nothing(request: HttpRequest, rest: str) -> Answer:
    """What no address of machines is."""
    raise missing(rest[:80], "Không có địa chỉ này; xem openapi.json", "There is no such address; see openapi.json")


def _list(found: list[dict[str, Any]], following: int = 0, request: HttpRequest | None = None) -> Answer:
    address = None
    if following and request is not None:
        asked = request.GET.copy()
        asked["after"] = str(following)
        address = f"{site()}{request.path}?{asked.urlencode()}"
    return json_answer({"items": found, "next": address, "licence": settings.DATA_LICENCE}, keep=A_MINUTE)


def _publication(found: Publication) -> dict[str, Any]:
    later, corrects = shelf.replaced_by(found), shelf.corrected_by(found)
    return {
        "code": found.code,
        "title": {"vi": found.title, "en": found.title_en},
        "note": {"vi": found.note_vi, "en": found.note_en},
        "place": found.place.key,
        "place_name": found.place.full_name,
        "body": {"vi": found.body.name_vi, "en": found.body.name_en},
        "level": found.level,
        "start": found.start.isoformat(),
        "end": found.end.isoformat(),
        "step": found.step,
        "frame_day": found.frame_day.isoformat() if found.frame_day else None,
        "indicators": found.indicators,
        "released_at": timezone.localtime(found.released_at).isoformat() if found.released_at else None,
        "corrects": corrects.code if corrects else None,
        "replaced_by": later.code if later else None,
        "digest": found.digest,
        "figures": found.figure_count,
        "points": found.point_count,
        "leaf": found.first_leaf,
        "is_illustration": found.is_illustration,
        "files": [
            data_address(f"{found.code}/{subject}.{kind}")
            for subject in subjects_of(found)
            for kind in ("csv", "parquet", "csv-metadata.json")
        ],
    }


def _indicator(found: PublicIndicator) -> dict[str, Any]:
    rule = found.definition
    return {
        "code": rule.code,
        "name": {"vi": rule.name_vi, "en": rule.name_en},
        "definition": {"vi": rule.definition_vi, "en": rule.definition_en},
        "unit": {"vi": rule.unit_vi, "en": rule.unit_en},
        "nature": rule.nature,
        "breakdown": rule.breakdown or None,
        "may_rank": rule.may_rank,
        "publications": list(found.publications),
        "figures": f"{site()}/api/cong-khai/v1/figures?indicator={rule.code}",
    }


def _figure(found: PublicFigure) -> dict[str, Any]:
    row = figure_row(found, found.publication.code, is_illustration=found.publication.is_illustration)
    told: dict[str, Any] = {"id": found.pk, **dict(_named(FIGURES, row))}
    told["proof"] = f"{site()}/cong-khai/so/chung/{found.leaf}.tlog-proof" if found.leaf is not None else None
    return told


def _point(found: PublicPoint) -> dict[str, Any]:
    publication = found.publication
    return dict(_named(POINTS, point_row(found, publication.code, is_illustration=publication.is_illustration)))


def _review(found: Release) -> dict[str, Any]:
    return {
        "id": found.pk,
        "place": found.review.place.key,
        "place_name": found.review.place.full_name,
        "start": found.review.start.isoformat(),
        "end": found.review.end.isoformat(),
        "released_at": timezone.localtime(found.released_at).isoformat(),
        "digest": found.digest,
        "is_illustration": found.review.is_illustration,
        "page": f"{site()}/cong-khai/tong-ket/{found.pk}/",
    }


def _named(columns: Iterable[Any], row: tuple[Any, ...]) -> Iterable[tuple[str, Any]]:
    for column, value in zip(columns, row, strict=True):
        if isinstance(value, Decimal):
            # As text: no two readers agree on what a fraction is.
            yield column.name, f"{value:f}"
        else:
            yield column.name, value.isoformat() if column.kind == "day" and value is not None else value
