"""The columns of the open files, told once: for header, Parquet, CSVW and the API's own description."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Literal

from chungtay.kernel.absence import LABELS
from chungtay.reference.indicators.catalogue import catalogue, cell_name

if TYPE_CHECKING:
    from chungtay.results.publishing.models import PublicFigure, PublicPoint

FORMAT = 1
"""Changes when columns do: files kept from before are then made anew."""

Kind = Literal["text", "whole", "number", "day", "yes"]


@dataclass(frozen=True)
class Column:
    """One column; `kind` yes is true or false. An empty cell is unknown, never nought."""

    name: str
    kind: Kind
    title_vi: str
    title_en: str


FIGURES = (
    Column("publication", "text", "Mã đợt công bố", "Code of the publication"),
    Column("indicator", "text", "Mã chỉ tiêu", "Code of the indicator"),
    Column("indicator_vi", "text", "Tên chỉ tiêu", "Name of the indicator in Vietnamese"),
    Column("indicator_en", "text", "Tên chỉ tiêu bằng tiếng Anh", "Name of the indicator in English"),
    Column("unit_vi", "text", "Đơn vị tính", "Unit in Vietnamese"),
    Column("unit_en", "text", "Đơn vị tính bằng tiếng Anh", "Unit in English"),
    Column("cell", "text", "Phân tổ (mã); trống là tổng số", "Breakdown, as codes; empty is the whole"),
    Column("cell_vi", "text", "Phân tổ", "Breakdown in Vietnamese"),
    Column("cell_en", "text", "Phân tổ bằng tiếng Anh", "Breakdown in English"),
    Column("place_code", "text", "Mã đơn vị hành chính", "Official code of the place"),
    Column(
        "place_vintage",
        "text",
        "Bộ mã: 2013 trước, 2025 sau sắp xếp",
        "Set of codes: 2013 before, 2025 since the reform",
    ),
    Column("place_level", "text", "Cấp", "Level"),
    Column("place_name", "text", "Địa bàn", "Place"),
    Column("start", "day", "Từ ngày", "First day"),
    Column("end", "day", "Đến ngày", "Last day"),
    Column("shown_vi", "text", "Số như công bố", "The figure as printed, in Vietnamese"),
    Column("shown_en", "text", "Số như công bố, bằng tiếng Anh", "The figure as printed, in English"),
    Column(
        "low", "number", "Cận dưới; bằng cận trên khi số là đúng", "Lower bound; equal to the upper of an exact figure"
    ),
    Column("high", "number", "Cận trên; trống là không có cận", "Upper bound; empty is none"),
    Column("precision", "text", "Độ chính xác như báo cáo", "Precision as reported"),
    Column(
        "absence",
        "text",
        "Vì sao không có số: " + "; ".join(f"{kind.value} = {words[0]}" for kind, words in LABELS.items()),
        "Why there is no figure: " + "; ".join(f"{kind.value} = {words[1]}" for kind, words in LABELS.items()),
    ),
    Column("hidden", "text", "Vì sao không công bố số", "Why the number is not told"),
    Column("rounded_to", "whole", "Làm tròn đến", "Rounded to"),
    Column("reported", "whole", "Số nơi đã báo cáo", "Places that reported"),
    Column("expected", "whole", "Số nơi phải báo cáo", "Places that had to"),
    Column("estimated_share", "number", "Phần ước tính, 0 đến 1", "Estimated share, 0 to 1"),
    Column("leaf", "whole", "Vị trí trong nhật ký công khai", "Position in the public log"),
    Column(
        "is_illustration", "yes", "Bản minh họa, không phải số chính thức", "An illustration, not an official figure"
    ),
)
POINTS = (
    Column("publication", "text", "Mã đợt công bố", "Code of the publication"),
    Column("public_id", "text", "Mã công khai của điểm", "Public code of the point"),
    Column("name", "text", "Tên điểm mô hình", "Name of the point"),
    Column("kind", "text", "Mã loại mô hình", "Code of the kind of model"),
    Column("kind_vi", "text", "Loại mô hình", "Kind of model in Vietnamese"),
    Column("kind_en", "text", "Loại mô hình bằng tiếng Anh", "Kind of model in English"),
    Column("place_code", "text", "Mã xã", "Official code of the commune"),
    Column("place_vintage", "text", "Bộ mã", "Set of codes"),
    Column("place_name", "text", "Xã", "Commune"),
    Column("province_code", "text", "Mã tỉnh", "Official code of the province"),
    Column("province_name", "text", "Tỉnh", "Province"),
    Column("opened_year", "whole", "Năm bắt đầu", "Year of opening"),
    Column("state", "text", "Tình trạng: running, paused, ended, unknown", "State: running, paused, ended, unknown"),
    Column("as_of", "day", "Tính đến ngày", "As of"),
    Column("leaf", "whole", "Vị trí trong nhật ký công khai", "Position in the public log"),
    Column(
        "is_illustration", "yes", "Bản minh họa, không phải số chính thức", "An illustration, not an official figure"
    ),
)


@dataclass(frozen=True)
class Named:
    """How an indicator is called."""

    name_vi: str = ""
    name_en: str = ""
    unit_vi: str = ""
    unit_en: str = ""


def named(indicator: str) -> Named:
    """The names of an indicator; empty where the catalogue holds it no more."""
    found = catalogue().get(indicator)
    return Named(found.name_vi, found.name_en, found.unit_vi, found.unit_en) if found else Named()


def figure_row(figure: PublicFigure, code: str, *, is_illustration: bool) -> tuple[Any, ...]:
    """A figure in the order of `FIGURES`: texts, whole numbers, Decimal, date, bool or None."""
    of = named(figure.indicator)
    share = None if figure.estimated_share is None else Decimal(figure.estimated_share).normalize()
    return (
        *(code, figure.indicator, of.name_vi, of.name_en, of.unit_vi, of.unit_en),
        *(figure.cell, _cell(figure.cell, "vi"), _cell(figure.cell, "en")),
        *(figure.place_code, figure.place_vintage, figure.place_level, figure.place_name),
        *(figure.start, figure.end, figure.shown_vi, figure.shown_en),
        *(_number(figure.low), _number(figure.high), figure.precision, figure.absence, figure.hidden),
        *(figure.rounded_to, figure.reported, figure.expected, share, figure.leaf, is_illustration),
    )


def point_row(point: PublicPoint, code: str, *, is_illustration: bool) -> tuple[Any, ...]:
    """A point in the order of `POINTS`."""
    return (
        *(code, point.public_id, point.name, point.kind, point.kind_vi, point.kind_en),
        *(point.place_code, point.place_vintage, point.place_name, point.province_code, point.province_name),
        *(point.opened_year, point.state, point.as_of, point.leaf, is_illustration),
    )


@lru_cache(maxsize=4096)
def _cell(cell: str, language: str) -> str:
    return cell_name(cell, language)


def _number(text: str) -> Decimal | None:
    try:
        return Decimal(text) if text else None
    except InvalidOperation:
        return None
